package dev.alize.ingress.access;

import dev.alize.ingress.errors.ApiError;
import dev.alize.ingress.errors.Refusals;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * The place of one open request among those of its tenant. Whoever got it closes it once the last byte of the answer is
 * written or the caller has left; closing again does nothing. Any thread may call.
 */
public final class Ticket implements AutoCloseable {
    private static final int OPEN = 0;
    private static final int STREAMING = 1;
    private static final int CLOSED = 2;

    private final Usage usage;
    private final TenantLimits limits;
    private final AtomicInteger state = new AtomicInteger(OPEN);

    /** @param usage has counted the request already */
    Ticket(Usage usage, TenantLimits limits) {
        this.usage = usage;
        this.limits = limits;
    }

    /** Counts the request as a stream from now on. @return why it may not be one; empty where it may, or is one */
    public Optional<ApiError> stream() {
        if (state.get() != OPEN) {
            return Optional.empty();
        }
        Integer limit = limits.concurrentStreams();
        if (!usage.openStream(limit)) {
            return Optional.of(Refusals.tooManyAtOnce(limit == null ? Integer.MAX_VALUE : limit, "streams"));
        }
        if (!state.compareAndSet(OPEN, STREAMING)) {
            usage.closeStream();
        }
        return Optional.empty();
    }

    @Override
    public void close() {
        int before = state.getAndSet(CLOSED);
        if (before == CLOSED) {
            return;
        }
        if (before == STREAMING) {
            usage.closeStream();
        }
        usage.closeRequest();
    }
}
