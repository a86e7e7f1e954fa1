package dev.alize.bench;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntFunction;

/**
 * Sends requests at the times of a schedule, whether or not earlier ones are answered: what waits behind a slow moment
 * counts as waiting.
 */
final class OpenLoop {
    private final Driver driver;
    private final long start;
    private final long interval;

    /**
     * @param start when request 0 is due, as {@link System#nanoTime()}
     * @param interval nanoseconds between two requests
     */
    OpenLoop(Driver driver, long start, long interval) {
        this.driver = driver;
        this.start = start;
        this.interval = interval;
    }

    /** When a request is due, as {@link System#nanoTime()}. */
    long due(int request) {
        return start + request * interval;
    }

    /**
     * Sends all requests of a ledger, which is expected already.
     *
     * @return how many milliseconds late each was handed to the producer: the driver's own fault
     */
    double[] send(Ledger ledger) throws InterruptedException {
        return send(ledger, request -> driver.messages().request(ledger, request, Driver.PROMPT));
    }

    /**
     * The same with requests made otherwise.
     *
     * @param encoded makes the request with this number
     */
    double[] send(Ledger ledger, IntFunction<byte[]> encoded) throws InterruptedException {
        double[] late = new double[ledger.requests()];
        for (int i = 0; i < late.length; i++) {
            byte[] request = encoded.apply(i);
            awaitTime(due(i));
            late[i] = (System.nanoTime() - due(i)) / 1e6;
            driver.send(ledger, i, request);
        }
        driver.flush();
        return late;
    }

    /** Waits until a time, as {@link System#nanoTime()}. */
    static void awaitTime(long due) throws InterruptedException {
        for (long left = due - System.nanoTime(); left > 0; left = due - System.nanoTime()) {
            if (Thread.interrupted()) {
                throw new InterruptedException("while sending on schedule");
            }
            LockSupport.parkNanos(Math.min(left, TimeUnit.SECONDS.toNanos(1)));
        }
    }
}
