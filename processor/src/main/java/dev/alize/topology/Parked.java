package dev.alize.topology;

import dev.alize.calls.Intake;
import dev.alize.domain.RequestKey;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The requests of one task that wait for what a policy was told: their keys only, the requests are in the store, from
 * which this is filled again when the task starts. Owned by the task's stream thread.
 */
final class Parked {
    /**
     * A request that waits. Compared by identity: the same request may be parked again.
     *
     * @param expiresAtMs when it is answered as expired
     */
    record Stay(RequestKey request, long expiresAtMs) {}

    private final Intake intake;
    private final Map<RequestKey, Stay> waiting = new HashMap<>();
    /** What the store held when the task started, by policy, until its stage takes it. */
    private final Map<String, Deque<Stay>> restored = new HashMap<>();

    Parked(Intake intake) {
        this.intake = intake;
    }

    Stay add(RequestKey request, long expiresAtMs) {
        Stay stay = new Stay(request, expiresAtMs);
        if (waiting.put(request, stay) == null) {
            intake.parks(1);
        }
        return stay;
    }

    /** Of the store; the oldest first. */
    void restore(RequestKey request, String policy, long expiresAtMs) {
        restored.computeIfAbsent(policy, name -> new ArrayDeque<>()).add(add(request, expiresAtMs));
    }

    /** What a policy was to be asked when the task started, once. */
    Deque<Stay> takeRestored(String policy) {
        Deque<Stay> taken = restored.remove(policy);
        return taken == null ? new ArrayDeque<>() : taken;
    }

    boolean hasRestored() {
        return !restored.isEmpty();
    }

    /** What no stage has taken: it was parked by a policy that the configuration no longer has. */
    List<RequestKey> takeOrphans() {
        List<RequestKey> orphans = new ArrayList<>();
        restored.values()
                .forEach(stays ->
                        stays.stream().filter(this::holds).map(Stay::request).forEach(orphans::add));
        restored.clear();
        return orphans;
    }

    /** Whether the request still waits as it did then. */
    @SuppressWarnings("ReferenceEquality") // a later stay of the same request is another one
    boolean holds(Stay stay) {
        return waiting.get(stay.request()) == stay;
    }

    /** How many wait now. */
    int size() {
        return waiting.size();
    }

    void leave(RequestKey request) {
        if (waiting.remove(request) != null) {
            intake.parks(-1);
        }
    }

    /** Leaves with all; their rows stay. */
    void close() {
        intake.parks(-waiting.size());
        waiting.clear();
        restored.clear();
    }
}
