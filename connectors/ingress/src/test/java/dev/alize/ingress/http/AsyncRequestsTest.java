package dev.alize.ingress.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.alize.ingress.exchange.FakeExchange;
import dev.alize.schemas.CompletionRequest;
import dev.alize.schemas.Metadata;
import dev.alize.schemas.Status;
import java.net.http.HttpResponse;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Requests that are asked for later. */
class AsyncRequestsTest extends FrontFixture {
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
}
