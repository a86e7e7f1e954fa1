package dev.alize.topology;

import dev.alize.domain.FailureKind;
import dev.alize.domain.RequestKey;
import dev.alize.schemas.CompletionResponse;
import dev.alize.schemas.Hash16;
import dev.alize.schemas.OpenRequest;
import org.jspecify.annotations.Nullable;

/**
 * A response on its way to the answer stage.
 *
 * @param encoded the response, encoded and size-checked; null where the answer stage has to do that
 * @param raw the record where the request could not be decoded, for its dead letter; else null
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Answered(
        RequestKey key,
        Hash16 content,
        OpenRequest open,
        CompletionResponse response,
        byte @Nullable [] encoded,
        @Nullable Raw raw) {

    /** The same with another response, to be encoded after policies have judged it. */
    Answered unencoded(CompletionResponse judged) {
        return new Answered(key, content, open, judged, null, raw);
    }

    /** A response for a request that is not called. */
    static Answered refused(Inbound inbound, FailureKind kind, String message, EngineSettings settings, long nowMs) {
        CompletionResponse response = Responses.failed(inbound.open(), kind, message, settings, nowMs);
        Rejection rejection = inbound.rejection();
        return new Answered(
                inbound.key(),
                inbound.content(),
                inbound.open(),
                response,
                null,
                rejection == null ? null : rejection.raw());
    }
}
