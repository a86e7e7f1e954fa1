package dev.alize.ingress.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.alize.ingress.access.Access;
import dev.alize.ingress.config.Address;
import dev.alize.ingress.config.IndexSettings;
import dev.alize.ingress.config.IngressSettings;
import dev.alize.ingress.config.KafkaProperties;
import dev.alize.ingress.config.Limits;
import dev.alize.ingress.config.TopicNames;
import dev.alize.ingress.exchange.Delivery;
import dev.alize.ingress.exchange.Exchange;
import dev.alize.ingress.exchange.FakeExchange;
import dev.alize.ingress.exchange.Place;
import dev.alize.ingress.exchange.UnavailableException;
import dev.alize.ingress.exchange.Waits;
import dev.alize.ingress.metrics.Measures;
import dev.alize.schemas.CompletionChunk;
import dev.alize.schemas.CompletionRequest;
import dev.alize.schemas.Delta;
import dev.alize.schemas.Endpoint;
import dev.alize.schemas.Metadata;
import dev.alize.schemas.Parameters;
import dev.alize.schemas.Priority;
import dev.alize.schemas.Status;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** The server over real sockets, in front of topics in memory. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(20)
class HttpFrontTest {
    private static final String CHAT = "/v1/chat/completions";
    private static final String ASYNC = "/v1/async/chat/completions";
    private static final String BODY =
            "{\"model\":\"mistral-small-latest\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]%s}";
    private static final int LIMIT = 64 << 10;

    private final AtomicInteger ids = new AtomicInteger();
    private final Waits waits = new Waits(100);
    private final FakeExchange exchange = new FakeExchange(waits);
    private final Measures measures = new Measures();
    private final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private final ObjectMapper json = new ObjectMapper();
    private HttpFront front;

    @BeforeAll
    void start() {
        front = front(exchange, waits, Access.open(), () -> "req_" + ids.incrementAndGet(), measures);
    }

    /** At any free port. */
    static HttpFront front(Exchange exchange, Waits waits, Access access, Supplier<String> ids, Measures measures) {
        Limits limits = new Limits(
                new Limits.Body(LIMIT, 8 << 10, Duration.ofSeconds(1)),
                new Limits.Waiting(100, 1 << 20, Duration.ofSeconds(60), Duration.ofSeconds(5), 256 << 10),
                new Limits.Connections(50, Duration.ofSeconds(2), Duration.ofSeconds(1)),
                Duration.ofMillis(200));
        IngressSettings settings = new IngressSettings(
                new KafkaProperties(Map.of()),
                new TopicNames("llm.requests", "llm.cancels", "llm.responses", "llm.chunks"),
                new Address("127.0.0.1", 0),
                Optional.empty(),
                Optional.empty(),
                limits,
                new IndexSettings(true, Duration.ofHours(1), 100),
                Optional.empty(),
                false,
                List.of("mistral-small-latest"));
        return HttpFront.start(
                settings,
                new HttpFront.Surroundings(exchange, waits, access, () -> true, ids, InstantSource.system(), measures));
    }

    @AfterAll
    void stop() {
        front.close();
        measures.close();
    }

    @BeforeEach
    void forget() {
        exchange.requests.clear();
        exchange.cancellations.clear();
        exchange.gateway = null;
        exchange.failure = null;
        exchange.building = false;
        exchange.refusesCancels = false;
        exchange.reading = CompletableFuture.completedFuture(null);
        exchange.silent = false;
        exchange.held.clear();
    }

