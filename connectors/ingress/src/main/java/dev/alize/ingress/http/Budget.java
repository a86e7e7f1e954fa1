package dev.alize.ingress.http;

import java.util.concurrent.atomic.AtomicLong;

/** Bytes that all requests of a process may hold at once. Any thread may call. */
final class Budget {
    private final long most;
    private final AtomicLong taken = new AtomicLong();

    Budget(long most) {
        this.most = most;
    }

    /** False, and nothing is taken, where there is no room. */
    boolean take(long bytes) {
        if (taken.addAndGet(bytes) > most) {
            taken.addAndGet(-bytes);
            return false;
        }
        return true;
    }

    void give(long bytes) {
        taken.addAndGet(-bytes);
    }

    long taken() {
        return taken.get();
    }
}
