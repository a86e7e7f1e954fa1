package dev.alize.ingress.http;

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
import dev.alize.ingress.exchange.Exchange;
import dev.alize.ingress.exchange.FakeExchange;
import dev.alize.ingress.exchange.Waits;
import dev.alize.ingress.metrics.Measures;
import dev.alize.schemas.CompletionRequest;
import dev.alize.schemas.Endpoint;
import dev.alize.schemas.Metadata;
import dev.alize.schemas.Parameters;
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
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;

/** The server over real sockets, in front of topics in memory. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(20)
abstract class FrontFixture {
    static final String CHAT = "/v1/chat/completions";
    static final String ASYNC = "/v1/async/chat/completions";
    static final String BODY =
            "{\"model\":\"mistral-small-latest\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]%s}";
    static final int LIMIT = 64 << 10;

    final AtomicInteger ids = new AtomicInteger();
    final Waits waits = new Waits(100);
    final FakeExchange exchange = new FakeExchange(waits);
    final Measures measures = new Measures();
    final HttpClient client =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    final ObjectMapper json = new ObjectMapper();
    HttpFront front;

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

    HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create(front.url() + path)).timeout(Duration.ofSeconds(15));
    }

    HttpRequest.Builder post(String path, String body) {
        return to(path).header("content-type", "application/json").POST(HttpRequest.BodyPublishers.ofString(body));
    }

    HttpResponse<String> send(HttpRequest.Builder request) {
        return client.sendAsync(request.build(), BodyHandlers.ofString()).join();
    }

    CompletableFuture<HttpResponse<String>> sendAsync(HttpRequest.Builder request) {
        return client.sendAsync(request.build(), BodyHandlers.ofString());
    }

    JsonNode json(HttpResponse<String> response) {
        try {
            return json.readTree(response.body());
        } catch (IOException e) {
            throw new AssertionError(response.body(), e);
        }
    }

    String errorCode(HttpResponse<String> response) {
        return json(response).path("error").path("code").asText();
    }

    void answerAll() {
        exchange.gateway = request -> exchange.answer(FakeExchange.completed(request, "hello"));
    }

    static String body() {
        return BODY.formatted("");
    }

    static String streamed() {
        return BODY.formatted(",\"stream\":true");
    }

    CompletionRequest written(int count) {
        await().until(() -> exchange.requests.size() >= count);
        return exchange.requests.get(count - 1);
    }

    CompletableFuture<HttpResponse<String>> keyed(String key, String body) {
        return sendAsync(post(CHAT, body).header("idempotency-key", key));
    }

    /** Each caller's stream has the second in which he asked. */
    static String untimed(HttpResponse<String> stream) {
        return stream.body().replaceAll("\"created\":[0-9]+", "");
    }

    static CompletionRequest request(String id) {
        return CompletionRequest.newBuilder()
                .setRequestId(id)
                .setTenant("default")
                .setEndpoint(Endpoint.CHAT)
                .setMessages(List.of())
                .setParameters(new Parameters())
                .setMetadata(Map.of(Metadata.INGRESS_BODY, "other"))
                .build();
    }

    Socket connect() throws IOException {
        URI uri = URI.create(front.url());
        Socket socket = new Socket(uri.getHost(), uri.getPort());
        socket.setSoTimeout(15_000);
        return socket;
    }

    Socket raw(String path, String body, String headers) throws IOException {
        Socket socket = connect();
        String head = "POST " + path + " HTTP/1.1\r\nhost: localhost\r\ncontent-type: application/json\r\n" + headers
                + "content-length: " + body.length() + "\r\n\r\n";
        socket.getOutputStream().write((head + body).getBytes(StandardCharsets.US_ASCII));
        return socket;
    }

    double metric(String name) {
        String line = measures.scrape()
                .lines()
                .filter(metric -> metric.startsWith(name + " "))
                .findFirst()
                .orElseThrow();
        return Double.parseDouble(line.substring(name.length()));
    }

    String raw(String request) throws IOException {
        try (Socket socket = connect()) {
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            return firstLine(socket.getInputStream());
        }
    }

    static String firstLine(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = in.read(); c >= 0 && c != '\r'; c = in.read()) {
            line.append((char) c);
        }
        return line.toString();
    }
}
