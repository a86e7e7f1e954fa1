package dev.alize.calls;

import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/**
 * Where one task finds what its calls come to: results, and word of parts to be taken. Threads of the provider add, the
 * task's stream thread drains. Its size is bounded by {@link Slots}, which count the bytes of every part and result
 * until it is settled and committed.
 *
 * @param <R> what a call results in
 */
public final class Inbox<R> {
    private record Arrival<R>(CallKey key, @Nullable R result, long nanos) {}

    /** Takes what arrived. */
    @FunctionalInterface
    public interface Receiver<R> {
        /** @param result null where the call goes on, and parts of its result can be taken */
        void receive(CallKey key, @Nullable R result);
    }

    private final ConcurrentLinkedQueue<Arrival<R>> arrivals = new ConcurrentLinkedQueue<>();

    void add(CallKey key, @Nullable R result) {
        arrivals.add(new Arrival<>(key, result, System.nanoTime()));
    }

    /** Hands over at most {@code max} arrivals in their order, and returns how many. */
    public int drain(int max, Receiver<R> receiver) {
        int drained = 0;
        while (drained < max) {
            Arrival<R> arrival = arrivals.poll();
            if (arrival == null) {
                break;
            }
            drained++;
            receiver.receive(arrival.key(), arrival.result());
        }
        return drained;
    }

    /** How long the oldest arrival waits by now, in nanoseconds; 0 where there is none. */
    public long oldestWaitNanos() {
        Arrival<R> oldest = arrivals.peek();
        return oldest == null ? 0 : Math.max(0, System.nanoTime() - oldest.nanos());
    }

    public boolean isEmpty() {
        return arrivals.isEmpty();
    }
}
