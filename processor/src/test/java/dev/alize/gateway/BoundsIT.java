package dev.alize.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.config.Environment;
import dev.alize.config.Topic;
import dev.alize.schemas.CompletionRequest;
import dev.alize.schemas.CompletionResponse;
import dev.alize.schemas.Status;
import dev.alize.simulator.behaviour.Behaviour;
import dev.alize.simulator.behaviour.Latency;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A gateway whose bounds are far smaller than what comes in. */
@Timeout(180)
@SuppressWarnings("NullAway.Init") // set before each test
class BoundsIT {
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    Path stateDir;

    private Trial trial;
    private Gateway gateway;

    private void prepare(String processing) {
        trial = new Trial(stateDir, processing);
        trial.mistral.behave(Behaviour.GOOD.with(new Latency.Fixed(Duration.ofMillis(50))));
    }

    /** With everything on the topic already: how fast a test writes does not matter. */
    private void start() throws InterruptedException {
        gateway = Gateway.start(trial.configuration, Environment.ofProcess());
        assertThat(gateway.awaitRunning(LONG)).isTrue();
    }

    @AfterEach
    void close() {
        gateway.close();
        trial.close();
    }

    @Test
    void callsNoMoreAtOnceThanItMayAndAnswersAll() throws Exception {
        prepare("  max_open_calls: 5\n  max_waiting: 10\n");
        for (int i = 0; i < 200; i++) {
            trial.request("r" + i);
        }
        start();
        List<CompletionResponse> responses = trial.responses(200, LONG);
        assertThat(responses)
                .extracting(CompletionResponse::getRequestId)
                .doesNotHaveDuplicates()
                .hasSize(200);
        assertThat(responses).extracting(CompletionResponse::getStatus).containsOnly(Status.COMPLETED);
        assertThat(trial.mistral.statistics().mostOpen()).isEqualTo(5);
        assertThat(trial.mistral.statistics().calls()).isEqualTo(200);
    }

    @Test
    void aKeyThatHoldsAsManyAsItMayStopsItsPartitionOnly() throws Exception {
        prepare("  max_held_per_key: 10\n");
        List<String> ordered =
                IntStream.range(0, 150).mapToObj(i -> "busy-" + i).toList();
        ordered.forEach(this::ordered);
        int busy = Trial.partition("busy");
        trial.requestTo(busy, "behind");
        Set<String> others = new HashSet<>();
        for (int i = 0; i < 60; i++) {
            others.add("other-" + i);
            trial.requestTo((busy + 1 + i % (Trial.PARTITIONS - 1)) % Trial.PARTITIONS, "other-" + i);
        }
        start();
        List<String> answered = new ArrayList<>();
        while (!answered.containsAll(others) && answered.size() < 211) {
            answered.addAll(ids(trial.responses(1, LONG)));
        }
        assertThat(answered)
                .as("answered when the other partitions were")
                .doesNotContain("behind")
                .hasSizeLessThan(120);
        answered.addAll(ids(trial.responses(211 - answered.size(), LONG)));
        assertThat(answered).hasSize(211).doesNotHaveDuplicates().contains("behind");
        assertThat(answered).filteredOn(id -> id.startsWith("busy")).containsExactlyElementsOf(ordered);
        assertThat(answered.indexOf("behind"))
                .as("read only once there was room for those before it")
                .isGreaterThan(answered.indexOf("busy-" + (150 - 10 - OVERSHOOT)));
    }

    /** What one poll may bring beyond the bound, and what Streams has buffered of the partition. */
    private static final int OVERSHOOT = 50 + 20;

    private void ordered(String id) {
        CompletionRequest request = Trial.request(id, "Hello");
        request.setOrderingKey("busy");
        trial.send(Topic.REQUESTS, "busy", request);
    }

    private static List<String> ids(List<CompletionResponse> responses) {
        return responses.stream().map(CompletionResponse::getRequestId).toList();
    }
}
