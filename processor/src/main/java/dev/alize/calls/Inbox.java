package dev.alize.calls;

import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.BiConsumer;

/**
 * Where one task finds the results of its calls. Threads of the provider add, the task's stream thread drains. Its size
 * is bounded by {@link Intake}, which counts the bytes of every result until it is settled and committed.
 */
public final class Inbox<R> {
    private record Arrival<R>(CallKey key, R result) {}

    private final ConcurrentLinkedQueue<Arrival<R>> arrivals = new ConcurrentLinkedQueue<>();

    void add(CallKey key, R result) {
        arrivals.add(new Arrival<>(key, result));
    }

    /** Hands over at most {@code max} results in the order of their arrival, and returns how many. */
    public int drain(int max, BiConsumer<CallKey, R> consumer) {
        int drained = 0;
        while (drained < max) {
            Arrival<R> arrival = arrivals.poll();
            if (arrival == null) {
                break;
            }
            drained++;
            consumer.accept(arrival.key(), arrival.result());
        }
        return drained;
    }

    public boolean isEmpty() {
        return arrivals.isEmpty();
    }
}
