package dev.alize.ingress.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.alize.ingress.exchange.FakeExchange;
import dev.alize.schemas.CompletionRequest;
import dev.alize.schemas.Status;
import java.net.Socket;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Answers that are told while they come. */
class StreamsTest extends FrontFixture {
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
}
