package dev.alize.ingress.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.alize.ingress.exchange.Delivery;
import dev.alize.ingress.exchange.FakeExchange;
import dev.alize.ingress.exchange.Place;
import dev.alize.schemas.CompletionChunk;
import dev.alize.schemas.CompletionRequest;
import dev.alize.schemas.Delta;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** What becomes of a request whose caller leaves. */
class LeavingTest extends FrontFixture {
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
}
