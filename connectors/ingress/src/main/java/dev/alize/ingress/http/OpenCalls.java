package dev.alize.ingress.http;

import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** The HTTP requests that are open in a process, and whether it takes more. Any thread may call. */
final class OpenCalls {
    private final Set<Call> open = ConcurrentHashMap.newKeySet();
    private volatile boolean stopping;

    void add(Call call) {
        open.add(call);
    }

    void remove(Call call) {
        open.remove(call);
        if (stopping) {
            synchronized (this) {
                notifyAll();
            }
        }
    }

    int size() {
        return open.size();
    }

    boolean isStopping() {
        return stopping;
    }

    void stop() {
        stopping = true;
    }

    /** Waits until none is open; false where that takes too long. Blocks. */
    synchronized boolean awaitNone(Duration patience) throws InterruptedException {
        long end = System.nanoTime() + patience.toNanos();
        while (!open.isEmpty()) {
            long left = end - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            TimeUnit.NANOSECONDS.timedWait(this, Math.min(left, 100_000_000L));
        }
        return true;
    }

    /** Ends those that are open, each on its loop. */
    void endAll() {
        open.forEach(Call::stop);
    }
}
