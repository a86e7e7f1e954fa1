package dev.alize.provider;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpServer;
import dev.alize.diagnosis.PageStatus;
import dev.alize.diagnosis.PageStatus.State;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StatusPageTest {
    private final ScheduledExecutorService timer = Executors.newSingleThreadScheduledExecutor();

    @AfterEach
    void close() {
        timer.shutdownNow();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{'status':{'indicator':'none','description':'All Systems Operational'}} | UP | All Systems Operational",
                "{'status':{'indicator':'major','description':'Partial Outage'}} | TROUBLE | Partial Outage",
                "{'status':{'indicator':'critical'}} | TROUBLE | critical",
                "{'status':{'indicator':'purple'}} | UNKNOWN | its indicator is not known",
                "{'page':{'status':'UP'}} | UP | ''",
                "{'page':{'status':'HASISSUES'},'activeIncidents':[{'name':'API is slow'}]} | TROUBLE | API is slow",
                "{'page':{'status':7}} | UNKNOWN | its format is not known",
                "[] | UNKNOWN | its format is not known",
                "<html> | UNKNOWN | it is no JSON",
                "'' | UNKNOWN | its format is not known"
            })
    void readsTheKnownFormatsAndSaysWhereItIsNone(String body, State state, String says) {
        byte[] bytes = body.replace('\'', '"').getBytes(StandardCharsets.UTF_8);

        assertThat(StatusFormat.read(bytes)).isEqualTo(new PageStatus(state, says));
    }

    @Test
    void asksInTheBackground() throws Exception {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/good", exchange -> {
            byte[] body = "{\"page\":{\"status\":\"UP\"}}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.createContext("/bad", exchange -> {
            exchange.sendResponseHeaders(500, -1);
            exchange.close();
        });
        server.createContext("/large", exchange -> {
            exchange.sendResponseHeaders(200, 0);
            try (var out = exchange.getResponseBody()) {
                for (int i = 0; i < 40; i++) {
                    out.write(new byte[1 << 16]);
                }
            } catch (java.io.IOException e) {
                // The reader hung up, as it should.
            }
        });
        server.start();
        URI base = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        try (StatusPage good = new StatusPage(base.resolve("/good"), timer);
                StatusPage bad = new StatusPage(base.resolve("/bad"), timer);
                StatusPage large = new StatusPage(base.resolve("/large"), timer);
                StatusPage nowhere = new StatusPage(URI.create("http://127.0.0.1:1/"), timer)) {
            Awaitility.await().untilAsserted(() -> {
                assertThat(good.latest()).isEqualTo(new PageStatus(State.UP, ""));
                assertThat(bad.latest().says()).isEqualTo("it answers with status 500");
                assertThat(large.latest().says()).isEqualTo("it is larger than 1 MiB");
                assertThat(nowhere.latest().says()).startsWith("it gives no answer");
            });
        } finally {
            server.stop(0);
        }
    }
}
