package dev.alize.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alize.domain.QuotaState;
import dev.alize.domain.TargetState;
import dev.alize.metrics.health.FakeInstance;
import dev.alize.metrics.health.InstanceState;
import dev.alize.metrics.http.ListenAddress;
import dev.alize.metrics.http.ListenException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class MonitorTest {
    private static final Pattern ROW = Pattern.compile("^\\| `([a-z0-9_]+)`", Pattern.MULTILINE);
    private static final Pattern TYPE = Pattern.compile("^# TYPE (\\S+) ", Pattern.MULTILINE);

    private final Monitor monitor = Monitor.start(ListenAddress.parse("127.0.0.1:0"));
    private final FakeInstance instance = new FakeInstance();
    private final HttpClient client = HttpClient.newHttpClient();

    @AfterEach
    void close() {
        monitor.close();
    }

    private HttpResponse<String> send(String method, String path) throws IOException, InterruptedException {
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://" + monitor.address() + path))
                .method(method, HttpRequest.BodyPublishers.noBody())
                .build();
        return client.send(request, HttpResponse.BodyHandlers.ofString());
    }

    @Test
    void saysThatItStartsUntilThereIsAnInstance() throws Exception {
        assertThat(send("GET", "/live").statusCode()).isEqualTo(200);
        assertThat(send("GET", "/ready"))
                .satisfies(ready -> assertThat(ready.statusCode()).isEqualTo(503))
                .satisfies(ready -> assertThat(ready.body()).isEqualTo("starting\n"));
        assertThat(send("GET", "/health").body()).contains("\"state\" : \"starting\"");
        assertThat(send("GET", "/metrics").body()).contains("jvm_memory_used_bytes");
    }

    @Test
    void answersForItsInstance() throws Exception {
        monitor.watch(instance);
        assertThat(send("GET", "/ready").statusCode()).isEqualTo(200);
        instance.state = InstanceState.DRAINING;
        assertThat(send("GET", "/ready").body()).isEqualTo("draining before a stop\n");
        assertThat(send("GET", "/live").statusCode()).isEqualTo(200);
        instance.state = InstanceState.FAILED;
        assertThat(send("GET", "/live").statusCode()).isEqualTo(503);
        HttpResponse<String> health = send("GET", "/health");
        assertThat(health.statusCode()).isEqualTo(200);
        assertThat(health.headers().firstValue("Content-Type")).contains("application/json");
        assertThat(health.body()).contains("\"status\" : \"unhealthy\"");
    }

    @Test
    void showsTheLevelsAndFollowsTheConfiguration() throws Exception {
        monitor.watch(instance);
        assertThat(send("GET", "/metrics").body().lines())
                .contains(
                        "alize_open_calls 7.0",
                        "alize_open_bytes_limit 1000000.0",
                        "alize_held_requests 3.0",
                        "alize_delayed_requests 4.0",
                        "alize_lag_requests 10.0",
                        "alize_lag_tokens 9000.0",
                        "alize_lag_deadline_seconds +Inf",
                        "alize_cache_bytes 5000.0",
                        "alize_lost_process_events_total 2.0",
                        "alize_intake_open 1.0",
                        "alize_transaction_age_seconds 0.02",
                        "alize_transaction_timeout_seconds 15.0",
                        "alize_ready 1.0");
        instance.nextExpiry = System.currentTimeMillis() - 1;
        assertThat(lines("alize_lag_deadline_seconds")).containsExactly("alize_lag_deadline_seconds 0.0");
        instance.configuration = "v2";
        assertThat(send("GET", "/metrics").body().lines().filter(line -> line.startsWith("alize_build{")))
                .singleElement()
                .asString()
                .contains("configuration=\"v2\"", "instance_name=\"one\"");
    }

    private List<String> lines(String prefix) throws IOException, InterruptedException {
        return send("GET", "/metrics")
                .body()
                .lines()
                .filter(line -> line.startsWith(prefix))
                .toList();
    }

    @Test
    void showsHowEachTargetStandsAndForgetsTargetsThatAreGone() throws Exception {
        monitor.watch(instance);
        instance.states = List.of(
                new TargetState("large", "open", false, "breaker", 3, 1_500),
                new TargetState("spare", "closed", true, "none", 0, 0));
        assertThat(lines("alize_target_stopped{"))
                .hasSize(8)
                .contains("alize_target_stopped{target=\"large\",why=\"breaker\"} 1.0")
                .contains("alize_target_stopped{target=\"large\",why=\"key\"} 0.0")
                .contains("alize_target_stopped{target=\"spare\",why=\"breaker\"} 0.0");
        assertThat(lines("alize_target_"))
                .filteredOn(line -> !line.startsWith("alize_target_stopped"))
                .containsExactlyInAnyOrder(
                        "alize_target_takes_calls{target=\"large\"} 0.0",
                        "alize_target_takes_calls{target=\"spare\"} 1.0",
                        "alize_target_breaker_state{state=\"closed\",target=\"large\"} 0.0",
                        "alize_target_breaker_state{state=\"half_open\",target=\"large\"} 0.0",
                        "alize_target_breaker_state{state=\"open\",target=\"large\"} 1.0",
                        "alize_target_breaker_state{state=\"closed\",target=\"spare\"} 1.0",
                        "alize_target_breaker_state{state=\"half_open\",target=\"spare\"} 0.0",
                        "alize_target_breaker_state{state=\"open\",target=\"spare\"} 0.0",
                        "alize_target_open_calls{target=\"large\"} 3.0",
                        "alize_target_open_calls{target=\"spare\"} 0.0",
                        "alize_target_latency_seconds{target=\"large\"} 1.5",
                        "alize_target_latency_seconds{target=\"spare\"} 0.0");

        instance.states = List.of(new TargetState("large", "half_open", true, "none", 1, 1_500));
        assertThat(lines("alize_target_"))
                .hasSize(10)
                .contains(
                        "alize_target_takes_calls{target=\"large\"} 1.0",
                        "alize_target_breaker_state{state=\"half_open\",target=\"large\"} 1.0",
                        "alize_target_breaker_state{state=\"open\",target=\"large\"} 0.0");
    }

    @Test
    void showsHowEachQuotaStandsWithWindowsThatComeAndGo() throws Exception {
        monitor.watch(instance);
        instance.quotas = List.of(
                new QuotaState("m", "requests", 60_000, 3_000, 0.5, 1_200, 2_500, 4),
                new QuotaState("m", "tokens", 500, 40, 0.5, 12.5, 2_500, 4),
                new QuotaState("none", "requests", 1_000, 0, 1, 0, Long.MAX_VALUE, 1));
        assertThat(lines("alize_quota_"))
                .containsExactlyInAnyOrder(
                        "alize_quota_limit{group=\"m\",kind=\"requests\",window=\"60s\"} 3000.0",
                        "alize_quota_limit{group=\"m\",kind=\"tokens\",window=\"500ms\"} 40.0",
                        "alize_quota_limit{group=\"none\",kind=\"requests\",window=\"1s\"} 0.0",
                        "alize_quota_used{group=\"m\",kind=\"requests\",window=\"60s\"} 1200.0",
                        "alize_quota_used{group=\"m\",kind=\"tokens\",window=\"500ms\"} 12.5",
                        "alize_quota_used{group=\"none\",kind=\"requests\",window=\"1s\"} 0.0",
                        "alize_quota_share{group=\"m\"} 0.5",
                        "alize_quota_share{group=\"none\"} 1.0",
                        "alize_quota_paused_seconds{group=\"m\"} 2.5",
                        "alize_quota_paused_seconds{group=\"none\"} +Inf",
                        "alize_quota_refused_total{group=\"m\"} 4.0",
                        "alize_quota_refused_total{group=\"none\"} 1.0");

        instance.quotas = List.of(new QuotaState("m", "requests", 60_000, 6_000, 1, 1_300, 0, 5));
        assertThat(lines("alize_quota_"))
                .containsExactlyInAnyOrder(
                        "alize_quota_limit{group=\"m\",kind=\"requests\",window=\"60s\"} 6000.0",
                        "alize_quota_used{group=\"m\",kind=\"requests\",window=\"60s\"} 1300.0",
                        "alize_quota_share{group=\"m\"} 1.0",
                        "alize_quota_paused_seconds{group=\"m\"} 0.0",
                        "alize_quota_refused_total{group=\"m\"} 5.0");
        instance.quotas = List.of();
        assertThat(lines("alize_quota_")).isEmpty();
    }

    @Test
    void staysReadyWhileNoTargetTakesCalls() throws Exception {
        monitor.watch(instance);
        instance.states = List.of(
                new TargetState("large", "open", false, "breaker", 0, 0),
                new TargetState("spare", "open", false, "breaker", 0, 0));
        assertThat(send("GET", "/ready").statusCode()).isEqualTo(200);
        assertThat(send("GET", "/live").statusCode()).isEqualTo(200);
        assertThat(send("GET", "/health").body()).contains("\"status\" : \"degraded\"");
    }

    @Test
    void refusesOtherMethodsAndPages() throws Exception {
        HttpResponse<String> post = send("POST", "/metrics");
        assertThat(post.statusCode()).isEqualTo(405);
        assertThat(post.headers().firstValue("Allow")).contains("GET, HEAD");
        HttpResponse<String> unknown = send("GET", "/");
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(unknown.body()).contains("/health, /live, /metrics, /ready");
        HttpResponse<String> head = send("HEAD", "/live");
        assertThat(head.statusCode()).isEqualTo(200);
        assertThat(head.body()).isEmpty();
    }

    @Test
    void saysClearlyThatAPortIsTaken() {
        assertThatThrownBy(() -> Monitor.start(monitor.address()))
                .isInstanceOf(ListenException.class)
                .hasMessageContaining("--metrics-listen")
                .hasMessageContaining(monitor.address().toString())
                .hasMessageContaining("Address already in use");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "9464", "localhost", "localhost:", ":1", "a:70000", "a:b", "::1:9464", "a b:1", "a:-1"})
    void refusesWhatIsNoAddress(String text) {
        assertThatThrownBy(() -> ListenAddress.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void readsAddressesOfBothVersions() {
        assertThat(ListenAddress.parse("[::1]:9464")).isEqualTo(new ListenAddress("::1", 9464));
        assertThat(ListenAddress.parse("[::1]:9464")).hasToString("[::1]:9464");
        assertThat(ListenAddress.parse("0.0.0.0:0")).isEqualTo(new ListenAddress("0.0.0.0", 0));
    }

    @Test
    void theDocumentDescribesEveryMetricAndNoOther() throws Exception {
        monitor.watch(instance);
        Events.all(monitor.observer());
        BooksMeters.serve(monitor, () -> true, () -> 1_000, () -> 2);
        ConsoleMeters.serve(monitor, () -> 1);
        AlertMeters.serve(
                monitor, Map.of("team", new AlertMeters.Receiver(() -> 1, () -> 1, () -> 1, () -> 1)), () -> 1);
        instance.states = List.of(new TargetState("large", "closed", true, "none", 1, 900));
        instance.quotas = List.of(new QuotaState("m", "requests", 60_000, 3_000, 1, 0, 0, 0));
        Set<String> documented = names(ROW, Files.readString(Path.of("../docs/metrics.md")));
        Set<String> served = names(TYPE, send("GET", "/metrics").body());
        served.removeIf(name -> name.endsWith("_max") && served.contains(name.replaceAll("_max$", "")));
        KafkaMeters.SHOWN.forEach(name -> served.add(asServed(name)));

        Set<String> undescribed = new TreeSet<>(served);
        undescribed.removeAll(documented);
        assertThat(undescribed).isEmpty();
        Set<String> ours = new TreeSet<>(documented);
        ours.removeIf(name -> List.of("jvm", "process", "system").contains(name.split("_")[0]));
        ours.removeAll(served);
        assertThat(ours).isEmpty();
    }

    /** Prometheus wants the names of all counters to end alike; Micrometer sees what a counter is. */
    private static String asServed(String name) {
        return name.replace('.', '_') + (name.equals("kafka.stream.failed.stream.threads") ? "_total" : "");
    }

    private static Set<String> names(Pattern pattern, String text) {
        return pattern.matcher(text).results().map(row -> row.group(1)).collect(Collectors.toCollection(TreeSet::new));
    }
}
