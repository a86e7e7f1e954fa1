package dev.alize.routing;

import dev.alize.domain.Outcome;
import dev.alize.domain.Quota;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** Gives all the quota that is asked for unless told otherwise, and counts what is held. */
final class FakeQuota implements Quota {
    final AtomicInteger held = new AtomicInteger();
    final AtomicInteger endedTwice = new AtomicInteger();
    volatile long laterAtNanos;
    volatile boolean full;
    volatile boolean spent;

    /** Gives nothing more, and says when to ask again. */
    void later(long atNanos) {
        laterAtNanos = atNanos;
        full = true;
    }

    @Override
    public Answer reserve(long promptTokens, @Nullable Long maxTokens, long nowNanos) {
        if (full) {
            return spent ? new Answer.Later(laterAtNanos, true) : new Answer.Later(laterAtNanos);
        }
        held.incrementAndGet();
        return new Answer.Taken(new Held());
    }

    @Override
    public long waitMs(int ahead, long nowNanos) {
        return ahead * 10L;
    }

    private final class Held implements Reservation {
        private boolean over;

        @Override
        public void ended(Outcome outcome, OptionalLong tokens) {
            end();
        }

        @Override
        public void cancelled() {
            end();
        }

        @Override
        public void unused() {
            end();
        }

        private synchronized void end() {
            if (over) {
                endedTwice.incrementAndGet();
            }
            over = true;
            held.decrementAndGet();
        }
    }
}
