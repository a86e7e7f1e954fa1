package dev.alize.provider;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.LongSupplier;

/** Lets so many questions be open at once; further ones wait in their order, not for ever. Thread-safe. */
final class QuestionQueue {
    /** Parked requests are asked for a few at a time, so that only answers can pile up here: open calls are bounded. */
    private static final int MOST_WAITING = 10_000;

    private record Waiting(Runnable begin, Runnable giveUp, long untilNanos) {}

    private final LongSupplier nanos;
    private final Deque<Waiting> waiting = new ArrayDeque<>();
    private int most = 1;
    private int open;

    QuestionQueue(LongSupplier nanos) {
        this.nanos = nanos;
    }

    /**
     * Begins now, or later when a question leaves; each of those that begin must leave.
     *
     * @param newMost questions open at once, from now on
     * @param patience for the wait; looked at whenever a question leaves
     * @param giveUp run instead of {@code begin} where the wait was longer
     * @return false where too many wait
     */
    boolean enter(int newMost, Duration patience, Runnable begin, Runnable giveUp) {
        synchronized (this) {
            most = newMost;
            if (open >= most) {
                if (waiting.size() >= MOST_WAITING) {
                    return false;
                }
                waiting.add(new Waiting(begin, giveUp, nanos.getAsLong() + patience.toNanos()));
                return true;
            }
            open++;
        }
        begin.run();
        return true;
    }

    /** A question has ended. */
    void leave() {
        List<Runnable> next = new ArrayList<>();
        synchronized (this) {
            open--;
            long now = nanos.getAsLong();
            while (!waiting.isEmpty() && waiting.element().untilNanos() - now <= 0) {
                next.add(waiting.remove().giveUp());
            }
            while (open < most && !waiting.isEmpty()) {
                open++;
                next.add(waiting.remove().begin());
            }
        }
        next.forEach(Runnable::run);
    }
}
