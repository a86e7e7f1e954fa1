package dev.alize.connect.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigValue;
import org.apache.kafka.connect.connector.Connector;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.source.ExactlyOnceSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConnectorsTest {
    private static final String BYTES = "org.apache.kafka.connect.converters.ByteArrayConverter";

    @TempDir
    Path directory;

    @Test
    void findNothingWrongWithGoodConfigurations() {
        assertThat(problems(new AlizeBatchFileSource(), source())).isEmpty();
        assertThat(problems(new AlizeBatchFileSink(), sink())).isEmpty();
    }

    @Test
    void sayOfEachBadSettingWhatIsExpected() throws IOException {
        Map<String, String> source = source();
        source.put("input.directory", directory.resolve("none").toString());
        source.put("finished.directory", "relative");
        source.put("file.completion", "sometimes");
        source.put("file.pattern", "(");
        source.put("priority", "asap");
        source.put("requests.topic", "two words");
        source.put("tenant", "");
        source.put("request.max.bytes", "2000000");
        source.put("file.quiet.ms", "1");
        source.put("value.converter", "org.apache.kafka.connect.json.JsonConverter");
        source.put("schema.registry.url", "ftp://registry");

        Map<String, List<String>> problems = problems(new AlizeBatchFileSource(), source);

        assertThat(problems)
                .containsOnlyKeys(
                        "input.directory",
                        "finished.directory",
                        "file.completion",
                        "file.pattern",
                        "priority",
                        "requests.topic",
                        "tenant",
                        "request.max.bytes",
                        "file.quiet.ms",
                        "value.converter",
                        "schema.registry.url");
        assertThat(String.valueOf(problems.get("input.directory"))).contains("got no such directory on this worker");
        assertThat(String.valueOf(problems.get("file.completion"))).contains("expected one of quiet, marker, rename");
        assertThat(String.valueOf(problems.get("request.max.bytes"))).contains("producer.override.max.request.size");
        assertThat(String.valueOf(problems.get("value.converter"))).contains("expected " + BYTES);
        Path file = Files.createFile(directory.resolve("file"));
        source.put("input.directory", file.toString());
        assertThat(String.valueOf(problems(new AlizeBatchFileSource(), source).get("input.directory")))
                .contains("expected a directory");
    }

    @Test
    void haveTheSinkReadOnlyWhatIsCommittedInOneTask() {
        Map<String, String> sink = sink();
        sink.put("tasks.max", "4");
        sink.put("topics", "llm.responses");
        sink.remove("consumer.override.isolation.level");
        sink.remove("key.converter");

        Map<String, List<String>> problems = problems(new AlizeBatchFileSink(), sink);

        assertThat(problems)
                .containsOnlyKeys("tasks.max", "topics", "consumer.override.isolation.level", "key.converter");
        assertThatThrownBy(() -> new AlizeBatchFileSink().alterOffsets(sink, Map.of()))
                .isInstanceOf(ConnectException.class)
                .hasMessageContaining("journal.json");
    }

    @Test
    void documentAndGroupEverySetting() {
        for (Connector connector : List.of(new AlizeBatchFileSource(), new AlizeBatchFileSink())) {
            for (ConfigDef.ConfigKey key : connector.config().configKeys().values()) {
                assertThat(key.documentation).as(key.name).endsWith(".");
                assertThat(key.group).as(key.name).isNotNull();
            }
        }
    }

    @Test
    void shareFilesAmongSourceTasksAndSupportExactlyOnce() {
        AlizeBatchFileSource connector = new AlizeBatchFileSource();
        connector.start(source());

        assertThat(connector.taskConfigs(3))
                .extracting(task -> task.get("task.number") + "/" + task.get("task.count"))
                .containsExactly("0/3", "1/3", "2/3");
        assertThat(connector.exactlyOnceSupport(source())).isEqualTo(ExactlyOnceSupport.SUPPORTED);
    }

    private static Map<String, List<String>> problems(Connector connector, Map<String, String> settings) {
        return connector.validate(settings).configValues().stream()
                .filter(value -> !value.errorMessages().isEmpty())
                .collect(Collectors.toMap(ConfigValue::name, ConfigValue::errorMessages));
    }

    private Map<String, String> source() {
        return new HashMap<>(Map.of(
                "name",
                "files",
                "input.directory",
                directory.toString(),
                "schema.registry.url",
                "http://127.0.0.1:8081",
                "key.converter",
                BYTES,
                "value.converter",
                BYTES));
    }

    private Map<String, String> sink() {
        return new HashMap<>(Map.of(
                "name", "files",
                "topics", "llm.responses, llm.batches",
                "output.directory", directory.toString(),
                "schema.registry.url", "http://127.0.0.1:8081",
                "consumer.override.isolation.level", "read_committed",
                "key.converter", BYTES,
                "value.converter", BYTES));
    }
}
