package dev.alize.calls;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The parts of one call's result, in numbered batches. A batch that was taken never changes, and is kept until its
 * transaction has committed: a task that adopts the call takes the same batches with the same numbers again, so that a
 * reader who has seen one can tell. Guarded by the monitor of its call.
 */
final class Parts<P> {
    private final Deque<Batch<P>> uncommitted = new ArrayDeque<>();
    private List<P> fresh = new ArrayList<>();
    private long freshBytes;
    private int next;
    private int taken;

    /** Adds a part; batches get no larger than {@code most} bytes, unless a single part is. */
    void add(P part, long bytes, long most) {
        if (freshBytes > 0 && freshBytes + bytes > most) {
            seal();
        }
        fresh.add(part);
        freshBytes += bytes;
    }

    private void seal() {
        uncommitted.add(new Batch<>(next, fresh, freshBytes));
        next++;
        fresh = new ArrayList<>();
        freshBytes = 0;
    }

    /** What was not taken yet, in order. */
    List<Batch<P>> take() {
        if (!fresh.isEmpty()) {
            seal();
        }
        List<Batch<P>> batches = new ArrayList<>();
        for (Batch<P> batch : uncommitted) {
            if (batch.sequence() >= taken) {
                batches.add(batch);
            }
        }
        taken = next;
        return batches;
    }

    /** The same for the end of the call: at least one batch, maybe an empty one, which ends the attempt. */
    List<Batch<P>> takeLast() {
        List<Batch<P>> batches = take();
        if (batches.isEmpty()) {
            seal();
            batches = take();
        }
        return batches;
    }

    /** Whether any batch was ever made, or will be. */
    boolean any() {
        return next > 0 || !fresh.isEmpty();
    }

    /** Forgets what was written, and returns its bytes. */
    long committed(int sequence) {
        long bytes = 0;
        while (!uncommitted.isEmpty() && uncommitted.element().sequence() <= sequence) {
            bytes += uncommitted.remove().size();
        }
        return bytes;
    }

    /** Another task goes on: what is not committed is to be taken again. */
    void again() {
        taken = uncommitted.isEmpty() ? next : uncommitted.element().sequence();
    }

    boolean hasMore() {
        return taken < next || !fresh.isEmpty();
    }
}
