package dev.alize.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.alize.config.Environment;
import dev.alize.config.SecretReference;
import dev.alize.config.Topic;
import dev.alize.config.reader.ConfigurationReader;
import dev.alize.embedded.SharedStack;
import dev.alize.metrics.Monitor;
import dev.alize.metrics.http.ListenAddress;
import dev.alize.schemas.CompletionRequest;
import dev.alize.schemas.CompletionResponse;
import dev.alize.schemas.Status;
import dev.alize.simulator.behaviour.Behaviour;
import dev.alize.simulator.behaviour.Latency;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** One gateway in this process, on a real broker and a real registry. */
@Timeout(180)
@SuppressWarnings("NullAway.Init") // set before each test
class GatewayIT {
    private static final Duration LONG = Duration.ofSeconds(60);

    @TempDir
    Path stateDir;

    private Trial trial;
    private Gateway gateway;

    private void start(String processing) throws InterruptedException {
        trial = new Trial(stateDir, processing);
        startGateway();
    }

    private void startGateway() throws InterruptedException {
        gateway = Gateway.start(trial.configuration, Environment.ofProcess());
        assertThat(gateway.awaitRunning(LONG)).isTrue();
    }

    @AfterEach
    void close() {
        gateway.close();
        trial.close();
    }

    @Test
    void answersEachRequestOnceInThePartitionItCameFrom() throws Exception {
        start("");
        Map<String, Integer> partitions = new HashMap<>();
        for (int i = 0; i < 300; i++) {
            partitions.put("r" + i, trial.requestTo(i % Trial.PARTITIONS, "r" + i));
        }
        Set<String> answered = new HashSet<>();
        for (ConsumerRecord<byte[], byte[]> record : trial.read(Topic.RESPONSES, 300, LONG)) {
            CompletionResponse response = trial.decode(record, CompletionResponse.class);
            assertThat(response.getStatus()).isEqualTo(Status.COMPLETED);
            assertThat(answered.add(response.getRequestId())).isTrue();
            assertThat(record.partition()).isEqualTo(partitions.get(response.getRequestId()));
            assertThat(new String(record.key(), StandardCharsets.UTF_8)).isEqualTo(response.getRequestId());
        }
        assertThat(answered).hasSize(300);
        assertThat(trial.responses(1, Duration.ofMillis(500))).isEmpty();
        assertThat(trial.audit(events -> events.size() >= 900, LONG))
                .filteredOn(event -> event.getKind().equals("response"))
                .hasSize(300);
    }

    @Test
    void keepsTheBacklogInKafkaAndStillHandlesCancelsWhileTheIntakeIsClosed() throws Exception {
        start("  max_open_calls: 20\n");
        trial.mistral.behave(Behaviour.GOOD.with(new Latency.Fixed(Duration.ofSeconds(10))));
        for (int i = 0; i < 600; i++) {
            trial.request("r" + i);
        }
        trial.awaitCalls(20);
        trial.cancel("r599");
        trial.request("late");
        trial.cancel("r0");
        // Both cancels may be answered by then: a read gives all that is there.
        List<CompletionResponse> responses = new ArrayList<>(trial.responses(1, Duration.ofSeconds(9)));
        assertThat(responses)
                .allSatisfy(response -> assertThat(response.getStatus()).isEqualTo(Status.CANCELLED));
        trial.mistral.behave(Behaviour.GOOD);
        responses.addAll(trial.responses(601 - responses.size(), LONG));
        assertThat(responses)
                .extracting(CompletionResponse::getRequestId)
                .doesNotHaveDuplicates()
                .hasSize(601);
        assertThat(responses)
                .filteredOn(response -> response.getStatus() != Status.COMPLETED)
                .extracting(CompletionResponse::getRequestId)
                .containsExactlyInAnyOrder("r0", "r599");
        assertThat(trial.mistral.statistics().mostOpen()).isLessThanOrEqualTo(21); // one cancelled may overlap the next
    }

    @Test
    void readsARecordWhoseSchemaWasRegisteredAfterTheStart() throws Exception {
        start("");
        trial.requestInNewerSchema("newer");
        trial.request("plain");
        assertThat(trial.responses(2, LONG))
                .extracting(CompletionResponse::getStatus)
                .containsExactly(Status.COMPLETED, Status.COMPLETED);
    }

