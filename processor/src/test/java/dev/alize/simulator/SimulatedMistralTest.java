package dev.alize.simulator;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.alize.simulator.behaviour.AnswerShape;
import dev.alize.simulator.behaviour.Behaviour;
import dev.alize.simulator.behaviour.Latency;
import dev.alize.simulator.behaviour.Match;
import dev.alize.simulator.behaviour.Reaction;
import dev.alize.simulator.behaviour.Rule;
import dev.alize.simulator.quota.Limits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpClient.Version;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class SimulatedMistralTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String BODY =
            "{\"model\":\"mistral-small-latest\",\"messages\":[{\"role\":\"user\",\"content\":\"Hello\"}]}";
    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(Version.HTTP_1_1).build();

    private static SimulatedMistral simulator;

    @BeforeAll
    static void start() {
        simulator = SimulatedMistral.start(SimulatorOptions.DEFAULT
                .withApiKey("key-1")
                .withModels(List.of("mistral-small-latest"))
                .withLimits(Limits.perMinute(60, 10_000)));
    }

    @AfterAll
    static void stop() {
        simulator.close();
    }

    @BeforeEach
    void reset() {
        simulator.reset();
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void answersWithTheVendorsHeaders(Version version) throws Exception {
        try (HttpClient client = HttpClient.newBuilder().version(version).build()) {
            HttpResponse<String> answer = client.send(chat(BODY).build(), BodyHandlers.ofString());
            assertThat(answer.version()).isEqualTo(version);
            assertThat(answer.statusCode()).isEqualTo(200);
            JsonNode body = JSON.readTree(answer.body());
            String cost = body.path("usage").path("total_tokens").asText();
            assertThat(header(answer, "content-type")).isEqualTo("application/json");
            assertThat(header(answer, "x-ratelimit-limit-req-minute")).isEqualTo("60");
            assertThat(header(answer, "x-ratelimit-remaining-req-minute")).isEqualTo("59");
            assertThat(header(answer, "x-ratelimit-limit-tokens-minute")).isEqualTo("10000");
            assertThat(header(answer, "x-ratelimit-remaining-tokens-minute"))
                    .isEqualTo(Integer.toString(10_000 - Integer.parseInt(cost)));
            assertThat(header(answer, "x-ratelimit-tokens-query-cost")).isEqualTo(cost);
            assertThat(header(answer, "mistral-correlation-id")).matches("[0-9a-f-]{36}");
        }
    }

    @Test
    void refusesAMissingOrWrongKey() throws Exception {
        HttpRequest none = HttpRequest.newBuilder(simulator.baseUrl().resolve("/v1/chat/completions"))
                .POST(BodyPublishers.ofString(BODY))
                .build();
        HttpRequest wrong =
                chat(BODY).setHeader("authorization", "Bearer key-2").build();
        for (HttpRequest request : List.of(none, wrong, get("/v1/models").build())) {
            HttpResponse<String> answer = send(request);
            assertThat(answer.statusCode()).isEqualTo(401);
            assertThat(answer.body()).isEqualTo("{\"detail\":\"Invalid API Key\"}");
        }
    }

    @Test
    void listsTheModelsWithoutRateHeaders() throws Exception {
        HttpResponse<String> answer =
                send(get("/v1/models").header("authorization", "Bearer key-1").build());
        JsonNode list = JSON.readTree(answer.body());
        assertThat(list.path("object").asText()).isEqualTo("list");
        assertThat(list.path("data")).hasSize(1);
        assertThat(list.path("data").path(0).path("id").asText()).isEqualTo("mistral-small-latest");
        assertThat(answer.headers().map().keySet()).noneMatch(name -> name.contains("ratelimit"));
    }

    @Test
    void knowsNoOtherPath() throws Exception {
        assertThat(send(get("/v2").build()).statusCode()).isEqualTo(404);
        assertThat(send(get("/v1/chat/completions").build()).statusCode()).isEqualTo(404);
    }

    @Test
    void refusesWhatItWouldNotServe() throws Exception {
        HttpResponse<String> unknown = ask(BODY.replace("mistral-small-latest", "no-such-model"));
        assertThat(unknown.statusCode()).isEqualTo(400);
        assertThat(unknown.body())
                .isEqualTo("{\"object\":\"error\",\"message\":\"Invalid model: no-such-model\","
                        + "\"type\":\"invalid_model\",\"param\":null,\"code\":\"1500\",\"raw_status_code\":400}");
        assertThat(ask(BODY.replace("}]}", "}],\"seed\":1}")).body()).contains("extra_forbidden", "seed");
        assertThat(ask("{").statusCode()).isEqualTo(422);
        assertThat(simulator.statistics().answers()).isEqualTo(Map.of(400, 1L, 422, 2L));
    }

    @Test
    void withoutValidationItServesUnknownFields() throws Exception {
        try (SimulatedMistral loose = SimulatedMistral.start(
                SimulatorOptions.DEFAULT.withValidation(false).withEventLoops(2))) {
            HttpRequest request = HttpRequest.newBuilder(URI.create(loose.baseUrl() + "/chat/completions"))
                    .header("authorization", "Bearer anything")
                    .POST(BodyPublishers.ofString("{\"seed\":1}"))
                    .build();
            assertThat(send(request).statusCode()).isEqualTo(200);
            assertThat(loose.port()).isEqualTo(loose.baseUrl().getPort());
        }
    }

    @Test
    void refusesWithTheVendorsErrors() throws Exception {
        behave(Reaction.Refuse.of(503, "3505"));
        HttpResponse<String> full = ask(BODY);
        assertThat(full.statusCode()).isEqualTo(503);
        assertThat(full.body()).contains("\"type\":\"service_tier_capacity_exceeded\"", "\"code\":\"3505\"");
        behave(new Reaction.Refuse(429, "1300", null, Map.of("x-ratelimit-limit-req-minute", "0")));
        HttpResponse<String> limited = ask(BODY);
        assertThat(limited.body())
                .isEqualTo("{\"object\":\"error\",\"message\":\"Rate limit exceeded\",\"type\":\"rate_limited\","
                        + "\"param\":null,\"code\":\"1300\",\"raw_status_code\":429}");
        assertThat(header(limited, "x-ratelimit-limit-req-minute")).isEqualTo("0");
        behave(new Reaction.Refuse(500, null, "<html>oops</html>", Map.of()));
        assertThat(ask(BODY).body()).isEqualTo("<html>oops</html>");
    }

    @Test
    void breaksBodies() throws Exception {
        behave(new Reaction.Malformed());
        HttpResponse<String> malformed = ask(BODY);
        assertThat(malformed.statusCode()).isEqualTo(200);
        assertThatThrownBy(() -> JSON.readTree(malformed.body())).isInstanceOf(IOException.class);
        behave(new Reaction.Empty());
        HttpResponse<String> empty = ask(BODY);
        assertThat(empty.statusCode()).isEqualTo(200);
        assertThat(empty.body()).isEmpty();
        behave(new Reaction.Truncated());
        assertThatThrownBy(() -> ask(BODY)).isInstanceOf(IOException.class).hasMessageContaining("received");
        assertThat(simulator.statistics().broken()).isEqualTo(1);
    }

    @Test
    void resetsConnections() throws Exception {
        behave(new Reaction.Reset());
        try (Socket socket = new Socket("127.0.0.1", simulator.port())) {
            String head = "POST /v1/chat/completions HTTP/1.1\r\nhost: x\r\nauthorization: Bearer key-1\r\n";
            String whole = head + "content-length: " + BODY.length() + "\r\n\r\n" + BODY;
            socket.getOutputStream().write(whole.getBytes(US_ASCII));
            assertThatThrownBy(() -> socket.getInputStream().read())
                    .isInstanceOf(SocketException.class)
                    .hasMessageContaining("reset");
        }
        assertThat(simulator.statistics().open()).isZero();
    }

    @Test
    void resetsOnlyTheStreamOnHttp2() throws Exception {
        simulator.behave(
                Behaviour.GOOD.with(Rule.of(Match.ALL, new Reaction.Reset()).times(1)));
        try (HttpClient client = HttpClient.newBuilder().version(Version.HTTP_2).build()) {
            client.send(get("/v1/models").build(), BodyHandlers.discarding());
            assertThatThrownBy(() -> client.send(chat(BODY).build(), BodyHandlers.ofString()))
                    .isInstanceOf(IOException.class);
            assertThat(client.send(chat(BODY).build(), BodyHandlers.ofString()).statusCode())
                    .isEqualTo(200);
        }
    }

    @Test
    void tricklesABody() throws Exception {
        String whole = ask(BODY).body();
        behave(new Reaction.Slow(Duration.ofMillis(90)));
        long start = System.nanoTime();
        assertThat(ask(BODY).body()).hasSameSizeAs(whole);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(80));
    }

    @Test
    void takesItsTime() throws Exception {
        simulator.behave(Behaviour.GOOD.with(new Latency.Fixed(Duration.ofMillis(60))));
        long start = System.nanoTime();
        assertThat(ask(BODY).statusCode()).isEqualTo(200);
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(59));
    }

    @Test
    void countsWhatHangsAndWhoLeaves() {
        behave(new Reaction.Hang());
        CompletableFuture<?> first = CLIENT.sendAsync(chat(BODY).build(), BodyHandlers.ofString());
        await().until(() -> simulator.statistics().open() == 1);
        simulator.behave(Behaviour.GOOD.with(new Latency.Fixed(Duration.ofHours(1))));
        CompletableFuture<?> second = CLIENT.sendAsync(chat(BODY).build(), BodyHandlers.ofString());
        await().until(() -> simulator.statistics().open() == 2);
        assertThat(first).isNotDone();
        first.cancel(true);
        second.cancel(true);
        await().until(() -> simulator.statistics().cancelled() == 2);
        assertThat(simulator.statistics().open()).isZero();
        assertThat(simulator.statistics().mostOpen()).isEqualTo(2);
        assertThat(simulator.statistics().answers()).isEmpty();
    }

    @Test
    void holdsManyCallsOpenAndAnswersThemAll() {
        int calls = 300;
        simulator.behave(Behaviour.GOOD.with(new Latency.Fixed(Duration.ofSeconds(1))));
        List<CompletableFuture<HttpResponse<String>>> answers = IntStream.range(0, calls)
                .mapToObj(i -> CLIENT.sendAsync(
                        chat(BODY).header("x-alize-request-id", "r-" + i).build(), BodyHandlers.ofString()))
                .toList();
        assertThat(answers)
                .allSatisfy(answer -> assertThat(answer.join().statusCode()).isEqualTo(200));
        assertThat(simulator.statistics().mostOpen()).isGreaterThan(calls / 2);
        assertThat(simulator.statistics().callsPerRequestId()).hasSize(calls);
    }

    @Test
    void failsOneRequestOnceAndCountsItsCalls() throws Exception {
        simulator.behave(Behaviour.GOOD.with(
                Rule.of(Match.requestId("r-1"), Reaction.Refuse.of(500, null)).times(1)));
        HttpRequest request = chat(BODY).header("x-alize-request-id", "r-1").build();
        assertThat(send(request).statusCode()).isEqualTo(500);
        assertThat(send(request).statusCode()).isEqualTo(200);
        assertThat(ask(BODY).statusCode()).isEqualTo(200);
        assertThat(simulator.statistics().calls()).isEqualTo(3);
        assertThat(simulator.statistics().callsPerRequestId()).isEqualTo(Map.of("r-1", 2));
    }

    @Test
    void isSteeredOverItsAdminEndpoint() throws Exception {
        String behaviour =
                "{\"answer\":{\"text\":\"Bonjour\"},\"rules\":[{\"do\":\"refuse\",\"status\":502,\"times\":1}]}";
        assertThat(send(admin("behaviour", "PUT", behaviour)).statusCode()).isEqualTo(204);
        assertThat(ask(BODY).statusCode()).isEqualTo(502);
        assertThat(ask(BODY).body()).contains("\"content\":\"Bonjour\"");
        HttpResponse<String> statistics = send(admin("statistics", "GET", ""));
        assertThat(JSON.readTree(statistics.body()))
                .isEqualTo(
                        JSON.readTree(
                                "{\"calls\":2,\"open\":0,\"most_open\":1,\"cancelled\":0,\"broken\":0,"
                                        + "\"answers\":{\"200\":1,\"502\":1},"
                                        + "\"streams\":{\"started\":0,\"finished\":0,\"cancelled\":0,\"broken\":0},\"calls_per_request_id\":{},\"untracked\":0}"));
        assertThat(send(admin("reset", "POST", "")).statusCode()).isEqualTo(204);
        assertThat(simulator.statistics().calls()).isZero();
        assertThat(ask(BODY).body()).doesNotContain("Bonjour");
    }

    @Test
    void refusesUnknownBehaviourAndKeepsTheOld() throws Exception {
        simulator.behave(Behaviour.GOOD.with(new AnswerShape(1, "old", null)));
        HttpResponse<String> refused = send(admin("behaviour", "PUT", "{\"latncy\":\"1s\"}"));
        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(refused.body()).contains("behaviour.latncy: unknown key");
        assertThat(ask(BODY).body()).contains("\"content\":\"old\"");
        assertThat(send(admin("nothing", "GET", "")).statusCode()).isEqualTo(404);
    }

    @Test
    void saysWhichPortIsOccupied() {
        assertThatThrownBy(() -> SimulatedMistral.start(SimulatorOptions.DEFAULT.at("127.0.0.1", simulator.port())))
                .isInstanceOf(UncheckedIOException.class)
                .hasMessageContainingAll("127.0.0.1:" + simulator.port(), "choose another port");
    }

    private static void behave(Reaction reaction) {
        simulator.behave(Behaviour.GOOD.with(Rule.of(Match.ALL, reaction)));
    }

    private static HttpResponse<String> ask(String body) throws Exception {
        return send(chat(body).build());
    }

    private static HttpRequest.Builder chat(String body) {
        return HttpRequest.newBuilder(URI.create(simulator.baseUrl() + "/chat/completions"))
                .timeout(Duration.ofSeconds(30))
                .header("authorization", "Bearer key-1")
                .POST(BodyPublishers.ofString(body));
    }

    private static HttpRequest.Builder get(String path) {
        return HttpRequest.newBuilder(simulator.baseUrl().resolve(path));
    }

    private static HttpRequest admin(String path, String method, String body) {
        return get("/admin/" + path)
                .method(method, BodyPublishers.ofString(body))
                .build();
    }

    private static HttpResponse<String> send(HttpRequest request) throws Exception {
        return CLIENT.send(request, BodyHandlers.ofString());
    }

    private static String header(HttpResponse<?> answer, String name) {
        return answer.headers().firstValue(name).orElse("(none)");
    }
}
