package dev.alize.topology;

import dev.alize.calls.Intake;
import dev.alize.domain.RequestKey;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * When the requests of one task that wait for their next attempt are due: their keys only, the requests are in the store,
 * from which this is filled again when the task starts. Owned by the task's stream thread.
 */
final class Delays {
    /**
     * A request that waits.
     *
     * @param target it will be tried at; null where it has none
     * @param dueAtMs when it is due
     * @param expiresAtMs when it is answered as expired
     */
    record Delay(RequestKey request, @Nullable String target, long dueAtMs, long expiresAtMs) {
        long wakeAtMs() {
            return Math.min(dueAtMs, expiresAtMs);
        }
    }

    private final Intake intake;
    private final Map<RequestKey, Delay> waiting = new HashMap<>();
    /** What left, or was given another time, stays until it comes to the front. */
    private final PriorityQueue<Delay> wakeUps = new PriorityQueue<>(Comparator.comparingLong(Delay::wakeAtMs));

    Delays(Intake intake) {
        this.intake = intake;
    }

    /** Adds a request, or gives it another time. */
    Delay add(RequestKey request, long dueAtMs, @Nullable String target, long expiresAtMs) {
        Delay delay = new Delay(request, target, dueAtMs, expiresAtMs);
        if (waiting.put(request, delay) == null) {
            intake.delays(1);
        }
        wakeUps.add(delay);
        if (wakeUps.size() > 64 + 4 * waiting.size()) {
            wakeUps.removeIf(old -> waiting.get(old.request()) != old);
        }
        return delay;
    }

    /** The next one that is due or expired, which leaves with that; null where none is. */
    @Nullable
    Delay next(long nowMs) {
        while (!wakeUps.isEmpty() && wakeUps.element().wakeAtMs() <= nowMs) {
            Delay delay = wakeUps.remove();
            if (waiting.get(delay.request()) == delay) {
                leave(delay.request());
                return delay;
            }
        }
        return null;
    }

    /** All that wait, in no order. */
    List<Delay> all() {
        return List.copyOf(waiting.values());
    }

    /** Whether the request waits here, and was not taken out since. */
    boolean holds(Delay delay) {
        return waiting.get(delay.request()) == delay;
    }

    void leave(RequestKey request) {
        if (waiting.remove(request) != null) {
            intake.delays(-1);
        }
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    void close() {
        intake.delays(-waiting.size());
        waiting.clear();
        wakeUps.clear();
    }
}
