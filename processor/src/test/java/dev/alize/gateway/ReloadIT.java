package dev.alize.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.config.Configuration;
import dev.alize.config.Environment;
import dev.alize.config.reader.ConfigurationReader;
import dev.alize.schemas.CompletionResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A running gateway and its file. */
@Timeout(120)
class ReloadIT {
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    Path directory;

    private final AtomicInteger asked = new AtomicInteger();

    @Test
    void answersUnderTheVersionOfAChangedFile() throws Exception {
        try (Trial trial = new Trial(directory.resolve("state"), "")) {
            Path file = trial.configurationFile(directory.resolve("policy-config.yaml"));
            Configuration before = new ConfigurationReader().read(file);
            Environment environment = new Environment(Map.of("MISTRAL_API_KEY", "key"), InstantSource.system());
            try (Gateway gateway = Gateway.start(before, environment)) {
                assertThat(gateway.awaitRunning(LONG)).isTrue();
                gateway.watch(file);
                assertThat(answer(trial).getConfiguration()).isEqualTo(before.version());

                Files.writeString(file, Files.readString(file).replace("-small-", "-large-"));
                String after = new ConfigurationReader().read(file).version();
                Awaitility.await()
                        .atMost(LONG)
                        .until(() -> answer(trial).getConfiguration().equals(after));
                assertThat(answer(trial).getModel()).contains("large");
            }
        }
    }

    private CompletionResponse answer(Trial trial) {
        trial.request("r" + asked.incrementAndGet());
        return trial.responses(1, LONG).getFirst();
    }
}
