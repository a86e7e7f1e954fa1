package dev.alize.topology;

import dev.alize.schemas.CompletionResponse;
import dev.alize.schemas.DeadLetter;
import dev.alize.schemas.OpenRequest;
import dev.alize.schemas.ResponseError;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Makes the records of {@code llm.dead-letters}. Their headers carry the error under the names of KIP-1034, so that
 * tools which know Kafka Streams' own dead letter queue can read them.
 */
final class DeadLetters {
    /** Tells a reader that the value is whatever somebody wrote, even where it can be decoded as a dead letter. */
    private static final String RAW = "llm.raw";

    private final Codec codec;
    private final int partition;
    private final int maxBytes;

    /** @param maxBytes largest value that can be produced; a larger one is left out and its size stated in a header */
    DeadLetters(Codec codec, int partition, int maxBytes) {
        this.codec = codec;
        this.partition = partition;
        this.maxBytes = maxBytes;
    }

    /** A request that failed for good. */
    Record<byte[], Outgoing> failed(OpenRequest open, CompletionResponse response, long nowMs) {
        return letter(open, response.getError(), response.getTarget(), nowMs);
    }

    /** A request that gets no response of its own. */
    Record<byte[], Outgoing> refused(OpenRequest open, ResponseError error, long nowMs) {
        return letter(open, error, null, nowMs);
    }

    private Record<byte[], Outgoing> letter(
            OpenRequest open, ResponseError error, @Nullable String target, long nowMs) {
        DeadLetter letter = DeadLetter.newBuilder()
                .setRequestId(open.getRequest().getRequestId())
                .setTenant(open.getRequest().getTenant())
                .setRedrive(open.getRequest().getRedrive())
                .setError(error)
                .setAttempts(open.getAttempts())
                .setTarget(target)
                .setSourceTopic(open.getSourceTopic())
                .setSourcePartition(partition)
                .setSourceOffset(open.getSourceOffset())
                .setAt(Instant.ofEpochMilli(nowMs))
                .setRequest(open.getRequest())
                .build();
        Headers headers = errorHeaders(error, open.getSourceTopic(), open.getSourceOffset());
        return bounded(RecordParts.key(open), codec.encode(letter), false, headers, nowMs);
    }

    /** A record that could not be decoded, as it came. */
    Record<byte[], Outgoing> undecodable(
            byte @Nullable [] key, Raw raw, ResponseError error, String topic, long offset, long nowMs) {
        Headers headers = errorHeaders(error, topic, offset);
        raw.schema().forEach(headers::add);
        put(headers, RAW, "true");
        return bounded(key, raw.value(), true, headers, nowMs);
    }

    private Record<byte[], Outgoing> bounded(
            byte @Nullable [] key, byte @Nullable [] value, boolean isRaw, Headers headers, long nowMs) {
        byte[] kept = value;
        if (value != null && value.length > maxBytes) {
            put(headers, "llm.dropped-bytes", Integer.toString(value.length));
            kept = null;
        }
        return new Record<>(key, new Outgoing(partition, kept, isRaw), nowMs, headers);
    }

    private Headers errorHeaders(ResponseError error, String topic, long offset) {
        Headers headers = new RecordHeaders();
        put(headers, "llm.error-kind", error.getKind());
        put(headers, "__streams.errors.exception", error.getKind());
        put(headers, "__streams.errors.message", error.getMessage());
        put(headers, "__streams.errors.topic", topic);
        put(headers, "__streams.errors.partition", Integer.toString(partition));
        put(headers, "__streams.errors.offset", Long.toString(offset));
        return headers;
    }

    private static void put(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
