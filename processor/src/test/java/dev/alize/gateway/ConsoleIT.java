package dev.alize.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.alize.config.ConsoleSettings;
import dev.alize.config.Environment;
import dev.alize.console.Console;
import dev.alize.metrics.Monitor;
import dev.alize.metrics.http.ListenAddress;
import dev.alize.schemas.AuditEvent;
import dev.alize.simulator.behaviour.Behaviour;
import dev.alize.simulator.behaviour.Match;
import dev.alize.simulator.behaviour.Reaction;
import dev.alize.simulator.behaviour.Rule;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The console of a gateway on a real broker: what it shows, and what is done with it. */
@Timeout(120)
class ConsoleIT {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path directory;

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void showsWhatHappensAndDoesWhatItIsTold() throws Exception {
        try (Trial trial = new Trial(directory.resolve("state"), "");
                Monitor monitor = Monitor.start(ListenAddress.parse("127.0.0.1:0"));
                Console console = Console.start(
                        ListenAddress.parse("127.0.0.1:0"), ConsoleSettings.DEFAULT, Environment.ofProcess())) {
            URI at = URI.create("http://" + console.address());
            assertThat(state(at).path("state").asText()).isEqualTo("starting");
            assertThat(post(at.resolve("/control"), "{\"command\":\"pause\",\"target\":\"*\"}")
                            .statusCode())
                    .as("before there is a gateway")
                    .isEqualTo(503);
            List<String> events = new CopyOnWriteArrayList<>();
            Thread reader = Thread.ofVirtual().start(() -> follow(at, events));
            try (Gateway gateway =
                    Gateway.start(trial.configuration, Environment.ofProcess(), new Onlookers(monitor, console))) {
                assertThat(gateway.awaitRunning(LONG)).isTrue();
                for (int i = 0; i < 10; i++) {
                    trial.request("good" + i);
                }
                assertThat(trial.responses(10, LONG)).hasSize(10);
                awaitState(at, state -> sum(state.at("/outcomes/series/completed")) == 10);
                awaitState(at, state -> state.at("/usage/tenants/0/requests").asLong() == 10);
                JsonNode target = state(at).at("/targets/0");
                assertThat(target.path("id").asText()).isEqualTo("simulated");
                assertThat(target.path("attempts_5m").asLong()).isEqualTo(10);
                assertThat(target.path("latency_p95_seconds").isNumber()).isTrue();
                assertThat(events).anyMatch(data -> data.contains("\"completed\":[") && data.contains("\"outcomes\""));
                assertThat(monitorText(monitor)).contains("alize_console_clients 1");

                pausesAndResumes(at, trial);
                searches(at);
                speaksOfAnIncident(at, trial);
            }
            reader.join();
            assertThat(console.clients()).isZero();
        }
    }

    private void pausesAndResumes(URI at, Trial trial) throws Exception {
        String pause =
                "{\"command\":\"pause\",\"target\":\"simulated\",\"for\":\"30m\",\"reason\":\"a test\",\"by\":\"ada\"}";
        assertThat(post(at.resolve("/control"), pause).statusCode()).isEqualTo(202);
        awaitState(at, state -> state.at("/targets/0/why").asText().equals("paused"));
        assertThat(state(at).at("/commands/0/by").asText()).isEqualTo("ada");
        assertThat(post(at.resolve("/control"), "{\"command\":\"resume\",\"target\":\"simulated\",\"by\":\"ada\"}")
                        .statusCode())
                .isEqualTo(202);
        awaitState(
                at,
                state -> state.path("commands").isEmpty()
                        && state.at("/targets/0/takes_calls").asBoolean());
        HttpResponse<String> unknown = post(at.resolve("/control"), "{\"command\":\"pause\",\"target\":\"simulatd\"}");
        assertThat(unknown.statusCode()).isEqualTo(400);
        assertThat(unknown.body()).contains("did you mean 'simulated'?");
        assertThat(trial.audit(events -> events.stream().anyMatch(ConsoleIT::isThePause), LONG))
                .anyMatch(ConsoleIT::isThePause);
    }

    private static boolean isThePause(AuditEvent event) {
        return event.getKind().equals("control")
                && event.getInstance().equals("alize-console")
                && "ada".equals(event.getDetails().get("issued_by"))
                && "a test".equals(event.getDetails().get("why"))
                && "given".equals(event.getDetails().get("state"));
    }

    private void searches(URI at) throws Exception {
        JsonNode life = json(get(at.resolve("/api/requests?id=good3")));
        assertThat(life.path("complete").asBoolean()).isTrue();
        assertThat(life.path("found").asInt()).isEqualTo(1);
        assertThat(life.at("/requests/0/events").findValuesAsText("kind"))
                .containsSubsequence("admitted", "attempt", "response");
        assertThat(json(get(at.resolve("/api/requests?id=nobody")))
                        .path("found")
                        .asInt())
                .isZero();
    }

    private void speaksOfAnIncident(URI at, Trial trial) throws Exception {
        trial.mistral.behave(Behaviour.GOOD.with(Rule.of(Match.EVERYTHING, Reaction.Refuse.of(503, null))));
        for (int i = 0; i < 40; i++) {
            trial.request("bad" + i);
        }
        awaitState(at, state -> !state.path("incidents").isEmpty());
        String id = state(at).at("/incidents/0/id").asText();
        URI incident = at.resolve("/api/incidents/" + id);
        assertThat(json(get(incident)).path("timeline")).isNotEmpty();
        assertThat(post(incident, "{\"action\":\"ack\",\"by\":\"ada\"}").statusCode())
                .isEqualTo(202);
        assertThat(post(at.resolve("/api/incidents/inc-0"), "{\"action\":\"ack\"}")
                        .statusCode())
                .isEqualTo(404);
        awaitState(at, state -> state.at("/incidents/0/acked").asBoolean());
        assertThat(json(get(incident)).path("acked_by").asText()).isEqualTo("ada");
    }

    private String monitorText(Monitor monitor) throws Exception {
        return get(URI.create("http://" + monitor.address() + "/metrics")).body();
    }

    private static long sum(JsonNode counts) {
        long sum = 0;
        for (JsonNode count : counts) {
            sum += count.asLong();
        }
        return sum;
    }

    private void follow(URI at, List<String> events) {
        HttpRequest request = HttpRequest.newBuilder(at.resolve("/api/events")).build();
        try (Stream<String> lines = http.send(request, BodyHandlers.ofLines()).body()) {
            lines.filter(line -> line.startsWith("data: ")).forEach(events::add);
        } catch (IOException | java.io.UncheckedIOException e) {
            // The gateway was closed, and the console with it.
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void awaitState(URI at, Predicate<JsonNode> as) {
        Awaitility.await().atMost(LONG).pollInterval(Duration.ofMillis(100)).until(() -> as.test(state(at)));
    }

    private JsonNode state(URI at) throws Exception {
        return json(get(at.resolve("/api/state")));
    }

    private static JsonNode json(HttpResponse<String> response) throws IOException {
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return MAPPER.readTree(response.body());
    }

    private HttpResponse<String> get(URI uri) throws Exception {
        return http.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> post(URI uri, String body) throws Exception {
        return http.send(
                HttpRequest.newBuilder(uri)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }
}
