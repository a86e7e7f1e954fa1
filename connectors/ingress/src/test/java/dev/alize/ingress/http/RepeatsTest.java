package dev.alize.ingress.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.alize.ingress.exchange.Delivery;
import dev.alize.ingress.exchange.FakeExchange;
import dev.alize.ingress.exchange.Place;
import dev.alize.ingress.exchange.UnavailableException;
import dev.alize.schemas.CompletionRequest;
import dev.alize.schemas.Metadata;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/** Callers who ask under the same key. */
class RepeatsTest extends FrontFixture {
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
        String answer = untimed(first.get(2, TimeUnit.SECONDS));
        assertThat(answer).contains("abc").endsWith("data: [DONE]\n\n");
        assertThat(untimed(second.get(2, TimeUnit.SECONDS))).isEqualTo(answer);
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
}
