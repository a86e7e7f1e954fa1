package dev.alize.config.reader;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.config.Bounds;
import dev.alize.config.Guarantee;
import dev.alize.config.Idempotency;
import dev.alize.config.ProcessingSettings;
import dev.alize.config.Recovery;
import dev.alize.config.StreamsSettings;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ProcessingReaderTest {
    @Test
    void hasDefaults() {
        ProcessingSettings processing = Yaml.read(Yaml.MINIMAL).processing();

        assertThat(processing.streams())
                .isEqualTo(new StreamsSettings(
                        "alize",
                        null,
                        Path.of("/home/ada/.alize/state"),
                        1,
                        Guarantee.EXACTLY_ONCE_V2,
                        Duration.ofMillis(50),
                        0,
                        "dev.alize.schemas.serde.AvroSerde"));
        assertThat(processing.bounds()).isEqualTo(new Bounds(1000, 64 << 20, 1 << 20, 4 << 20));
        assertThat(processing.idempotency())
                .isEqualTo(new Idempotency(Duration.ofHours(24), 1_000_000, Duration.ofMinutes(10)));
        assertThat(processing.recovery()).isEqualTo(new Recovery(3, Duration.ofSeconds(60), Duration.ofSeconds(5)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "application_id: 'my app'",
                "instance_id: ''",
                "state_dir: ''",
                "threads: 0",
                "guarantee: exactly_once",
                "commit_interval: 0ms",
                "commit_interval: 15s",
                "max_open_calls: 0",
                "max_open_bytes: 0B",
                "max_open_bytes: 64",
                "max_open_bytes: 512KiB",
                "max_request_bytes: 1B",
                "max_response_bytes: 1GiB",
                "idempotency_window: 0s",
                "idempotency_entries: 0",
                "early_cancel_window: 2d",
                "max_redispatches: -1",
                "drain_timeout: -5s",
                "drain_timeout: 90",
                "orphan_timeout: 2h",
                "standby_replicas: -1",
                "value_serde: 'not a class'",
                "drain_timout: 90s"
            })
    void refusesAValueThatCannotBe(String line) {
        assertThat(problems(line)).singleElement().asString().contains(" processing.");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"drain_timeout: 0s", "orphan_timeout: 0ms", "early_cancel_window: 0s", "max_redispatches: 0"})
    void takesZeroWhereItMeansNotAtAll(String line) {
        assertThat(problems(line)).isEmpty();
    }

    @Test
    void makesRecordsLargeEnoughForTheLargestRequestAndResponse() {
        assertThat(new Bounds(1, 64 << 20, 8 << 20, 2 << 20).maxRecordBytes()).isGreaterThan(8 << 20);
        assertThat(new Bounds(1, 64 << 20, 1 << 20, 64 << 20).maxRecordBytes()).isGreaterThan(64 << 20);
    }

    private static List<String> problems(String line) {
        return Yaml.problems(Yaml.MINIMAL + "processing:\n  " + line + "\n");
    }
}
