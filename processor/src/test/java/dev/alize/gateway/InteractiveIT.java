package dev.alize.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alize.cli.AlizeProcess;
import dev.alize.config.Configuration;
import dev.alize.config.Environment;
import dev.alize.config.Topic;
import dev.alize.config.reader.ConfigurationReader;
import dev.alize.schemas.CompletionResponse;
import dev.alize.schemas.Status;
import dev.alize.simulator.behaviour.Behaviour;
import dev.alize.simulator.behaviour.Latency;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The topic of interactive requests beside a backlog of normal ones. */
@Timeout(180)
@SuppressWarnings("NullAway.Init") // set before each test
class InteractiveIT {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int BACKLOG = 200;
    private static final int URGENT = 10;

    @TempDir
    Path directory;

    private Trial trial;

    @BeforeEach
    void open() {
        trial = Trial.withInteractiveTopic(
                directory.resolve("state"), "  max_open_calls: 2\n  max_waiting: 60\n  drain_timeout: 0s\n");
        trial.mistral.behave(Behaviour.GOOD.with(new Latency.Fixed(Duration.ofMillis(50))));
    }

    @AfterEach
    void close() {
        trial.close();
    }

    @Test
    void isReadAndAnsweredBeforeTheBacklog() throws Exception {
        for (int i = 0; i < BACKLOG; i++) {
            trial.request("normal-" + i);
        }
        try (Gateway gateway = Gateway.start(trial.configuration, Environment.ofProcess())) {
            assertThat(gateway.awaitRunning(LONG)).isTrue();
            List<CompletionResponse> responses = new ArrayList<>(trial.responses(20, LONG));
            for (int i = 0; i < URGENT; i++) {
                String id = "urgent-" + i;
                trial.send(Topic.REQUESTS_INTERACTIVE, id, Trial.request(id, "Hello"));
            }
            int normalBefore = responses.size();
            while (normalBefore + URGENT < BACKLOG && urgent(responses) < URGENT) {
                responses.addAll(trial.responses(1, LONG));
                normalBefore = (int) (responses.size() - urgent(responses));
            }
            assertThat(urgent(responses)).isEqualTo(URGENT);
            assertThat(normalBefore)
                    .as("normal ones answered by then, of which 80 had been answered or waited before")
                    .isLessThan(60);
            responses.addAll(trial.responses(BACKLOG + URGENT - responses.size(), LONG));
            assertThat(responses)
                    .extracting(CompletionResponse::getRequestId)
                    .doesNotHaveDuplicates()
                    .hasSize(BACKLOG + URGENT);
            assertThat(responses).extracting(CompletionResponse::getStatus).containsOnly(Status.COMPLETED);
            assertThat(trial.mistral.statistics().mostOpen()).isEqualTo(2);
        }
    }

    private static long urgent(List<CompletionResponse> responses) {
        return responses.stream()
                .filter(response -> response.getRequestId().startsWith("urgent-"))
                .count();
    }

    @Test
    void isAskedForAtTheStartAndMadeByTheCommandLine() throws Exception {
        String topic = trial.configuration.topics().name(Topic.REQUESTS_INTERACTIVE);
        Path file = trial.configurationFile(directory.resolve("policy-config.yaml"));
        Files.writeString(file, Files.readString(file).replace(topic, topic + "-2"));
        Configuration other = new ConfigurationReader().read(file);
        Environment environment = new Environment(Map.of("MISTRAL_API_KEY", "key"), InstantSource.system());
        assertThatThrownBy(() -> Gateway.start(other, environment))
                .isInstanceOf(GatewayStartException.class)
                .hasMessageContaining("topic " + topic + "-2: got no such topic")
                .hasMessageContaining("alize topics create");
        AlizeProcess.Run create = AlizeProcess.run("topics", "create", "--policy-config", file.toString());
        assertThat(create.exit()).as(create.err()).isZero();
        assertThat(create.out().lines())
                .filteredOn(line -> !line.startsWith("exists"))
                .singleElement()
                .asString()
                .contains(topic + "-2: 3 partitions");
        try (Gateway gateway = Gateway.start(other, environment)) {
            assertThat(gateway.awaitRunning(LONG)).isTrue();
        }
    }
}
