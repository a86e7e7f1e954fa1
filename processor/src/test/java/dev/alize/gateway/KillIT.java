package dev.alize.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.schemas.CompletionResponse;
import dev.alize.schemas.Status;
import dev.alize.simulator.behaviour.Behaviour;
import dev.alize.simulator.behaviour.Latency;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Kills and stops real processes while calls are open. */
@Execution(ExecutionMode.CONCURRENT) // waits for processes of its own
@Timeout(300)
@SuppressWarnings("NullAway.Init") // set before each test
class KillIT {
    private static final Duration LONG = Duration.ofSeconds(90);

    @TempDir
    Path directory;

    private Trial trial;
    private Process process;

    @BeforeEach
    void open() throws IOException {
        trial = new Trial(directory.resolve("state"), "");
        process = start();
    }

    @AfterEach
    void close() throws InterruptedException {
        process.destroyForcibly().waitFor();
        trial.close();
    }

    private Process start() throws IOException {
        return GatewayProcess.start(trial.configurationFile(directory.resolve("policy-config.yaml")));
    }

    private void kill() throws InterruptedException {
        process.destroyForcibly().waitFor();
    }

    private void sendRequests(String prefix, int count) {
        for (int i = 0; i < count; i++) {
            trial.request(prefix + i);
        }
    }

    private static void assertAnsweredOnce(List<CompletionResponse> responses, int count) {
        Map<String, Long> perId = responses.stream()
                .collect(Collectors.groupingBy(CompletionResponse::getRequestId, Collectors.counting()));
        assertThat(perId).hasSize(count);
        assertThat(perId.values()).containsOnly(1L);
    }

    @Test
    void answersEveryRequestOnceAlthoughItIsKilledWhileCallsAreOpen() throws Exception {
        GatewayProcess.awaitReady(process);
        trial.mistral.behave(Behaviour.GOOD.with(new Latency.Fixed(Duration.ofMillis(700))));
        int count = 0;
        for (int kills = 0; kills < 3; kills++) {
            sendRequests("k" + kills + "-", 60);
            count += 60;
            trial.awaitCalls(count / 2);
            kill();
            process = start();
            GatewayProcess.awaitReady(process);
        }
        List<CompletionResponse> responses = new ArrayList<>(trial.responses(count, LONG));
        responses.addAll(trial.responses(1, Duration.ofSeconds(2)));
        assertAnsweredOnce(responses, count);
        assertThat(responses).extracting(CompletionResponse::getStatus).containsOnly(Status.COMPLETED);
    }

    @Test
    void aPlannedStopPaysNoCallTwice() throws Exception {
        GatewayProcess.awaitReady(process);
        trial.mistral.behave(Behaviour.GOOD.with(new Latency.Fixed(Duration.ofMillis(400))));
        sendRequests("p", 100);
        trial.awaitCalls(30);
        process.toHandle().destroy();
        assertThat(process.waitFor()).isNotNegative();
        process = start();
        GatewayProcess.awaitReady(process);
        assertAnsweredOnce(trial.responses(100, LONG), 100);
        assertThat(trial.mistral.statistics().calls()).isEqualTo(100);
    }

    @Test
    void aRequestThatKillsTheProcessIsGivenUpAndTheOthersAreAnswered() throws Exception {
        GatewayProcess.awaitReady(process);
        trial.request(GatewayProcess.POISON);
        sendRequests("o", 20);
        TreeSet<String> answered = new TreeSet<>();
        int deaths = 0;
        while (answered.size() < 21 && deaths < 12) {
            for (CompletionResponse response : trial.responses(1, Duration.ofMillis(200))) {
                assertThat(answered.add(response.getRequestId())).isTrue();
                if (response.getRequestId().equals(GatewayProcess.POISON)) {
                    assertThat(response.getError().getKind()).isEqualTo("redispatch_limit");
                }
            }
            if (!process.isAlive()) {
                deaths++;
                process = start();
            }
        }
        assertThat(answered).hasSize(21);
        assertThat(deaths).isBetween(3, 8);
    }

    @Test
    void aProcessThatStandsStillBeyondItsTransactionsTimeLosesNothingAndAnswersNothingTwice() throws Exception {
        GatewayProcess.awaitReady(process);
        trial.mistral.behave(Behaviour.GOOD.with(new Latency.Fixed(Duration.ofMillis(300))));
        sendRequests("s", 50);
        trial.awaitCalls(10);
        signal("STOP");
        sendRequests("t", 50);
        List<CompletionResponse> before = trial.responses(101, Duration.ofSeconds(25));
        signal("CONT");
        List<CompletionResponse> responses = new ArrayList<>(trial.responses(100 - before.size(), LONG));
        responses.addAll(before);
        responses.addAll(trial.responses(1, Duration.ofSeconds(2)));
        assertAnsweredOnce(responses, 100);
        assertThat(process.isAlive()).isTrue();
    }

    private void signal(String name) throws IOException, InterruptedException {
        assertThat(new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                        .start()
                        .waitFor())
                .isZero();
    }
}
