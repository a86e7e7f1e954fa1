package dev.alize.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.client.Connection;
import dev.alize.config.Configuration;
import dev.alize.config.Environment;
import dev.alize.config.SecretReference;
import dev.alize.control.Command;
import dev.alize.control.ControlWriter;
import dev.alize.control.Mitigation;
import dev.alize.domain.ProcessEvents;
import dev.alize.schemas.AuditEvent;
import dev.alize.schemas.CompletionResponse;
import dev.alize.schemas.Status;
import dev.alize.simulator.behaviour.Behaviour;
import dev.alize.simulator.behaviour.Match;
import dev.alize.simulator.behaviour.Reaction;
import dev.alize.simulator.behaviour.Rule;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The provider fails; the process may as well. No request is lost, none is answered twice. */
@Timeout(180)
class OutageIT {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Behaviour OUTAGE =
            Behaviour.GOOD.with(Rule.of(Match.EVERYTHING, Reaction.Refuse.of(503, null)));

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    private static Predicate<List<AuditEvent>> atLeast(int count, String kind) {
        return events ->
                events.stream().filter(event -> event.getKind().equals(kind)).count() >= count;
    }

    private static void assertAnsweredOnce(List<CompletionResponse> responses, int count) {
        Map<String, Long> perId = responses.stream()
                .collect(Collectors.groupingBy(CompletionResponse::getRequestId, Collectors.counting()));
        assertThat(perId).hasSize(count);
        assertThat(perId.values()).containsOnly(1L);
        assertThat(responses).extracting(CompletionResponse::getStatus).containsOnly(Status.COMPLETED);
    }

    @Test
    void killedInTheMiddleOfAnOutageItAnswersEveryRequestOnceAfterTheRecovery() throws Exception {
        try (Trial trial = new Trial(directory.resolve("state"), "")) {
            Path file = trial.configurationFile(directory.resolve("policy-config.yaml"));
            trial.mistral.behave(OUTAGE);
            Process first = GatewayProcess.start(file);
            GatewayProcess.awaitReady(first);
            for (int i = 0; i < 40; i++) {
                trial.request("o" + i);
            }
            // Attempts, not retries: where the breaker opens before the first failure is settled, requests wait without
            // one.
            assertThat(trial.audit(atLeast(8, "attempt"), LONG)).isNotEmpty();
            first.destroyForcibly().waitFor();
            Process second = GatewayProcess.start(file);
            GatewayProcess.awaitReady(second);
            trial.mistral.behave(Behaviour.GOOD);
            List<CompletionResponse> responses = new ArrayList<>(trial.responses(40, LONG));
            responses.addAll(trial.responses(1, Duration.ofSeconds(1)));
            second.destroyForcibly().waitFor();
            assertAnsweredOnce(responses, 40);
        }
    }

    @Test
    void aKeyThatTurnsInvalidStopsItsTargetUntilItIsRotatedAndLosesNothing() throws Exception {
        Path key = Files.writeString(directory.resolve("key"), "revoked");
        try (Trial trial = new Trial(directory.resolve("state"), "")) {
            Configuration configuration = trial.configuration.withTargets(
                    target -> target.withEndpoint(trial.mistral.baseUrl(), new SecretReference.InFile(key)));
            trial.mistral.behave(Behaviour.GOOD.with(
                    Rule.of(new Match(1, "authorization", "Bearer revoked", null), Reaction.Refuse.of(401, null))));
            try (Gateway gateway = Gateway.start(configuration, Environment.ofProcess())) {
                assertThat(gateway.awaitRunning(LONG)).isTrue();
                for (int i = 0; i < 10; i++) {
                    trial.request("k" + i);
                }
                assertThat(trial.audit(atLeast(1, "key_refused"), LONG))
                        .filteredOn(event -> event.getKind().equals("key_refused"))
                        .allSatisfy(event -> assertThat(event.toString()).doesNotContain("revoked"));
                assertThat(trial.responses(1, Duration.ofSeconds(1))).isEmpty();
                Files.writeString(key, "rotated");
                assertAnsweredOnce(trial.responses(10, LONG), 10);
            }
        }
    }

    @Test
    void aTargetThatIsPausedIsNotCalledUntilItIsResumed() throws Exception {
        try (Trial trial = new Trial(directory.resolve("state"), "")) {
            Connection connection = Connection.of(trial.configuration, Environment.ofProcess());
            Mitigation.Scope scope = new Mitigation.Scope(Command.PAUSE, "simulated");
            try (Gateway gateway = Gateway.start(trial.configuration, Environment.ofProcess());
                    ControlWriter writer = ControlWriter.open(
                            connection, trial.configuration, ProcessEvents.NONE, InstantSource.system())) {
                assertThat(gateway.awaitRunning(LONG)).isTrue();
                writer.give(new Mitigation(scope, 0, null, "test", Instant.now(), null));
                assertThat(trial.audit(atLeast(1, "control"), LONG)).isNotEmpty();
                trial.request("p");
                assertThat(trial.responses(1, Duration.ofSeconds(1))).isEmpty();
                assertThat(trial.mistral.statistics().calls()).isZero();
                writer.lift(scope, "test");
                assertAnsweredOnce(trial.responses(1, Duration.ofSeconds(10)), 1);
            }
        }
    }
}
