package dev.alize.connect.avro;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** Lets one pass, and then nobody for a minute. Any thread may use it. */
final class OnceAMinute {
    private static final long MINUTE = Duration.ofMinutes(1).toNanos();

    private final LongSupplier nanoTime;
    private final AtomicLong last;

    /** @param nanoTime a clock as {@link System#nanoTime} is one */
    OnceAMinute(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
        this.last = new AtomicLong(nanoTime.getAsLong() - MINUTE);
    }

    boolean mayPass() {
        long before = last.get();
        long now = nanoTime.getAsLong();
        return now - before >= MINUTE && last.compareAndSet(before, now);
    }
}
