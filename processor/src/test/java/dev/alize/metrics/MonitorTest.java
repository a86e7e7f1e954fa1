package dev.alize.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

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
                        "alize_intake_open 1.0",
                        "alize_transaction_age_seconds 0.02",
                        "alize_transaction_timeout_seconds 15.0",
                        "alize_ready 1.0");
        instance.configuration = "v2";
        assertThat(send("GET", "/metrics").body().lines().filter(line -> line.startsWith("alize_build{")))
                .singleElement()
                .asString()
                .contains("configuration=\"v2\"", "instance_name=\"one\"");
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
