package dev.alize.gateway;

import dev.alize.topology.NewerRowException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Replaces a stream thread that died, but not for ever: after {@value #MOST} deaths in ten minutes the instance stops,
 * and whoever supervises it decides. A permanent error would else restart the thread thousands of times. A store of a newer release stops the instance at once.
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
        for (Throwable cause = exception; cause != null; cause = cause.getCause()) {
            if (cause instanceof NewerRowException newer) {
                log.atError().addKeyValue("reason", newer.getMessage()).log("The instance stops");
                return StreamThreadExceptionResponse.SHUTDOWN_CLIENT;
            }
        }
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
