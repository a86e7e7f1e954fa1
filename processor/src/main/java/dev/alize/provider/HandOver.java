package dev.alize.provider;

import io.vertx.core.Context;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hands work from any thread to the event loop, in order of arrival. At most one task waits on the loop however much is
 * handed over, so that a burst wakes the loop once and not once per call. Once the loop has ended, nothing runs any more.
 */
final class HandOver {
    /** After so many pieces the loop reads from its sockets again. */
    private static final int BATCH = 128;

    private static final Logger LOG = LoggerFactory.getLogger(HandOver.class);

    private final Context loop;
    private final Queue<Runnable> waiting = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean scheduled = new AtomicBoolean();

    HandOver(Context loop) {
        this.loop = loop;
    }

    void add(Runnable work) {
        waiting.add(work);
        schedule();
    }

    private void schedule() {
        if (scheduled.compareAndSet(false, true)) {
            try {
                loop.runOnContext(v -> drain());
            } catch (RejectedExecutionException e) {
                LOG.atDebug().log("the provider is closed; what was handed over is dropped");
            }
        }
    }

    private void drain() {
        try {
            Runnable work;
            for (int i = 0; i < BATCH && (work = waiting.poll()) != null; i++) {
                run(work);
            }
        } finally {
            scheduled.set(false);
            if (!waiting.isEmpty()) {
                schedule();
            }
        }
    }

    private static void run(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).log("a task of the provider's event loop failed");
        }
    }
}
