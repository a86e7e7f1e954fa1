package dev.alize.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.config.Environment;
import dev.alize.schemas.CompletionResponse;
import dev.alize.schemas.Status;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GatewayIT {
    private static final Duration LONG = Duration.ofSeconds(30);

    @TempDir
    Path stateDir;

    private Trial trial;
    private Gateway gateway;

    @BeforeEach
    void open() throws InterruptedException {
        trial = new Trial(stateDir, "");
        gateway = Gateway.start(trial.configuration, Environment.ofProcess());
        assertThat(gateway.awaitRunning(LONG)).isTrue();
    }

    @AfterEach
    void close() {
        gateway.close();
        trial.close();
    }

    @Test
    void answersEachRequestOnceInThePartitionItCameFrom() {
        for (int i = 0; i < 300; i++) {
            trial.request("r" + i);
        }
        Set<String> answered = new HashSet<>();
        for (CompletionResponse response : trial.responses(300, LONG)) {
            assertThat(response.getStatus()).isEqualTo(Status.COMPLETED);
            assertThat(answered.add(response.getRequestId())).isTrue();
        }
        assertThat(answered).hasSize(300);
        assertThat(trial.responses(1, Duration.ofMillis(300))).isEmpty();
    }
}
