package dev.alize.bench;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

/** Sends small requests on a schedule until it is ended, on a thread of its own. */
final class SteadyLoad implements AutoCloseable {
    private final Driver driver;
    private final Ledger ledger;
    private final OpenLoop loop;
    private final AtomicInteger sent = new AtomicInteger();
    private final AtomicBoolean stopped = new AtomicBoolean();
    private final Thread thread;

    /**
     * Begins at once.
     *
     * @param ledger with room for all requests, expected by the driver
     * @param interval nanoseconds between two requests
     */
    SteadyLoad(Driver driver, Ledger ledger, long interval) {
        this.driver = driver;
        this.ledger = ledger;
        this.loop = new OpenLoop(driver, System.nanoTime(), interval);
        this.thread = Thread.ofPlatform().name("load").start(this::send);
    }

    private void send() {
        try {
            for (int i = 0; i < ledger.requests() && !stopped.get(); i++) {
                OpenLoop.awaitTime(loop.due(i));
                driver.send(ledger, i, driver.messages().request(ledger, i, Driver.TRIVIAL));
                sent.set(i + 1);
            }
            driver.flush();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Requests so far. */
    int sent() {
        return sent.get();
    }

    /** Sends no more, and returns once all is written. */
    @Override
    public void close() {
        stopped.set(true);
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
