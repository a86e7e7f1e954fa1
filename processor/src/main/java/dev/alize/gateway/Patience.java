package dev.alize.gateway;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/**
 * Waits for something that nobody tells of.
 *
 * @param timer looks, every 20 ms while somebody waits
 */
record Patience(ScheduledExecutorService timer) {
    private static final long LOOK_MS = 20;

    /** Whether something held at so many looks in a row before the time was over. */
    boolean until(BooleanSupplier condition, Duration timeout, int looks) {
        CountDownLatch held = new CountDownLatch(1);
        AtomicInteger inARow = new AtomicInteger();
        var look = timer.scheduleWithFixedDelay(
                () -> {
                    if ((condition.getAsBoolean() ? inARow.incrementAndGet() : inARow.getAndSet(0)) >= looks) {
                        held.countDown();
                    }
                },
                0,
                LOOK_MS,
                TimeUnit.MILLISECONDS);
        try {
            return held.await(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        } finally {
            look.cancel(false);
        }
    }
}
