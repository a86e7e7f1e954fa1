package dev.alize.tracing;

import dev.alize.schemas.AuditEvent;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import org.jspecify.annotations.Nullable;

/**
 * The ids of a request's spans. They follow from its events, so that whoever reads an event a second time, in another
 * process too, makes the same spans.
 *
 * @param trace 32 hexadecimal digits
 * @param root id of the span of the whole request, 16 hexadecimal digits
 * @param caller the producer's span; null where the request came without one
 */
record TraceIds(String trace, String root, @Nullable SpanContext caller) {
    private static final HexFormat HEX = HexFormat.of();

    /** @param event of a request: it has tenant and request id */
    static TraceIds of(AuditEvent event) {
        String request = String.join(
                "\u0000",
                event.getTenant(),
                event.getRequestId(),
                Integer.toString(event.getRedrive()),
                String.valueOf(event.getSourceTopic()),
                String.valueOf(event.getSourceOffset()));
        String traceparent = event.getTraceparent();
        if (traceparent == null) {
            return new TraceIds(id(32, "trace", request), id(16, "root", request), null);
        }
        String trace = traceparent.substring(3, 35);
        SpanContext caller = SpanContext.createFromRemoteParent(
                trace, traceparent.substring(36, 52), TraceFlags.fromHex(traceparent, 53), TraceState.getDefault());
        return new TraceIds(trace, id(16, "root", trace, request), caller);
    }

    /** Id of a span below the request's. */
    String below(String... what) {
        return id(16, trace, root, String.join("\u0000", what));
    }

    private static String id(int digits, String... parts) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256")
                    .digest(String.join("\u0000", parts).getBytes(StandardCharsets.UTF_8));
            hash[0] |= 1; // never all zeros
            return HEX.formatHex(hash, 0, digits / 2);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("Every Java has SHA-256", e);
        }
    }
}
