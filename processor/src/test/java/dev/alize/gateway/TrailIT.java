package dev.alize.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.audit.chain.SealCheck;
import dev.alize.audit.chain.Signer;
import dev.alize.client.Connection;
import dev.alize.config.Environment;
import dev.alize.config.Topic;
import dev.alize.schemas.AuditEvent;
import dev.alize.simulator.behaviour.Behaviour;
import dev.alize.simulator.behaviour.Latency;
import dev.alize.trail.Extent;
import dev.alize.trail.KafkaTrail;
import dev.alize.trail.Window;
import dev.alize.trail.verify.ChainEnd;
import dev.alize.trail.verify.Result;
import dev.alize.trail.verify.Seals;
import dev.alize.trail.verify.Terms;
import dev.alize.trail.verify.Verifier;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.config.ConfigResource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The immutable trail of processes that are killed, moved and stopped. */
@Timeout(180)
class TrailIT {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int CALLS = 30;

    private final Signer.Pair keys = Signer.generate();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    @Test
    void theTrailOfProcessesThatWereKilledAndMovedVerifies() throws Exception {
        try (Trial trial = Trial.withPolicies(directory.resolve("state"), policies())) {
            Path file = trial.configurationFile(directory.resolve("one.yaml"));
            Path other = trial.configurationFile(directory.resolve("two.yaml"), directory.resolve("other"));
            trial.mistral.behave(Behaviour.GOOD.with(new Latency.Fixed(Duration.ofMillis(500))));
            for (int kills = 0; kills < 2; kills++) {
                Process killed = GatewayProcess.start(file);
                GatewayProcess.awaitReady(killed);
                send(trial, kills);
                trial.awaitCalls((kills + 1) * CALLS - CALLS / 2);
                killed.destroyForcibly().waitFor();
            }
            Process one = GatewayProcess.start(file);
            Process two = GatewayProcess.start(other);
            try {
                GatewayProcess.awaitReady(one);
                GatewayProcess.awaitReady(two);
                send(trial, 2);
                assertThat(trial.responses(3 * CALLS, LONG)).hasSize(3 * CALLS);
                one.toHandle().destroy();
                two.toHandle().destroy();
                assertThat(one.waitFor()).isNotNegative();
                assertThat(two.waitFor()).isNotNegative();
            } finally {
                one.destroyForcibly().waitFor();
                two.destroyForcibly().waitFor();
            }
            assertThat(counts(trial))
                    .containsAllEntriesOf(Map.of(
                            "started",
                            4L,
                            "configuration",
                            4L,
                            "stopped",
                            2L,
                            "admitted",
                            3L * CALLS,
                            "response",
                            3L * CALLS));
            assertThat(retention(trial))
                    .containsOnly(Long.toString(Duration.ofDays(30).toMillis()));
            Result result = verify(trial);
            assertThat(result.findings()).isEmpty();
            assertThat(result.unchained()).isZero();
            assertThat(last(result))
                    .hasSize(Trial.PARTITIONS + 2)
                    .allSatisfy(
                            (chain, end) -> assertThat(end.unsealed()).as(chain).isZero());
        }
    }

    private String policies() throws IOException {
        Path signing = Files.writeString(directory.resolve("signing.pem"), keys.privateKey());
        Path hash = Files.writeString(directory.resolve("hash"), "0123456789abcdef0123456789abcdef");
        return """
                policies: {chain: [audit-logger]}
                policy: {audit-logger: {immutable: true, retention_days: 30}}
                audit:
                  secret_key_ref: {file: "%s"}
                  signing_key_ref: {file: "%s"}
                  checkpoint_events: 20
                """.formatted(hash, signing);
    }

    private static void send(Trial trial, int round) {
        for (int i = 0; i < CALLS; i++) {
            trial.request("r" + round + "-" + i);
        }
    }

    private static Map<String, Long> counts(Trial trial) {
        return trial
                .audit(
                        events -> events.stream()
                                        .filter(event -> event.getKind().equals("stopped"))
                                        .count()
                                == 2,
                        LONG)
                .stream()
                .collect(Collectors.groupingBy(AuditEvent::getKind, Collectors.counting()));
    }

    /** {@code retention.ms} of the topics of the trail and of its seals, which were made without. */
    private static List<String> retention(Trial trial) {
        Connection connection = Connection.of(trial.configuration, Environment.ofProcess());
        try (Admin admin = connection.admin()) {
            List<ConfigResource> topics = Stream.of(Topic.AUDIT, Topic.AUDIT_CHECKPOINTS)
                    .map(topic -> new ConfigResource(
                            ConfigResource.Type.TOPIC,
                            trial.configuration.topics().name(topic)))
                    .toList();
            return connection.await(admin.describeConfigs(topics).all()).values().stream()
                    .map(config -> config.get("retention.ms").value())
                    .toList();
        }
    }

    private Result verify(Trial trial) throws InterruptedException {
        Window all = new Window(Instant.EPOCH, Instant.now().plusSeconds(60));
        Connection connection = Connection.of(trial.configuration, Environment.ofProcess());
        try (KafkaTrail trail = KafkaTrail.open(connection, trial.configuration)) {
            Seals seals = new Seals(new SealCheck(List.of(keys.publicKey())), all.from(), all.to());
            trail.seals(seals::add);
            Verifier verifier = new Verifier(seals, Terms.of(all.from(), all.to(), Instant.EPOCH, Instant.now()));
            trail.read(Extent.bytes(all), verifier::take, progress -> {});
            return verifier.result();
        }
    }

    /** The end of each task's chain, and of the last chain of each instance: those of killed processes stay as they were. */
    private static Map<String, ChainEnd> last(Result result) {
        return result.chains().stream()
                .collect(Collectors.toMap(
                        end -> end.chain().startsWith("task/")
                                ? end.chain()
                                : end.chain().substring(0, end.chain().lastIndexOf('/')),
                        end -> end,
                        BinaryOperator.maxBy(java.util.Comparator.comparingLong(ChainEnd::epoch))));
    }
}
