package dev.alize.doctor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import dev.alize.diagnosis.Severity;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@SuppressWarnings("NullAway.Init") // set before each test
class InstanceLookTest {
    private static final Remedies TWO = new Remedies(List.of("large", "spare"));

    private HttpServer server;
    private volatile String page = "";

    @BeforeEach
    void start() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 1);
        server.createContext("/health", exchange -> {
            byte[] bytes = page.getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, bytes.length);
            exchange.getResponseBody().write(bytes);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void stop() {
        server.stop(0);
    }

    private Finding look() throws NotSeenException, InterruptedException {
        URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        return new InstanceLook(address, TWO).look().getFirst();
    }

    @Test
    void readsWhatAnInstanceServes() throws Exception {
        page = """
                {"status": "degraded", "state": "running", "open_calls": 41, "delayed_requests": 2,
                 "services": {"mistral": {"status": "degraded", "targets": {
                   "large": {"takes_calls": false, "why": "breaker"},
                   "spare": {"takes_calls": true, "why": "none"},
                   "gone": {"takes_calls": false, "why": "unhealthy"}}}},
                 "quotas": {"m": {"stopped": false, "paused_seconds": 2.5, "share": 0.5, "windows": [
                   {"kind": "requests", "seconds": 60.0, "limit": 3000, "used": 1490.0}]}}}
                """;
        Finding finding = look();
        assertThat(finding.severity()).isEqualTo(Severity.P2);
        assertThat(finding.says()).isEqualTo("degraded, running; 41 open calls, 2 delayed");
        assertThat(finding.facts())
                .contains(
                        new Fact("large", "takes no calls (breaker)"),
                        new Fact("quota m requests in 60 s", "1,490 of 1,500 used"));
        assertThat(finding.remedies())
                .singleElement()
                .satisfies(remedy ->
                        assertThat(remedy.command()).containsExactly("control", "force-fallback", "on", "large"));
    }

    @ParameterizedTest
    @CsvSource({"healthy,", "degraded, P3", "unhealthy, P2", "anything, P3"})
    void takesOverItsStatus(String status, @Nullable Severity severity) throws Exception {
        assertThat(InstanceCheck.of("a", new ObjectMapper().readTree("{\"status\":\"" + status + "\"}"), TWO)
                        .severity())
                .isEqualTo(severity);
    }

    @Test
    void aStoppedKeyIsTheWorst() throws Exception {
        page = """
                {"status": "degraded", "services": {"mistral": {"targets": {
                   "large": {"takes_calls": false, "why": "key"}, "spare": {"takes_calls": false, "why": "paused"}}}},
                 "quotas": {"m": {"stopped": true}}}
                """;
        assertThat(look().severity()).isEqualTo(Severity.P1);
    }

    @Test
    void anotherPageIsRefused() {
        page = "<html>a login page with user=secret</html>";
        assertThatThrownBy(this::look)
                .isInstanceOf(NotSeenException.class)
                .hasMessageContaining("/health is no JSON")
                .hasMessageNotContaining("secret");
        page = "[1]";
        assertThatThrownBy(this::look).hasMessageContaining("without ours in it");
        server.stop(0);
        assertThatThrownBy(this::look).hasMessageContaining("expected an instance that runs");
    }
}
