package dev.alize.topology;

import dev.alize.budget.Lease;
import dev.alize.budget.Leases;
import dev.alize.domain.RequestKey;
import dev.alize.topology.Parked.Stay;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** The requests of a task that wait for their budgets, in their order. Owned by the task's stream thread. */
final class Waitlist {
    /**
     * A parked request.
     *
     * @param needs by account; empty for one that was parked before the task started, and is yet to be judged
     * @param heldUntil when its window turns, in milliseconds since 1970; 0 where it waits for leases
     */
    record Waiting(Stay stay, Map<String, Long> needs, long heldUntil) {}

    private final Leases leases;
    private final Map<RequestKey, Waiting> waiting = new LinkedHashMap<>();
    private Set<String> awaited = new HashSet<>();

    Waitlist(Leases leases) {
        this.leases = leases;
    }

    /** Adds a request, or gives it other needs in its place. */
    void add(Waiting one) {
        waiting.put(one.stay().request(), one);
    }

    /** One that is yet to be judged. */
    void add(Stay stay) {
        add(new Waiting(stay, Map.of(), 0));
    }

    boolean contains(RequestKey key) {
        return waiting.containsKey(key);
    }

    /** Whether it was there. */
    boolean remove(RequestKey key) {
        return waiting.remove(key) != null;
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    int size() {
        return waiting.size();
    }

    /** Whether any waits for leases, and not only for its window to turn. */
    boolean hasUnheld() {
        return waiting.values().stream().anyMatch(one -> one.heldUntil() == 0);
    }

    List<Waiting> all() {
        return List.copyOf(waiting.values());
    }

    /** Whether there is something new for a request: it is over budget, or all of its leases have room. */
    boolean isDue(Waiting one, Set<String> taken, long now) {
        if (one.heldUntil() > 0) {
            return one.heldUntil() <= now;
        }
        boolean over = one.needs().entrySet().stream()
                .anyMatch(need -> leases.of(need.getKey()).isOver(need.getValue()));
        return over
                || one.needs().entrySet().stream()
                        .allMatch(need -> !taken.contains(need.getKey())
                                && leases.of(need.getKey()).fits(need.getValue()));
    }

    /** Notes with the leases what is waited for. */
    void tell() {
        Map<String, Long> firsts = new LinkedHashMap<>();
        Map<String, Long> all = new HashMap<>();
        for (Waiting one : waiting.values()) {
            if (one.heldUntil() == 0) {
                claimable(one).forEach((account, need) -> {
                    firsts.putIfAbsent(account, need);
                    all.merge(account, need, Long::sum);
                });
            }
        }
        awaited.forEach(account -> firsts.putIfAbsent(account, 0L));
        firsts.forEach((account, need) -> leases.await(account, need, all.getOrDefault(account, 0L)));
        awaited = new HashSet<>(all.keySet());
    }

    /**
     * What a request claims and keeps of its accounts. Where others wait for an account too, it is claimed only after
     * those before it, in the order of their names: partitions would keep from each other what the other one needs.
     */
    private Map<String, Long> claimable(Waiting one) {
        Map<String, Long> claimable = new TreeMap<>();
        boolean lacks = false;
        for (Map.Entry<String, Long> need : one.needs().entrySet()) {
            Lease lease = leases.of(need.getKey());
            if (!lacks || !lease.isScarce()) {
                claimable.put(need.getKey(), need.getValue());
            }
            lacks |= !lease.fits(need.getValue());
        }
        return claimable;
    }
}
