package dev.alize.tracing;

import io.opentelemetry.sdk.trace.IdGenerator;

/** Hands out the ids that were given last by the same thread. */
final class GivenIds implements IdGenerator {
    private final ThreadLocal<String> trace = new ThreadLocal<>();
    private final ThreadLocal<String> span = new ThreadLocal<>();

    void give(String traceId, String spanId) {
        trace.set(traceId);
        span.set(spanId);
    }

    @Override
    public String generateTraceId() {
        return trace.get();
    }

    @Override
    public String generateSpanId() {
        return span.get();
    }
}
