package dev.alize.topology;

import dev.alize.schemas.CompletionRequest;
import dev.alize.schemas.FallbackTicket;
import dev.alize.schemas.OpenRequest;
import dev.alize.schemas.ResponseError;
import dev.alize.schemas.RetryTicket;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Makes the records of {@code llm.retries} and {@code llm.fallbacks}. Their headers carry the error under the names of
 * KIP-1034, and the numbers a person looks for under our own. No text of the request.
 */
final class Tickets {
    private final Codec codec;
    private final int partition;

    Tickets(Codec codec, int partition) {
        this.codec = codec;
        this.partition = partition;
    }

    /** @param open with due time, target and last failure set */
    Record<byte[], Outgoing> retry(OpenRequest open, int hop, long nowMs) {
        CompletionRequest request = open.getRequest();
        RetryTicket ticket = new RetryTicket(
                request.getRequestId(),
                request.getTenant(),
                request.getRedrive(),
                hop,
                open.getDueAt(),
                open.getAttempts(),
                open.getTarget(),
                open.getLastFailure(),
                Instant.ofEpochMilli(nowMs));
        Headers headers = headers(open);
        put(headers, "llm.due-ms", Long.toString(open.getDueAt().toEpochMilli()));
        return new Record<>(RecordParts.key(open), new Outgoing(partition, codec.encode(ticket)), nowMs, headers);
    }

    /** @param open with route and last failure set */
    Record<byte[], Outgoing> fallback(OpenRequest open, String from, int hop, long nowMs) {
        CompletionRequest request = open.getRequest();
        FallbackTicket ticket = new FallbackTicket(
                request.getRequestId(),
                request.getTenant(),
                request.getRedrive(),
                hop,
                from,
                open.getRoute().getFirst(),
                open.getAttempts(),
                open.getLastFailure(),
                Instant.ofEpochMilli(nowMs));
        return new Record<>(RecordParts.key(open), new Outgoing(partition, codec.encode(ticket)), nowMs, headers(open));
    }

    private Headers headers(OpenRequest open) {
        ResponseError error = open.getLastFailure();
        Headers headers = new RecordHeaders();
        put(headers, "__streams.errors.exception", error.getKind());
        put(headers, "__streams.errors.message", error.getMessage());
        put(headers, "__streams.errors.topic", open.getSourceTopic());
        put(headers, "__streams.errors.partition", Integer.toString(partition));
        put(headers, "__streams.errors.offset", Long.toString(open.getSourceOffset()));
        put(headers, "llm.request-id", open.getRequest().getRequestId());
        put(headers, "llm.attempt", Integer.toString(open.getAttempts()));
        put(headers, "llm.target", String.valueOf(open.getTarget()));
        put(headers, "llm.requested-ms", Long.toString(open.getRequestedAt().toEpochMilli()));
        put(headers, "llm.error-kind", error.getKind());
        if (error.getHttpStatus() != null) {
            put(headers, "llm.http-status", Integer.toString(error.getHttpStatus()));
        }
        return headers;
    }

    private static void put(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
