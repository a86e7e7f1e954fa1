package dev.alize.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.client.Connection;
import dev.alize.config.Environment;
import dev.alize.control.ProcessAudit;
import dev.alize.incidents.Actions;
import dev.alize.incidents.IncidentTable;
import dev.alize.schemas.Incident;
import dev.alize.simulator.behaviour.Behaviour;
import dev.alize.simulator.behaviour.Match;
import dev.alize.simulator.behaviour.Reaction;
import dev.alize.simulator.behaviour.Rule;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The books of a gateway tell of an outage, and of what operators say of it. */
@Timeout(120)
class IncidentIT {
    private static final Duration BAR = Duration.ofSeconds(60);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    @Test
    void anOutageIsAnIncidentWithinAMinuteThatCanBeAcknowledged() throws Exception {
        try (Trial trial = new Trial(directory.resolve("state"), "")) {
            Connection connection = Connection.of(trial.configuration, Environment.ofProcess());
            trial.mistral.behave(Behaviour.GOOD.with(Rule.of(Match.EVERYTHING, Reaction.Refuse.of(503, null))));
            try (Gateway gateway = Gateway.start(trial.configuration, Environment.ofProcess())) {
                assertThat(gateway.awaitRunning(BAR)).isTrue();
                for (int i = 0; i < 40; i++) {
                    trial.request("i" + i);
                }
                Awaitility.await()
                        .atMost(BAR)
                        .until(() -> !incidents(trial, connection).isEmpty());
                Incident opened = incidents(trial, connection).getFirst();
                assertThat(opened.getCause()).isEqualTo("server");
                assertThat(opened.getTargets()).containsExactly("simulated");

                var origin = new ProcessAudit.Origin("alize-cli", () -> "test", InstantSource.system(), null);
                try (ProcessAudit audit = ProcessAudit.open(connection, trial.configuration, origin)) {
                    audit.happened(
                            Actions.KIND,
                            null,
                            "assign",
                            Map.of("incident", opened.getId(), "by", "ada", "ic", "grace"));
                }
                Awaitility.await()
                        .atMost(BAR)
                        .untilAsserted(() -> assertThat(
                                        incidents(trial, connection).getFirst().getIc())
                                .isEqualTo("grace"));
            }
        }
    }

    private static List<Incident> incidents(Trial trial, Connection connection) {
        return IncidentTable.read(connection, trial.configuration).incidents();
    }
}