    @Test
    void setsUndecodableRecordsAsideAndGoesOn() throws Exception {
        start("");
        trial.sendRaw(Topic.REQUESTS, "junk", "no avro".getBytes(StandardCharsets.UTF_8));
        trial.sendRaw(Topic.REQUESTS, "unknown", new byte[] {0, 0x7f, 0x7f, 0x7f, 0x7f, 1, 2, 3});
        trial.request("sound");
        assertThat(trial.responses(1, LONG).getFirst().getRequestId()).isEqualTo("sound");
        assertThat(trial.read(Topic.DEAD_LETTERS, 2, LONG)).hasSize(2);
    }

    @Test
    void answersARequestAsLargeAsTheLimitAndRefusesALargerOne() throws Exception {
        start("  max_request_bytes: 1MiB\n");
        int envelope = 2_000;
        trial.send(Topic.REQUESTS, "fits", Trial.request("fits", "x".repeat((1 << 20) - envelope)));
        trial.send(Topic.REQUESTS, "large", Trial.request("large", "x".repeat(1 << 20)));
        Map<String, CompletionResponse> responses = new HashMap<>();
        trial.responses(2, LONG).forEach(response -> responses.put(response.getRequestId(), response));
        assertThat(responses.get("fits"))
                .extracting(CompletionResponse::getStatus)
                .isEqualTo(Status.COMPLETED);
        assertThat(responses.get("large"))
                .extracting(response -> response.getError().getKind())
                .isEqualTo("request_too_large");
        assertThat(trial.read(Topic.DEAD_LETTERS, 1, LONG)).hasSize(1);
    }

    private void requestCached(String id) {
        CompletionRequest request = Trial.request(id, "hi");
        request.setCache(true);
        trial.send(Topic.REQUESTS, id, request);
    }

    @Test
    void aRestartAnswersWhatItHadOpenAndRecognisesWhatItHadAnswered() throws Exception {
        start("  drain_timeout: 0s\n");
        requestCached("before");
        CompletionResponse first = trial.responses(1, LONG).getFirst();
        trial.mistral.behave(Behaviour.GOOD.with(new Latency.Fixed(Duration.ofSeconds(30))));
        trial.request("open");
        trial.awaitCalls(2);
        gateway.close();
        trial.mistral.behave(Behaviour.GOOD);
        startGateway();
        requestCached("before");
        assertThat(trial.responses(1, LONG))
                .extracting(CompletionResponse::getRequestId)
                .containsExactly("open");
        assertThat(trial.audit(
                        events -> events.stream().anyMatch(e -> e.getKind().equals("duplicate")), LONG))
                .anyMatch(event -> event.getKind().equals("duplicate"));
        await().atMost(LONG).until(() -> gateway.cachedBytes() > 0);
        requestCached("again");
        CompletionResponse again = trial.responses(1, LONG).getFirst();
        assertThat(again.getCached()).isTrue();
        assertThat(again.getCompletionId()).isEqualTo(first.getCompletionId());
        assertThat(trial.responses(1, Duration.ofMillis(500))).isEmpty();
    }

