package dev.alize.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Ctrl-C or SIGTERM as a wish: the process ends when the work that is watched has stopped in order, or after two
 * minutes.
 */
final class Interruption implements AutoCloseable {
    private static final long PATIENCE_SECONDS = 120;

    private final CountDownLatch wished = new CountDownLatch(1);
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread hook = new Thread(this::interrupt, "alize-interruption");
    private volatile boolean requested;

    private Interruption() {}

    /** From now on until {@link #close}. */
    static Interruption watch() {
        Interruption interruption = new Interruption();
        Runtime.getRuntime().addShutdownHook(interruption.hook);
        return interruption;
    }

    private void interrupt() {
        requested = true;
        wished.countDown();
        try {
            boolean inTime = stopped.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
            if (!inTime) {
                System.err.println("alize: still not stopped after " + PATIENCE_SECONDS + " s, giving up");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    boolean requested() {
        return requested;
    }

    /** Returns when the process shall end. */
    void await() throws InterruptedException {
        wished.await();
    }

    /** The work has stopped. */
    @Override
    public void close() {
        stopped.countDown();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException ending) {
            // The process is ending already, which is what the hook is for.
            requested = true;
        }
    }
}
