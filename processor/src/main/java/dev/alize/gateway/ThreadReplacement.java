package dev.alize.gateway;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replaces a stream thread that died, but not for ever: after {@value #MOST} deaths in ten minutes the instance stops,
 * and whoever supervises it decides. A permanent error would else restart the thread thousands of times.
 */
final class ThreadReplacement implements StreamsUncaughtExceptionHandler {
    private static final Logger log = LoggerFactory.getLogger(ThreadReplacement.class);
    private static final int MOST = 5;
    private static final long WINDOW_MS = 10 * 60_000;

    private final LongSupplier clock;
    private final Deque<Long> deaths = new ArrayDeque<>();

    /** @param clock milliseconds since 1970 */
    ThreadReplacement(LongSupplier clock) {
        this.clock = clock;
    }

    @Override
    public synchronized StreamThreadExceptionResponse handle(Throwable exception) {
        long now = clock.getAsLong();
        deaths.addLast(now);
        while (deaths.getFirst() < now - WINDOW_MS) {
            deaths.removeFirst();
        }
        boolean giveUp = deaths.size() > MOST;
        log.atError()
                .addKeyValue("deaths_in_10_min", deaths.size())
                .addKeyValue("replaced", !giveUp)
                .setCause(exception)
                .log("A stream thread died");
        return giveUp ? StreamThreadExceptionResponse.SHUTDOWN_CLIENT : StreamThreadExceptionResponse.REPLACE_THREAD;
    }
}