    @Test
    void showsMetricsAndHealthOfWhatItDoes() throws Exception {
        trial = new Trial(stateDir, "");
        try (Monitor monitor = Monitor.start(ListenAddress.parse("127.0.0.1:0"))) {
            gateway = Gateway.start(trial.configuration, Environment.ofProcess(), monitor);
            assertThat(gateway.awaitRunning(LONG)).isTrue();
            for (int i = 0; i < 20; i++) {
                trial.request("r" + i);
            }
            assertThat(trial.responses(20, LONG)).hasSize(20);
            trial.request("r1");
            trial.sendRaw(Topic.REQUESTS, "junk", "no avro".getBytes(StandardCharsets.UTF_8));
            assertThat(trial.read(Topic.DEAD_LETTERS, 1, LONG)).hasSize(1);
            trial.audit(events -> events.stream().anyMatch(e -> e.getKind().equals("duplicate")), LONG);

            assertThat(get(monitor, "/ready")).isEqualTo("ready\n");
            long before = System.nanoTime();
            String metrics = get(monitor, "/metrics");
            assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(2));
            assertThat(metrics.lines())
                    .contains(
                            "alize_responses_total{kind=\"none\",status=\"completed\"} 20.0",
                            "alize_attempts_total{model=\"mistral-small-latest\",outcome=\"success\","
                                    + "target=\"simulated\"} 20.0",
                            "alize_repeats_total 1.0",
                            "alize_dead_letters_total{kind=\"undecodable\"} 1.0",
                            "alize_open_calls 0.0",
                            "alize_stream_threads 1.0",
                            "alize_transaction_timeout_seconds 15.0")
                    .hasSizeLessThan(1_000);
            assertThat(metrics)
                    .contains(
                            "# TYPE kafka_stream_thread_commit_total counter",
                            "# TYPE kafka_consumer_coordinator_assigned_partitions gauge",
                            "# TYPE kafka_producer_record_send_total counter")
                    .doesNotContain("kafka_producer_node");
            assertThat(get(monitor, "/health"))
                    .contains("\"status\" : \"healthy\"", "\"simulated\" : {", "\"attempts_5m\" : 20");
        }
    }

    private static String get(Monitor monitor, String path) throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://" + monitor.address() + path))
                .build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.ofString())
                .body();
    }

    @Test
    void refusesASecondInstanceInTheSameStateDirectory() throws Exception {
        start("");
        assertThatThrownBy(() -> Gateway.start(trial.configuration, Environment.ofProcess()))
                .isInstanceOf(GatewayStartException.class)
                .hasMessageContaining("processing.state_dir")
                .hasMessageContaining("in use");
    }

    @Test
    void namesWhatIsMissingWhenItCannotStart() throws Exception {
        start("");
        var noKey = trial.configuration.withTargets(
                target -> target.withEndpoint(target.baseUrl(), new SecretReference.Variable("NO_SUCH_KEY")));
        assertThatThrownBy(() -> Gateway.start(noKey, Environment.ofProcess()))
                .isInstanceOf(GatewayStartException.class)
                .hasMessageContaining("NO_SUCH_KEY");
        var noRegistry = trial.configuration.withKafka(Map.of("schema.registry.url", "http://127.0.0.1:9"));
        assertThatThrownBy(() -> Gateway.start(noRegistry, Environment.ofProcess()))
                .isInstanceOf(GatewayStartException.class)
                .hasMessageContaining("schema.registry.url")
                .hasMessageContaining("127.0.0.1:9");
        var largerResponses = new ConfigurationReader()
                .parse("trial", trial.yaml() + "  max_response_bytes: 32MiB\n")
                .withKafka(Map.of(
                        "bootstrap.servers", SharedStack.get().bootstrapServers(),
                        "schema.registry.url", SharedStack.get().registryUrl()))
                .withTargets(target -> target.withEndpoint(target.baseUrl(), new SecretReference.Given("key")));
        assertThatThrownBy(() -> Gateway.start(largerResponses, Environment.ofProcess()))
                .isInstanceOf(GatewayStartException.class)
                .hasMessageContaining("max.message.bytes")
                .hasMessageContaining("10000000");
        var wrongValue = trial.configuration
                .withKafka(Map.of("poll.ms", "abc"))
                .withStreams(streams -> streams.withInstance(null, stateDir.resolve("other")));
        assertThatThrownBy(() -> Gateway.start(wrongValue, Environment.ofProcess()))
                .isInstanceOf(GatewayStartException.class)
                .hasMessageContaining("poll.ms");
        var wrongRegistry = trial.configuration.withKafka(Map.of("schema.registry.url", "no url"));
        assertThatThrownBy(() -> Gateway.start(wrongRegistry, Environment.ofProcess()))
                .hasMessageContaining("schema.registry.url");
        var otherPartitions = trial.configuration.withPartitions(7);
        assertThatThrownBy(() -> Gateway.start(otherPartitions, Environment.ofProcess()))
                .isInstanceOf(GatewayStartException.class)
                .hasMessageContaining("3 partitions")
                .hasMessageContaining("7");
    }
}
