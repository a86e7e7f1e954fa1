package dev.alize.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alize.client.BadInputException;
import dev.alize.client.Connection;
import dev.alize.client.TopicGrowth;
import dev.alize.client.TopicLayout;
import dev.alize.config.Configuration;
import dev.alize.config.Environment;
import dev.alize.schemas.CompletionResponse;
import dev.alize.schemas.Status;
import dev.alize.simulator.behaviour.Behaviour;
import dev.alize.simulator.behaviour.Latency;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** More partitions for an application that has open and answered requests. */
@Timeout(240)
@SuppressWarnings("NullAway.Init") // set before each test
class GrowthIT {
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    Path stateDir;

    private Trial trial;
    private Gateway gateway;

    private void start(Configuration configuration) throws InterruptedException {
        gateway = Gateway.start(configuration, Environment.ofProcess());
        assertThat(gateway.awaitRunning(LONG)).isTrue();
    }

    @AfterEach
    void close() {
        gateway.close();
        trial.close();
    }

    private List<TopicGrowth.Step> grow(int partitions) {
        Connection connection = Connection.of(trial.configuration, Environment.ofProcess());
        return TopicGrowth.grow(connection, trial.configuration, partitions, false);
    }

    private Stream<TopicLayout.Plan> growing() {
        return TopicLayout.of(trial.configuration).stream()
                .filter(plan -> !plan.topic().hasOnePartition());
    }

    /** Of the requests, the subjects and the audit chains, and those of the books, if they ran, which have more than one partition. */
    private int changelogs() throws Exception {
        try (Admin admin =
                Connection.of(trial.configuration, Environment.ofProcess()).admin()) {
            String application = trial.configuration.processing().streams().applicationId();
            return (int) admin.listTopics().names().get().stream()
                    .filter(name -> name.startsWith(application) && name.endsWith("-changelog"))
                    .filter(name -> !name.matches(".*-books-(usage|incidents|alerts)-changelog"))
                    .count();
        }
    }

    private void growWithoutTheChangelog(int partitions) throws Exception {
        try (Admin admin =
                Connection.of(trial.configuration, Environment.ofProcess()).admin()) {
            for (TopicLayout.Plan plan : growing().toList()) {
                admin.createPartitions(Map.of(plan.name(), NewPartitions.increaseTo(partitions)))
                        .all()
                        .get();
            }
        }
    }

    @Test
    void answersWhatWasOpenAndRecognisesRepeatsAfterTheTopicsHaveGrown() throws Exception {
        trial = new Trial(stateDir, "  drain_timeout: 0s\nkafka:\n  main.consumer.session.timeout.ms: 6000\n");
        start(trial.configuration);
        trial.requestTo(0, "answered");
        assertThat(trial.responses(1, LONG)).hasSize(1);
        trial.mistral.behave(Behaviour.GOOD.with(new Latency.Fixed(Duration.ofMinutes(2))));
        for (int i = 0; i < 6; i++) {
            trial.requestTo(i % Trial.PARTITIONS, "open" + i);
        }
        trial.awaitCalls(7);
        assertThatThrownBy(() -> grow(4)).isInstanceOf(BadInputException.class).hasMessageContaining("1 member");
        gateway.close();

        int all = (int) growing().count() + changelogs();
        Awaitility.await().atMost(LONG).ignoreExceptions().until(() -> grow(4).size() == all);
        assertThat(grow(4)).isEmpty();
        assertThatThrownBy(() -> grow(3)).hasMessageContaining("at most 3: Kafka takes none away");
        assertThatThrownBy(() -> Gateway.start(trial.configuration, Environment.ofProcess()))
                .hasMessageContaining("got 4 partitions; expected 3");
        growWithoutTheChangelog(5);
        Configuration grown = trial.configuration.withPartitions(5);
        assertThatThrownBy(() -> Gateway.start(grown, Environment.ofProcess()))
                .hasMessageContaining("requests-changelog: got 4 partitions; expected 5")
                .hasMessageContaining("alize topics grow --partitions 5");
        assertThat(grow(5)).hasSize(changelogs());

        trial.mistral.behave(Behaviour.GOOD);
        trial.grown(5);
        start(grown);
        trial.requestTo(0, "answered");
        trial.requestTo(4, "new");
        List<CompletionResponse> responses = trial.responses(7, LONG);
        assertThat(responses)
                .extracting(CompletionResponse::getRequestId)
                .containsExactlyInAnyOrder("open0", "open1", "open2", "open3", "open4", "open5", "new");
        assertThat(responses).extracting(CompletionResponse::getStatus).containsOnly(Status.COMPLETED);
        assertThat(trial.responses(1, Duration.ofSeconds(1))).isEmpty();
    }
}
