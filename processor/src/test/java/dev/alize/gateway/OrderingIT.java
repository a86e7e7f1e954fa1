package dev.alize.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.config.Topic;
import dev.alize.schemas.CompletionResponse;
import dev.alize.schemas.Status;
import dev.alize.schemas.Times;
import dev.alize.simulator.behaviour.Behaviour;
import dev.alize.simulator.behaviour.Latency;
import dev.alize.simulator.behaviour.Match;
import dev.alize.simulator.behaviour.Reaction;
import dev.alize.simulator.behaviour.Rule;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A random schedule of requests with ordering keys, failures, cancels and kills of the gateway. */
@Timeout(240)
@SuppressWarnings("NullAway.Init") // set before the test
class OrderingIT {
    private static final Duration LONG = Duration.ofSeconds(90);
    private static final int KEYS = 50;
    private static final int STEPS_BETWEEN_KILLS = 150;
    private static final int KILLS = 2;
    private static final int CALLS_TO_CUT_OFF = 3;
    /** Two clocks of one machine, each rounded to milliseconds. */
    private static final long CLOCKS_MS = 5;

    @TempDir
    Path directory;

    private final Map<String, List<String>> sent = new HashMap<>();
    private final List<String> keys = new ArrayList<>();
    private Trial trial;
    private Process process;
    private Random random;

    @BeforeEach
    void open() throws IOException {
        long seed = Long.getLong("alize.seed", System.nanoTime());
        System.out.println("OrderingIT seed " + seed);
        random = new Random(seed);
        trial = new Trial(directory.resolve("state"), "");
        trial.mistral.behave(Behaviour.GOOD
                .with(new Latency.Lognormal(Duration.ofMillis(100), 0.8))
                .withSeed(seed)
                .with(
                        Rule.of(Match.share(0.1), Reaction.Refuse.of(503, "3505")),
                        Rule.of(Match.share(0.05), new Reaction.Reset()),
                        Rule.of(Match.share(0.05), new Reaction.Truncated())));
        start();
    }

    @AfterEach
    void close() throws InterruptedException {
        process.destroyForcibly().waitFor();
        trial.close();
    }

    private void start() throws IOException {
        process = GatewayProcess.start(trial.configurationFile(directory.resolve("policy-config.yaml")));
    }

    /** A request, or the cancel of one that is answered, called, held, or yet to come. */
    private void step() {
        int next = keys.size();
        if (random.nextInt(6) > 0) {
            String key = "k" + random.nextInt(KEYS);
            String id = key + "-" + next;
            keys.add(key);
            sent.computeIfAbsent(key, k -> new ArrayList<>()).add(id);
            var request = Trial.request(id, "Hello from " + id);
            request.setOrderingKey(key);
            trial.send(Topic.REQUESTS, key, request);
        } else if (next > 0) {
            int number = Math.max(0, next - 1 - random.nextInt(40));
            trial.cancel(keys.get(number) + "-" + number, keys.get(number));
        }
    }

    private void steps() {
        for (int i = 0; i < STEPS_BETWEEN_KILLS; i++) {
            step();
        }
    }

    @Test
    void answersTheRequestsOfEachKeyOnceAndInTheirOrderAlthoughCallsFailAndTheProcessIsKilled() throws Exception {
        steps();
        for (int kill = 0; kill < KILLS; kill++) {
            GatewayProcess.awaitReady(process);
            steps();
            while (trial.mistral.statistics().open() < CALLS_TO_CUT_OFF) {
                step();
            }
            process.destroyForcibly().waitFor();
            start();
        }
        List<CompletionResponse> responses = new ArrayList<>(trial.responses(keys.size(), LONG));
        responses.addAll(trial.responses(1, Duration.ofSeconds(2)));
        Map<String, List<CompletionResponse>> answers = new HashMap<>();
        responses.forEach(response -> answers.computeIfAbsent(keyOf(response), key -> new ArrayList<>())
                .add(response));
        Map<String, List<String>> answered = new HashMap<>();
        answers.forEach((key, list) -> answered.put(
                key, list.stream().map(CompletionResponse::getRequestId).toList()));
        assertThat(answered).isEqualTo(sent);
        assertThat(answers.values()).allSatisfy(OrderingIT::assertCalledOneAfterTheOther);
        assertThat(responses)
                .extracting(CompletionResponse::getStatus)
                .contains(Status.COMPLETED, Status.FAILED, Status.CANCELLED);
        assertThat(trial.mistral.statistics().callsPerRequestId().values())
                .as("calls that were cut off are made again")
                .anyMatch(calls -> calls > 1);
    }

    private static String keyOf(CompletionResponse response) {
        String id = response.getRequestId();
        return id.substring(0, id.indexOf('-'));
    }

    /** By the gateway's own word: the simulator does not know of keys. */
    private static void assertCalledOneAfterTheOther(List<CompletionResponse> answers) {
        long free = 0;
        for (CompletionResponse answer : answers) {
            if (answer.getAttempts() > 0) {
                Times times = answer.getTimes();
                long began = times.getRequestedAt().toEpochMilli() + times.getQueuedMs();
                assertThat(began).as(answer.getRequestId()).isGreaterThanOrEqualTo(free - CLOCKS_MS);
                free = began + times.getProviderMs();
            }
        }
    }
}