    private HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create(front.url() + path)).timeout(Duration.ofSeconds(15));
    }

    private HttpRequest.Builder post(String path, String body) {
        return to(path).header("content-type", "application/json").POST(HttpRequest.BodyPublishers.ofString(body));
    }

    private HttpResponse<String> send(HttpRequest.Builder request) {
        return client.sendAsync(request.build(), BodyHandlers.ofString()).join();
    }

    private CompletableFuture<HttpResponse<String>> sendAsync(HttpRequest.Builder request) {
        return client.sendAsync(request.build(), BodyHandlers.ofString());
    }

    private JsonNode json(HttpResponse<String> response) {
        try {
            return json.readTree(response.body());
        } catch (IOException e) {
            throw new AssertionError(response.body(), e);
        }
    }

    private String errorCode(HttpResponse<String> response) {
        return json(response).path("error").path("code").asText();
    }

    private void answerAll() {
        exchange.gateway = request -> exchange.answer(FakeExchange.completed(request, "hello"));
    }

    private static String body() {
        return BODY.formatted("");
    }

    private static String streamed() {
        return BODY.formatted(",\"stream\":true");
    }

    private CompletionRequest written(int count) {
        await().until(() -> exchange.requests.size() >= count);
        return exchange.requests.get(count - 1);
    }

    @Test
    void answersAChat() {
        answerAll();
        HttpResponse<String> response = send(
                post(CHAT, body()).header("x-alize-priority", "interactive").header("x-alize-ordering-key", "k"));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(json(response).at("/choices/0/message/content").asText()).isEqualTo("hello");
        assertThat(json(response).at("/usage/total_tokens").asInt()).isEqualTo(7);
        assertThat(json(response).at("/object").asText()).isEqualTo("chat.completion");
        CompletionRequest request = exchange.requests.getFirst();
        assertThat(response.headers().firstValue("x-request-id")).hasValue(request.getRequestId());
        assertThat(request.getTenant()).isEqualTo("default");
        assertThat(request.getPriority()).isEqualTo(Priority.INTERACTIVE);
        assertThat(request.getOrderingKey()).isEqualTo("k");
        assertThat(request.getDeadline()).isNotNull();
        assertThat(request.getMetadata()).isEmpty();
        await().untilAsserted(() -> assertThat(waits.size()).isZero());
    }

    @Test
    void answersFim() {
        answerAll();
        HttpResponse<String> response =
                send(post("/v1/fim/completions", "{\"model\":\"codestral-latest\",\"prompt\":\"def f(\"}"));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(exchange.requests.getFirst().getEndpoint()).isEqualTo(Endpoint.FIM);
    }

    @Test
    void mapsWhatIsNotCompleted() {
        exchange.gateway = request ->
                exchange.answer(FakeExchange.failed(request, Status.FAILED, "provider_unavailable", "provider"));
        HttpResponse<String> failed = send(post(CHAT, body()));
        assertThat(failed.statusCode()).isEqualTo(502);
        assertThat(errorCode(failed)).isEqualTo("provider_unavailable");
        exchange.gateway =
                request -> exchange.answer(FakeExchange.failed(request, Status.EXPIRED, "deadline_exceeded", "caller"));
        assertThat(send(post(CHAT, streamed())).statusCode()).isEqualTo(504);
    }

    @Test
    void streamsDeltaForDelta() {
        exchange.gateway = request -> {
            exchange.publish(FakeExchange.chunk(request, 1, 0, false, "a", "b"));
            exchange.publish(FakeExchange.chunk(request, 1, 1, true, "c"));
            var response = FakeExchange.completed(request, "abc");
            response.setChunks(2);
            exchange.answer(response);
        };
        HttpResponse<String> response = send(post(CHAT, streamed()));
        assertThat(response.headers().firstValue("content-type")).hasValue("text/event-stream; charset=utf-8");
        String[] events = response.body().split("\n\n");
        assertThat(events).hasSize(4);
        assertThat(events[0]).contains("\"role\":\"assistant\"").contains("\"finish_reason\":null");
        assertThat(events[2]).contains("\"finish_reason\":\"stop\"").contains("\"total_tokens\":7");
        assertThat(events[3]).isEqualTo("data: [DONE]");
    }

    @Test
    void tellsUsageInAnEventOfItsOwnWhereItIsAskedFor() {
        exchange.gateway = request -> {
            var response = FakeExchange.completed(request, "abc");
            response.setChunks(1);
            exchange.answer(response);
            exchange.publish(FakeExchange.chunk(request, 1, 0, true, "abc"));
        };
        HttpResponse<String> response =
                send(post(CHAT, BODY.formatted(",\"stream\":true,\"stream_options\":{\"include_usage\":true}")));
        String[] events = response.body().split("\n\n");
        assertThat(events).hasSize(3);
        assertThat(events[0]).doesNotContain("usage");
        assertThat(events[1]).contains("\"choices\":[]").contains("\"total_tokens\":7");
    }

    @Test
    void endsAStreamThatFailsWithAnErrorEvent() {
        exchange.gateway = request -> {
            exchange.publish(FakeExchange.chunk(request, 1, 0, false, "a"));
            exchange.answer(FakeExchange.failed(request, Status.FAILED, "connection_lost", "network"));
        };
        HttpResponse<String> response = send(post(CHAT, streamed()));
        assertThat(response.statusCode()).isEqualTo(200);
        assertThat(response.body()).doesNotContain("[DONE]");
        String[] events = response.body().split("\n\n");
        assertThat(events[events.length - 1]).startsWith("data: {\"error\":").contains("connection_lost");
    }

    @Test
    void endsAStreamWhoseTextAnotherAttemptReplaces() {
        exchange.gateway = request -> {
            exchange.publish(FakeExchange.chunk(request, 1, 0, false, "a"));
            exchange.publish(FakeExchange.chunk(request, 2, 0, false, "b"));
        };
        HttpResponse<String> response = send(post(CHAT, streamed()));
        assertThat(response.body()).contains("stream_interrupted").doesNotContain("[DONE]");
        await().untilAsserted(() -> assertThat(exchange.cancellations).hasSize(1));
    }

    @Test
    void goesOnWithAnotherAttemptBeforeAnyText() {
        exchange.gateway = request -> {
            exchange.publish(FakeExchange.chunk(request, 1, 0, false, ""));
            exchange.publish(FakeExchange.chunk(request, 2, 0, true, "b"));
            var response = FakeExchange.completed(request, "b");
            response.setAttempts(2);
            response.setChunks(1);
            exchange.answer(response);
        };
        assertThat(send(post(CHAT, streamed())).body()).contains("\"b\"").endsWith("data: [DONE]\n\n");
    }

    @Test
    void streamsAnAnswerThatCameWhole() {
        answerAll();
        HttpResponse<String> response = send(post(CHAT, streamed()));
        assertThat(response.body()).contains("hello").endsWith("data: [DONE]\n\n");
    }

    @Test
    void answersARepeatFromTheTopicAndRefusesAnotherBody() {
        answerAll();
        HttpResponse<String> first = send(post(CHAT, body()).header("idempotency-key", "once"));
        HttpResponse<String> again = send(post(CHAT, body()).header("idempotency-key", "once"));
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(first.headers().firstValue("x-request-id")).hasValue("once");
        HttpResponse<String> other =
                send(post(CHAT, BODY.formatted(",\"seed\":1")).header("idempotency-key", "once"));
        assertThat(other.statusCode()).isEqualTo(422);
        assertThat(exchange.requests).hasSize(1);
        assertThat(exchange.requests.getFirst().getMetadata()).containsKey(Metadata.INGRESS_BODY);
    }

    @Test
    void letsARepeatJoinWhatIsOpenAndRefusesAnotherBody() {
        CompletableFuture<HttpResponse<String>> first =
                sendAsync(post(CHAT, body()).header("idempotency-key", "open"));
        CompletionRequest request = written(1);
        CompletableFuture<HttpResponse<String>> again =
                sendAsync(post(CHAT, body()).header("idempotency-key", "open"));
        await().until(() -> waits.size() == 2);
        HttpResponse<String> other =
                send(post(CHAT, BODY.formatted(",\"seed\":1")).header("idempotency-key", "open"));
        assertThat(other.statusCode()).isEqualTo(422);
        exchange.answer(FakeExchange.completed(request, "hello"));
        assertThat(first.join().body()).isEqualTo(again.join().body());
        assertThat(exchange.requests).hasSize(1);
    }

    private CompletableFuture<HttpResponse<String>> keyed(String key, String body) {
        return sendAsync(post(CHAT, body).header("idempotency-key", key));
    }

    @Test
    void answersEverybodyWhoJoinsWhileAnAnsweredRequestIsLookedUp() throws Exception {
        answerAll();
        String answer = keyed("joined", body()).join().body();
        await().until(() -> waits.size() == 0);
        CompletableFuture<Void> reading = new CompletableFuture<>();
        exchange.reading = reading;
        try (Socket first = raw(CHAT, body(), "idempotency-key: joined\r\n")) {
            await().until(() -> waits.size() == 1);
            CompletableFuture<HttpResponse<String>> second = keyed("joined", body());
            CompletableFuture<HttpResponse<String>> other = keyed("joined", BODY.formatted(",\"seed\":1"));
            CompletableFuture<HttpResponse<String>> async =
                    sendAsync(post(ASYNC, body()).header("idempotency-key", "joined"));
            await().until(() -> waits.size() == 4);
            first.close();
            await().until(() -> waits.size() == 3);
            reading.complete(null);
            assertThat(second.join().body()).isEqualTo(answer);
            assertThat(other.join().statusCode()).isEqualTo(422);
            assertThat(async.join().statusCode()).isEqualTo(202);
        }
        assertThat(exchange.requests).hasSize(1);
    }

    @Test
    void givesStreamsThatJoinTheWholeAnswerAtOnceWhereItWasThereBefore() throws Exception {
        exchange.gateway = request -> {
            exchange.publish(FakeExchange.chunk(request, 1, 0, true, "abc"));
            var response = FakeExchange.completed(request, "abc");
            response.setChunks(1);
            exchange.answer(response);
        };
        keyed("streams", streamed()).join();
        await().until(() -> waits.size() == 0);
        CompletableFuture<Void> reading = new CompletableFuture<>();
        exchange.reading = reading;
        CompletableFuture<HttpResponse<String>> first = keyed("streams", streamed());
        await().until(() -> waits.size() == 1);
        CompletableFuture<HttpResponse<String>> second = keyed("streams", streamed());
        await().until(() -> waits.size() == 2);
        reading.complete(null);
        String answer = first.get(2, TimeUnit.SECONDS).body();
        assertThat(answer).contains("abc").endsWith("data: [DONE]\n\n");
        assertThat(second.get(2, TimeUnit.SECONDS).body()).isEqualTo(answer);
        assertThat(exchange.requests).hasSize(1);
    }

    @Test
    void streamsToAllWhoAskedTheSameThoughTheFirstHasLeft() throws Exception {
        exchange.silent = true;
        CompletableFuture<HttpResponse<String>> second;
        CompletionRequest request;
        try (Socket first = raw(CHAT, streamed(), "idempotency-key: both\r\n")) {
            request = written(1);
            second = keyed("both", streamed());
            await().until(() -> waits.size() == 2);
        }
        await().until(() -> waits.size() == 1);
        exchange.publish(FakeExchange.chunk(request, 1, 0, false, "a", "b"));
        exchange.held.getFirst().accept(new Delivery.Written(new Place("llm.requests", 0, 0)));
        exchange.publish(FakeExchange.chunk(request, 1, 1, true, "c"));
        var response = FakeExchange.completed(request, "abc");
        response.setChunks(2);
        exchange.answer(response);
        assertThat(second.join().body().split("\n\n")).hasSize(4);
        assertThat(exchange.cancellations).isEmpty();
    }

    @Test
    void countsABodyUntilKafkaHasItThoughItsClientIsGone() throws Exception {
        exchange.silent = true;
        try (Socket first = raw(CHAT, body(), "")) {
            written(1);
        }
        await().until(() -> waits.size() == 0);
        assertThat(metric("alize_ingress_held_bytes")).isEqualTo(body().length());
        exchange.held.getFirst().accept(new Delivery.Written(new Place("llm.requests", 0, 0)));
        assertThat(measures.scrape()).contains("alize_ingress_held_bytes 0.0");
    }

    @Test
    void releasesAClientThatDoesNotReadTheEndOfItsStream() throws Exception {
        try (Socket socket = raw(CHAT, streamed(), "")) {
            CompletionRequest request = written(1);
            String text = "x".repeat(100_000);
            double before = metric("alize_ingress_stream_events_total");
            int sequence = 0;
            while (metric("alize_ingress_held_bytes") == 0) {
                exchange.publish(FakeExchange.chunk(request, 1, sequence++, false, text));
                double written = before + sequence;
                await().pollInterval(Duration.ofMillis(1))
                        .until(() -> metric("alize_ingress_stream_events_total") == written);
            }
            exchange.publish(FakeExchange.chunk(request, 1, sequence++, true, "end"));
            var response = FakeExchange.completed(request, "abc");
            response.setChunks(sequence);
            exchange.answer(response);
            await().untilAsserted(() -> assertThat(waits.size()).isZero());
            assertThat(measures.scrape()).contains("alize_ingress_held_bytes 0.0");
            assertThat(exchange.cancellations).isEmpty();
        }
    }

    @Test
    void tellsEverybodyThatALookUpFailedAndLooksAgainForTheNext() {
        answerAll();
        keyed("unread", body()).join();
        await().until(() -> waits.size() == 0);
        CompletableFuture<Void> reading = new CompletableFuture<>();
        exchange.reading = reading;
        CompletableFuture<HttpResponse<String>> first = keyed("unread", body());
        await().until(() -> waits.size() == 1);
        CompletableFuture<HttpResponse<String>> second = keyed("unread", body());
        await().until(() -> waits.size() == 2);
        reading.completeExceptionally(new UnavailableException("silent"));
        assertThat(first.join().statusCode()).isEqualTo(503);
        assertThat(second.join().statusCode()).isEqualTo(503);
        exchange.reading = CompletableFuture.completedFuture(null);
        assertThat(keyed("unread", body()).join().statusCode()).isEqualTo(200);
        assertThat(exchange.requests).hasSize(1);
    }

    @Test
    void tellsEverybodyThatARequestWasNotWritten() {
        exchange.silent = true;
        CompletableFuture<HttpResponse<String>> first =
                sendAsync(post(ASYNC, body()).header("idempotency-key", "unsent"));
        written(1);
        CompletableFuture<HttpResponse<String>> second = keyed("unsent", body());
        await().until(() -> waits.size() == 2);
        exchange.held.forEach(ended -> ended.accept(new Delivery.Failed(Delivery.Reason.UNREACHABLE)));
        assertThat(first.join().statusCode()).isEqualTo(503);
        assertThat(second.join().statusCode()).isEqualTo(503);
        assertThat(waits.size()).isZero();
        assertThat(exchange.cancellations).isEmpty();
    }

    @Test
    void writesForThoseWhoJoinedThoughTheFirstHasLeft() throws Exception {
        CompletableFuture<Void> reading = new CompletableFuture<>();
        exchange.reading = reading;
        exchange.opened(request("gone"));
        CompletableFuture<HttpResponse<String>> second;
        try (Socket first = raw(CHAT, body(), "idempotency-key: gone\r\n")) {
            await().until(() -> waits.size() == 1);
            second = keyed("gone", body());
            await().until(() -> waits.size() == 2);
        }
        await().until(() -> waits.size() == 1);
        exchange.forgotten(request("gone"));
        answerAll();
        reading.complete(null);
        assertThat(second.join().statusCode()).isEqualTo(200);
        assertThat(exchange.requests).hasSize(1);
    }

    @Test
    void showsNothingOfAnAnswerToAnotherBody() {
        CompletableFuture<Void> reading = new CompletableFuture<>();
        exchange.reading = reading;
        CompletionRequest open = request("others");
        exchange.opened(open);
        CompletableFuture<HttpResponse<String>> wrong = keyed("others", streamed());
        await().until(() -> waits.size() == 1);
        exchange.publish(FakeExchange.chunk(open, 1, 0, false, "of another"));
        reading.complete(null);
        assertThat(wrong.join().statusCode()).isEqualTo(422);
        assertThat(wrong.join().body()).doesNotContain("of another");
    }

    private static CompletionRequest request(String id) {
        return CompletionRequest.newBuilder()
                .setRequestId(id)
                .setTenant("default")
                .setEndpoint(Endpoint.CHAT)
                .setMessages(List.of())
                .setParameters(new Parameters())
                .setMetadata(Map.of(Metadata.INGRESS_BODY, "other"))
                .build();
    }

    @Test
    void refusesAnAnswerToAnotherBodyThatWasWrittenElsewhere() {
        exchange.gateway = request -> {
            var response = FakeExchange.completed(request, "of another");
            response.setMetadata(Map.of(Metadata.INGRESS_BODY, "other"));
            exchange.answer(response);
        };
        HttpResponse<String> response = send(post(CHAT, body()).header("idempotency-key", "raced"));
        assertThat(response.statusCode()).isEqualTo(422);
        assertThat(response.body()).doesNotContain("of another");
    }

    @Test
    void cancelsWhatItsClientLeaves() throws Exception {
        try (Socket socket = raw(CHAT, body(), "")) {
            written(1);
        }
        await().untilAsserted(() -> assertThat(exchange.cancellations).hasSize(1));
        assertThat(exchange.cancellations.getFirst().getRequestId())
                .isEqualTo(exchange.requests.getFirst().getRequestId());
        await().untilAsserted(() -> assertThat(waits.size()).isZero());
    }

    @Test
    void countsOnlyCancelsThatKafkaHas() throws Exception {
        String counter = "alize_ingress_cancellations_total{reason=\"asked\"}";
        exchange.refusesCancels = true;
        String location =
                send(post(ASYNC, body())).headers().firstValue("location").orElseThrow();
        double before = measures.scrape().contains(counter) ? metric(counter) : 0;
        assertThat(send(to(location).DELETE()).statusCode()).isEqualTo(500);
        exchange.refusesCancels = false;
        assertThat(send(to(location).DELETE()).statusCode()).isEqualTo(202);
        assertThat(metric(counter)).isEqualTo(before + 1);
    }

    @Test
    void cancelsAStreamThatItsClientLeaves() throws Exception {
        try (Socket socket = raw(CHAT, streamed(), "")) {
            CompletionRequest request = written(1);
            exchange.publish(FakeExchange.chunk(request, 1, 0, false, "a"));
            assertThat(socket.getInputStream().read()).isPositive();
        }
        await().untilAsserted(() -> assertThat(exchange.cancellations).hasSize(1));
    }

    @Test
    void cancelsWhatTheLastOneLeavesThoughHeOnlyLooked() throws Exception {
        CompletionRequest request;
        Socket look = connect();
        try (Socket socket = raw(CHAT, body(), "")) {
            request = written(1);
            look.getOutputStream()
                    .write(("GET /v1/async/requests/" + request.getRequestId()
                                    + "?wait=5s HTTP/1.1\r\nhost: localhost\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            await().until(() -> waits.size() == 2);
        }
        await().until(() -> waits.size() == 1);
        assertThat(exchange.cancellations).isEmpty();
        look.close();
        await().untilAsserted(() -> assertThat(exchange.cancellations).hasSize(1));
    }

    @Test
    void doesNotCancelWhatSomebodyWasToldIsInProgress() throws Exception {
        String id;
        CompletableFuture<HttpResponse<String>> look;
        try (Socket socket = raw(CHAT, body(), "")) {
            id = written(1).getRequestId();
            look = sendAsync(to("/v1/async/requests/" + id + "?wait=500ms"));
            await().until(() -> waits.size() == 2);
        }
        assertThat(json(look.join()).path("status").asText()).isEqualTo("in_progress");
        await().until(() -> waits.size() == 0);
        assertThat(exchange.cancellations).isEmpty();
        assertThat(send(to("/v1/async/requests/" + id).DELETE()).statusCode()).isEqualTo(202);
        assertThat(exchange.cancellations).hasSize(1);
    }

    @Test
    void writesOnceWhatIsAskedAgainWhileItIsWritten() throws Exception {
        exchange.silent = true;
        try (Socket socket = raw(CHAT, body(), "idempotency-key: flying\r\n")) {
            written(1);
        }
        await().until(() -> waits.size() == 0);
        CompletableFuture<HttpResponse<String>> same = keyed("flying", body());
        CompletableFuture<HttpResponse<String>> other = keyed("flying", BODY.formatted(",\"seed\":1"));
        await().until(() -> waits.size() == 2);
        exchange.held.getFirst().accept(new Delivery.Written(new Place("llm.requests", 0, 0)));
        assertThat(other.join().statusCode()).isEqualTo(422);
        exchange.answer(FakeExchange.completed(exchange.requests.getFirst(), "hello"));
        assertThat(same.join().statusCode()).isEqualTo(200);
        assertThat(exchange.requests).hasSize(1);
    }

    @Test
    void doesNotTellThatABodyIsTooLargeWhereItWasAnothers() throws Exception {
        exchange.silent = true;
        CompletableFuture<HttpResponse<String>> first = keyed("large", BODY.formatted(",\"seed\":1"));
        written(1);
        CompletableFuture<HttpResponse<String>> second = keyed("large", body());
        await().until(() -> waits.size() == 2);
        exchange.held.getFirst().accept(new Delivery.Failed(Delivery.Reason.TOO_LARGE));
        assertThat(first.join().statusCode()).isEqualTo(413);
        assertThat(second.join().statusCode()).isEqualTo(503);
    }

    @Test
    void cancelsAStreamWhoseChunksCannotBeTold() throws Exception {
        CompletableFuture<HttpResponse<String>> stream = sendAsync(post(CHAT, streamed()));
        CompletionRequest request = written(1);
        exchange.publish(new CompletionChunk(
                request.getRequestId(), request.getTenant(), 0, 1, 0, List.of(new Delta()), false, null));
        assertThat(stream.join().statusCode()).isEqualTo(500);
        await().untilAsserted(() -> assertThat(exchange.cancellations).hasSize(1));
    }

    @Test
    void doesNotCancelWhatWasNeverSent() {
        exchange.failure = Delivery.Reason.UNSENT;
        assertThat(send(post(CHAT, body())).statusCode()).isEqualTo(503);
        await().untilAsserted(() -> assertThat(waits.size()).isZero());
        assertThat(exchange.cancellations).isEmpty();
    }

    @Test
    void leavesOpenWhatItsClientCanComeBackFor() throws Exception {
        try (Socket socket = raw(CHAT, body(), "idempotency-key: later\r\n")) {
            written(1);
        }
        await().untilAsserted(() -> assertThat(waits.size()).isZero());
        assertThat(exchange.cancellations).isEmpty();
    }

    private Socket connect() throws IOException {
        URI uri = URI.create(front.url());
        Socket socket = new Socket(uri.getHost(), uri.getPort());
        socket.setSoTimeout(15_000);
        return socket;
    }

    private Socket raw(String path, String body, String headers) throws IOException {
        Socket socket = connect();
        String head = "POST " + path + " HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n" + headers
                + "content-length: " + body.length() + "\r\n\r\n";
        socket.getOutputStream().write((head + body).getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    private double metric(String name) {
        String line = measures.scrape()
                .lines()
                .filter(metric -> metric.startsWith(name + " "))
                .findFirst()
                .orElseThrow();
        return Double.parseDouble(line.substring(name.length()));
    }

    @Test
    void cutsOffAClientThatDoesNotRead() throws Exception {
        double before = metric("alize_ingress_streams_dropped_total");
        try (Socket socket = raw(CHAT, streamed(), "")) {
            CompletionRequest request = written(1);
            String text = "x".repeat(20_000);
            AtomicInteger sequence = new AtomicInteger();
            await().pollInterval(Duration.ofMillis(1)).until(() -> {
                exchange.publish(FakeExchange.chunk(request, 1, sequence.getAndIncrement(), false, text));
                return !exchange.cancellations.isEmpty();
            });
            assertThat(socket.isClosed()).isFalse();
        }
        assertThat(metric("alize_ingress_streams_dropped_total")).isEqualTo(before + 1);
        await().untilAsserted(() -> assertThat(measures.scrape()).contains("alize_ingress_held_bytes 0.0"));
    }

    @Test
    void refusesBadInputInOpenAisForm() {
        assertThat(send(post(CHAT, "{")).statusCode()).isEqualTo(400);
        assertThat(errorCode(send(post(CHAT, "{")))).isEqualTo("invalid_json");
        assertThat(send(to("/v1/nothing").GET()).statusCode()).isEqualTo(404);
        assertThat(send(to(CHAT).GET()).statusCode()).isEqualTo(405);
        assertThat(send(to(CHAT).header("content-type", "text/plain").POST(HttpRequest.BodyPublishers.ofString("{}")))
                        .statusCode())
                .isEqualTo(415);
        assertThat(send(post(CHAT, body()).header("x-alize-priority", "high")).statusCode())
                .isEqualTo(400);
        assertThat(send(to("/v1/models").header("x-long", "x".repeat(9_000)).GET())
                        .statusCode())
                .isEqualTo(431);
        assertThat(exchange.requests).isEmpty();
    }

    @Test
    void refusesBodiesThatAreTooLargeBeforeTheyAreRead() throws Exception {
        HttpResponse<String> large = send(post(CHAT, "x".repeat(LIMIT + 1)));
        assertThat(large.statusCode()).isEqualTo(413);
        assertThat(large.headers().firstValue("connection")).hasValue("close");
        try (Socket socket = connect()) {
            socket.getOutputStream()
                    .write(("POST " + CHAT + " HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n"
                                    + "content-length: 104857600\r\nexpect: 100-continue\r\n\r\n")
                            .getBytes(StandardCharsets.US_ASCII));
            assertThat(firstLine(socket.getInputStream())).contains(" 413 ");
        }
    }

    @Test
    void readsALargeBodyOnAnotherThread() {
        answerAll();
        String user = ",\"user\":\"%s\"";
        String padding = "y".repeat(LIMIT - BODY.formatted(user.formatted("")).length());
        String body = BODY.formatted(user.formatted(padding));
        assertThat(body).hasSize(LIMIT);
        assertThat(send(post(CHAT, body)).statusCode()).isEqualTo(200);
        await().untilAsserted(
                        () -> assertThat(metric("alize_ingress_held_bytes")).isZero());
    }

    @Test
    void givesUpOnBodiesThatComeTooSlowlyAndOnSilentConnections() throws Exception {
        try (Socket slow = connect();
                Socket silent = connect()) {
            slow.getOutputStream()
                    .write(("POST " + CHAT + " HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n"
                                    + "content-length: 100\r\n\r\n{")
                            .getBytes(StandardCharsets.US_ASCII));
            silent.getOutputStream().write("POST /v1".getBytes(StandardCharsets.US_ASCII));
            assertThat(firstLine(slow.getInputStream())).contains(" 408 ");
            assertThat(silent.getInputStream().read()).isEqualTo(-1);
        }
    }

    private String raw(String request) throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return firstLine(socket.getInputStream());
        }
    }

    private static String firstLine(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\r'; c = in.read()) {
            line.append((char) c);
        }
        return line.toString();
    }

    @Test
    void saysWhenKafkaTakesNothing() {
        exchange.failure = Delivery.Reason.UNREACHABLE;
        HttpResponse<String> response = send(post(CHAT, body()));
        assertThat(response.statusCode()).isEqualTo(503);
        assertThat(response.headers().firstValue("retry-after")).isPresent();
        await().untilAsserted(() -> assertThat(exchange.cancellations).hasSize(1));
        exchange.failure = Delivery.Reason.TOO_LARGE;
        assertThat(send(post(ASYNC, body())).statusCode()).isEqualTo(413);
        assertThat(exchange.cancellations).hasSize(1);
        await().untilAsserted(() -> assertThat(waits.size()).isZero());
    }

    @Test
    void takesAsynchronousRequestsAndTellsHowFarTheyAre() {
        HttpResponse<String> accepted = send(post(ASYNC, BODY.formatted(",\"callback_url\":\"https://example.org/\"")));
        assertThat(accepted.statusCode()).isEqualTo(202);
        String location = accepted.headers().firstValue("location").orElseThrow();
        CompletionRequest request = exchange.requests.getFirst();
        assertThat(location).isEqualTo("/v1/async/requests/" + request.getRequestId());
        assertThat(request.getMetadata()).containsEntry(Metadata.CALLBACK_URL, "https://example.org/");
        assertThat(request.getDeadline()).isNull();
        assertThat(json(send(to(location).GET())).path("status").asText()).isEqualTo("in_progress");
        CompletableFuture<HttpResponse<String>> polled =
                sendAsync(to(location + "?wait=5s").GET());
        await().until(() -> waits.size() == 1);
        exchange.answer(FakeExchange.completed(request, "hello"));
        JsonNode over = json(polled.join());
        assertThat(over.path("status").asText()).isEqualTo("completed");
        assertThat(over.at("/response/choices/0/message/content").asText()).isEqualTo("hello");
        assertThat(json(send(to(location).GET()))).isEqualTo(over);
        assertThat(send(to(location).DELETE()).statusCode()).isEqualTo(409);
    }

    @Test
    void tellsErrorsOfAsynchronousRequests() {
        exchange.gateway =
                request -> exchange.answer(FakeExchange.failed(request, Status.FAILED, "unknown_model", "caller"));
        String location =
                send(post(ASYNC, body())).headers().firstValue("location").orElseThrow();
        JsonNode over = json(send(to(location).GET()));
        assertThat(over.path("status").asText()).isEqualTo("failed");
        assertThat(over.path("status_code").asInt()).isEqualTo(404);
        assertThat(over.at("/error/code").asText()).isEqualTo("model_not_found");
    }

    @Test
    void cancelsAsynchronousRequests() {
        String location =
                send(post(ASYNC, body())).headers().firstValue("location").orElseThrow();
        HttpResponse<String> cancelled = send(to(location).DELETE());
        assertThat(cancelled.statusCode()).isEqualTo(202);
        assertThat(exchange.cancellations).hasSize(1);
    }

    @Test
    void doesNotKnowWhatWasNeverWritten() {
        assertThat(send(to("/v1/async/requests/nobodys").GET()).statusCode()).isEqualTo(404);
        exchange.building = true;
        HttpResponse<String> building = send(to("/v1/async/requests/nobodys").GET());
        assertThat(building.statusCode()).isEqualTo(503);
        assertThat(building.headers().firstValue("retry-after")).isPresent();
    }

    @Test
    void waitsNoLongerThanItIsAsked() throws Exception {
        String location =
                send(post(ASYNC, body())).headers().firstValue("location").orElseThrow();
        HttpResponse<String> looked = send(to(location + "?wait=100ms").GET());
        assertThat(json(looked).path("status").asText()).isEqualTo("in_progress");
        assertThat(send(to(location + "?wait=soon").GET()).statusCode()).isEqualTo(400);
        assertThat(raw("GET " + location + "?wait=%zz HTTP/1.1\r\nhost: localhost\r\n\r\n"))
                .contains(" 400 ");
    }

    @Test
    void namesTheModels() {
        JsonNode list = json(send(to("/v1/models").GET()));
        assertThat(list.at("/data/0/id").asText()).isEqualTo("mistral-small-latest");
        assertThat(send(to("/v1/models/mistral-small-latest").GET()).statusCode())
                .isEqualTo(200);
        assertThat(send(to("/v1/models/other").GET()).statusCode()).isEqualTo(404);
    }

    @Test
    void servesSeveralRequestsOfOneConnectionAfterAnError() throws Exception {
        answerAll();
        assertThat(send(post(CHAT, "{")).statusCode()).isEqualTo(400);
        assertThat(client.sendAsync(post(CHAT, body()).build(), BodyHandlers.ofString())
                        .get(5, TimeUnit.SECONDS)
                        .statusCode())
                .isEqualTo(200);
    }
}
