package dev.alize.routing;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;

/** Counts the moments at which a target began or stopped to take calls, and tells listeners on the executor. */
final class Changes {
    private final AtomicLong count = new AtomicLong();
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private final AtomicBoolean telling = new AtomicBoolean();
    private final Executor executor;

    Changes(Executor executor) {
        this.executor = executor;
    }

    long count() {
        return count.get();
    }

    void listen(Runnable listener) {
        listeners.add(listener);
    }

    /** A target began or stopped to take calls. */
    void rose() {
        count.incrementAndGet();
        tell();
    }

    /** What somebody waits for may have come. Many at once are told once. */
    void tell() {
        if (listeners.isEmpty() || !telling.compareAndSet(false, true)) {
            return;
        }
        try {
            executor.execute(this::run);
        } catch (RejectedExecutionException e) {
            // The process ends; nobody waits any more.
            telling.set(false);
        }
    }

    private void run() {
        telling.set(false);
        listeners.forEach(Runnable::run);
    }
}
