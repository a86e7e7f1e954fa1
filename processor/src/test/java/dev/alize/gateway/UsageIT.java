package dev.alize.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.client.Connection;
import dev.alize.config.Environment;
import dev.alize.config.Topic;
import dev.alize.schemas.AuditEvent;
import dev.alize.schemas.UsageRow;
import dev.alize.simulator.behaviour.Behaviour;
import dev.alize.simulator.behaviour.Latency;
import dev.alize.usage.Grouping;
import dev.alize.usage.Tally;
import dev.alize.usage.UsageTable;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The books of real processes that are killed. */
@Timeout(120)
class UsageIT {
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    @Test
    void theTableSaysWhatTheAuditTrailSaysAfterKills() throws Exception {
        try (Trial trial = new Trial(directory.resolve("state"), "")) {
            Path file = trial.configurationFile(directory.resolve("policy-config.yaml"));
            Files.writeString(
                    file,
                    Files.readString(file)
                            .replace("{id: simulated,", "{id: simulated, pricing: {prompt: 2, completion: 6.1},"));
            trial.mistral.behave(Behaviour.GOOD.with(new Latency.Fixed(Duration.ofMillis(150))));
            int sent = 0;
            for (int kills = 0; kills < 2; kills++) {
                Process killed = GatewayProcess.start(file);
                GatewayProcess.awaitReady(killed);
                long before = Grouping.total(table(trial)).getEvents();
                sent = send(trial, sent, 60);
                Awaitility.await()
                        .atMost(LONG)
                        .until(() -> Grouping.total(table(trial)).getEvents() > before);
                sent = send(trial, sent, 60);
                trial.sendRaw(Topic.AUDIT, "foreign", "no avro".getBytes(StandardCharsets.UTF_8));
                trial.awaitCalls(sent - 20);
                killed.destroyForcibly().waitFor();
            }
            Process process = GatewayProcess.start(file);
            try {
                GatewayProcess.awaitReady(process);
                assertThat(trial.responses(sent, LONG)).hasSize(sent);
                UsageRow expected = Grouping.total(audited(trial));
                assertThat(expected.getRequests()).isEqualTo(Map.of("completed", (long) sent));
                assertThat(expected.getCostNanoUsd()).isPositive();
                Awaitility.await()
                        .atMost(LONG)
                        .untilAsserted(
                                () -> assertThat(Grouping.total(table(trial))).isEqualTo(expected));
            } finally {
                process.destroyForcibly().waitFor();
            }
        }
    }

    private static int send(Trial trial, int from, int count) {
        for (int i = from; i < from + count; i++) {
            trial.request("k" + i);
        }
        return from + count;
    }

    private static List<UsageRow> table(Trial trial) {
        return UsageTable.read(Connection.of(trial.configuration, Environment.ofProcess()), trial.configuration)
                .rows();
    }

    private static List<UsageRow> audited(Trial trial) {
        List<UsageRow> rows = new ArrayList<>();
        trial.read(Topic.AUDIT, Integer.MAX_VALUE, Duration.ofSeconds(2)).forEach(record -> {
            if (record.value().length > 20) {
                Tally.of(trial.decode(record, AuditEvent.class)).ifPresent(rows::add);
            }
        });
        return rows;
    }
}
