package dev.alize.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alize.config.Configuration;
import dev.alize.config.Environment;
import dev.alize.config.reader.ConfigurationReader;
import dev.alize.schemas.CompletionResponse;
import dev.alize.schemas.Status;
import dev.alize.simulator.behaviour.Behaviour;
import dev.alize.simulator.behaviour.Latency;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two gateways in processes of their own, as one application, under a steady load. */
@Timeout(300)
@SuppressWarnings("NullAway.Init") // set before each test
class RollingRestartIT {
    private static final Duration LONG = Duration.ofSeconds(90);
    private static final Duration LATENCY = Duration.ofMillis(700);
    private static final long PAUSE_MS = 20;

    @TempDir
    Path directory;

    private final AtomicInteger sent = new AtomicInteger();
    private final ScheduledExecutorService load = Executors.newSingleThreadScheduledExecutor();
    private Trial trial;
    private Process left;
    private Process right;

    @BeforeEach
    void open() throws IOException {
        trial = new Trial(directory.resolve("left"), "");
        trial.mistral.behave(Behaviour.GOOD.with(new Latency.Fixed(LATENCY)));
        left = start("left");
        GatewayProcess.awaitReady(left);
    }

    @AfterEach
    void close() throws InterruptedException {
        load.shutdownNow();
        left.destroyForcibly().waitFor();
        right.destroyForcibly().waitFor();
        trial.close();
    }

    /** The session is longer than the slowest restart: this is not about how fast the machine is. */
    private Process start(String name) throws IOException {
        Path file = trial.configurationFile(directory.resolve(name + ".yaml"), directory.resolve(name));
        String text = Files.readString(file);
        Files.writeString(file, text.replace("kafka:\n", "kafka:\n  main.consumer.session.timeout.ms: 90000\n"));
        return GatewayProcess.start(file);
    }

    private void startLoad() {
        load.scheduleAtFixedRate(() -> trial.request("r" + sent.getAndIncrement()), 0, PAUSE_MS, TimeUnit.MILLISECONDS);
    }

    private void endLoad() throws InterruptedException {
        load.shutdown();
        assertThat(load.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }

    private Process restart(Process process, String name) throws Exception {
        trial.awaitCalls(trial.mistral.statistics().calls() + 10);
        process.toHandle().destroy();
        process.waitFor();
        Process again = start(name);
        GatewayProcess.awaitReady(again);
        return again;
    }

    private List<CompletionResponse> assertAllAnsweredOnce() {
        List<CompletionResponse> responses = new ArrayList<>(trial.responses(sent.get(), LONG));
        responses.addAll(trial.responses(1, Duration.ofSeconds(1)));
        Map<String, Long> perId = responses.stream()
                .collect(Collectors.groupingBy(CompletionResponse::getRequestId, Collectors.counting()));
        assertThat(perId).hasSize(sent.get());
        assertThat(perId.values()).containsOnly(1L);
        assertThat(responses).extracting(CompletionResponse::getStatus).containsOnly(Status.COMPLETED);
        return responses;
    }

    @Test
    void restartsOneAfterTheOtherWithoutPayingACallTwice() throws Exception {
        right = start("right");
        GatewayProcess.awaitReady(right);
        startLoad();
        left = restart(left, "left");
        right = restart(right, "right");
        trial.awaitCalls(trial.mistral.statistics().calls() + 50);
        endLoad();
        assertAllAnsweredOnce();
        assertThat(trial.mistral.statistics().calls()).isEqualTo(sent.get());
    }

    /** Each partition is served by one instance, hence each request under one version. */
    @Test
    void answersOnceUnderTheVersionOfOneOfTwoInstancesThatDiffer() throws Exception {
        Path other = trial.configurationFile(directory.resolve("right.yaml"), directory.resolve("right"));
        Files.writeString(
                other, Files.readString(other).replace("[audit-logger]", "[]").replace("-small-", "-large-"));
        right = GatewayProcess.start(other);
        GatewayProcess.awaitReady(right);
        startLoad();
        trial.awaitCalls(100);
        endLoad();
        String small = version("left");
        String large = version("right");
        List<CompletionResponse> responses = assertAllAnsweredOnce();
        assertThat(responses)
                .extracting(CompletionResponse::getConfiguration)
                .containsOnly(small, large)
                .contains(small, large);
        assertThat(responses)
                .allSatisfy(response -> assertThat(response.getModel())
                        .contains(response.getConfiguration().equals(small) ? "small" : "large"));
        assertThat(trial.mistral.statistics().calls()).isEqualTo(sent.get());
        refusesOneWithOtherTopics();
    }

    private String version(String name) {
        return new ConfigurationReader().read(directory.resolve(name + ".yaml")).version();
    }

    private void refusesOneWithOtherTopics() {
        String application = trial.configuration.processing().streams().applicationId();
        try (Trial others = new Trial(directory.resolve("others"), "")) {
            Configuration same = others.configuration.withStreams(streams -> streams.withApplicationId(application));
            assertThatThrownBy(() -> Gateway.start(same, Environment.ofProcess()))
                    .isInstanceOf(GatewayStartException.class)
                    .hasMessageContaining("running instances that read other topics");
        }
    }
}
