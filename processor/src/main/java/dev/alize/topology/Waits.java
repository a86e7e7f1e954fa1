package dev.alize.topology;

import dev.alize.calls.Slots;
import dev.alize.domain.Pass;
import dev.alize.domain.RequestKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The requests of one task that wait for a slot: only their keys, the requests are in the store. Owned by the task's
 * stream thread; only word of a grant comes from other threads.
 */
final class Waits {
    private record Grant(RequestKey request, Slots.Ticket ticket) {}

    private record Expiry(long atMs, RequestKey request) {}

    private final Slots slots;
    private final Map<RequestKey, Slots.Ticket> tickets = new HashMap<>();
    private final Queue<Grant> granted = new ConcurrentLinkedQueue<>();
    private final PriorityQueue<Expiry> expiries = new PriorityQueue<>(Comparator.comparingLong(Expiry::atMs));

    Waits(Slots slots) {
        this.slots = slots;
    }

    void add(RequestKey request, Slots.Want want, long expiresAtMs) {
        Slots.@Nullable Ticket before =
                tickets.put(request, slots.await(want, ticket -> granted.add(new Grant(request, ticket))));
        if (before != null) {
            before.leave();
        }
        expiries.add(new Expiry(expiresAtMs, request));
    }

    /** Hands over at most {@code most} requests that may be called now; each brings a slot, with its bytes, along. */
    void takeGranted(int most, GrantReceiver receiver) {
        for (int i = 0; i < most; i++) {
            Grant grant = granted.poll();
            if (grant == null) {
                return;
            }
            boolean wanted = tickets.remove(grant.request(), grant.ticket());
            Pass pass = wanted ? grant.ticket().use() : null;
            if (pass != null) {
                receiver.granted(grant.request(), pass, grant.ticket().bytes());
            } else {
                grant.ticket().leave();
            }
        }
    }

    /** Takes a request, and the slot that comes with it, over. */
    @FunctionalInterface
    interface GrantReceiver {
        void granted(RequestKey request, Pass pass, long slotBytes);
    }

    /** Hands over, at most so many, the requests that expired while they waited; they leave with being answered. */
    void takeExpired(int most, long nowMs, Consumer<RequestKey> receiver) {
        for (int taken = 0;
                taken < most && !expiries.isEmpty() && expiries.element().atMs() <= nowMs; ) {
            RequestKey request = expiries.remove().request();
            if (tickets.containsKey(request)) {
                receiver.accept(request);
                taken++;
            }
        }
        while (!expiries.isEmpty() && !tickets.containsKey(expiries.element().request())) {
            expiries.remove();
        }
        slots.expires(
                this, expiries.isEmpty() ? Long.MAX_VALUE : expiries.element().atMs());
        if (expiries.size() > 64 + 4 * tickets.size()) {
            expiries.removeIf(expiry -> !tickets.containsKey(expiry.request()));
        }
    }

    /** The request is answered. */
    void leave(RequestKey request) {
        Slots.@Nullable Ticket ticket = tickets.remove(request);
        if (ticket != null) {
            ticket.leave();
        }
    }

    boolean isEmpty() {
        return tickets.isEmpty();
    }

    /** Leaves the queue with all; their rows stay. */
    void close() {
        List<Slots.Ticket> left = new ArrayList<>(tickets.values());
        tickets.clear();
        left.forEach(Slots.Ticket::leave);
        granted.clear();
        expiries.clear();
        slots.expires(this, Long.MAX_VALUE);
    }
}
