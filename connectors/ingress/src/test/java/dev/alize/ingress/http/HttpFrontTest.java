package dev.alize.ingress.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.alize.ingress.exchange.Delivery;
import dev.alize.ingress.exchange.FakeExchange;
import dev.alize.schemas.CompletionRequest;
import dev.alize.schemas.Endpoint;
import dev.alize.schemas.Priority;
import dev.alize.schemas.Status;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** What callers are answered, and what they are refused. */
class HttpFrontTest extends FrontFixture {
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
