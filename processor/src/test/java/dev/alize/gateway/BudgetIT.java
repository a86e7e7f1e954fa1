package dev.alize.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.config.Topic;
import dev.alize.schemas.CompletionRequest;
import dev.alize.schemas.CompletionResponse;
import dev.alize.schemas.Status;
import dev.alize.simulator.behaviour.AnswerShape;
import dev.alize.simulator.behaviour.Behaviour;
import dev.alize.simulator.behaviour.Latency;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A budget of real processes, of which one is killed while it spends. */
@Timeout(120)
class BudgetIT {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final int REQUESTS = 90;
    private static final int BEFORE = 15;
    private static final long ANSWER = 40;
    private static final long LIMIT = 2_000;
    private static final String POLICIES = """
            policies:
              chain: [budget, audit-logger]
            policy:
              budget: {action: block, limits: [{tokens_per_day: %d}]}
            """.formatted(LIMIT);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    @Test
    void spendsItsBudgetAndLittleMoreAcrossAKillAndAnswersEveryRequestOnce() throws Exception {
        try (Trial trial = Trial.withPolicies(directory.resolve("state"), POLICIES)) {
            trial.mistral.behave(Behaviour.GOOD
                    .with(AnswerShape.ofTokens((int) ANSWER))
                    .with(new Latency.Fixed(Duration.ofMillis(200))));
            Path file = trial.configurationFile(directory.resolve("policy-config.yaml"));
            Process killed = GatewayProcess.start(file);
            GatewayProcess.awaitReady(killed);
            send(trial, 0, BEFORE);
            List<CompletionResponse> responses = new ArrayList<>(trial.responses(BEFORE, LONG));
            send(trial, BEFORE, REQUESTS);
            trial.awaitCalls(BEFORE + 5);
            killed.destroyForcibly().waitFor();
            Process process = GatewayProcess.start(file);
            try {
                responses.addAll(trial.responses(REQUESTS - BEFORE, LONG));
                assertThat(responses.stream().map(CompletionResponse::getRequestId))
                        .doesNotHaveDuplicates();
                assertThat(responses).hasSize(REQUESTS);
                long spent = responses.stream()
                        .filter(response -> response.getUsage() != null)
                        .mapToLong(response -> response.getUsage().getTotalTokens())
                        .sum();
                assertThat(spent).isBetween(BEFORE * ANSWER, LIMIT);
                assertThat(responses.stream().filter(response -> response.getStatus() == Status.BLOCKED))
                        .hasSizeGreaterThan(REQUESTS / 4)
                        .allSatisfy(response ->
                                assertThat(response.getError().getCode()).isEqualTo("tokens_per_day"));
            } finally {
                process.destroyForcibly().waitFor();
            }
        }
    }

    private static void send(Trial trial, int from, int to) {
        for (int i = from; i < to; i++) {
            CompletionRequest request = Trial.request("b" + i, "Count to twenty, number " + i);
            request.getParameters().setMaxTokens(60L);
            trial.send(Topic.REQUESTS, "b" + i, request);
        }
    }
}
