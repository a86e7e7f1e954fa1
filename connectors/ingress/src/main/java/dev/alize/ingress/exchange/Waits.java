package dev.alize.ingress.exchange;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Who waits for which response in this process. Bounded. What happens to one request happens one after the other, under
 * the map's lock for its identity.
 */
public final class Waits {
    private final int most;
    private final ConcurrentHashMap<Identity, Wait> open = new ConcurrentHashMap<>();
    private final AtomicInteger waiters = new AtomicInteger();

    /** How somebody was taken in. */
    public enum Joining {
        /** Nobody asked this before: it has to be written. */
        FIRST,
        /** The same is asked already. */
        JOINED,
        /** Something else is asked under this identity. */
        CONFLICT,
        /** The response came meanwhile; nobody was taken in. */
        ANSWERED,
        /** There is no room; nobody was taken in. */
        FULL
    }

    /** How somebody left. */
    public enum Leaving {
        /** Others wait, or it is to go on without them, or it is answered. */
        GOES_ON,
        /** Nobody wants it any more. */
        ABANDONED,
        /** Was not there. */
        ABSENT
    }

    /** @param most that wait at once, 1 or more */
    public Waits(int most) {
        this.most = most;
    }

    /**
     * Takes somebody in.
     *
     * @param body hash of what is asked; null for one who only looks
     * @param kept whether the request shall go on when nobody waits
     */
    public Joining join(Identity identity, @Nullable String body, boolean kept, Waiter waiter) {
        if (waiters.incrementAndGet() > most) {
            waiters.decrementAndGet();
            return Joining.FULL;
        }
        Joining[] joining = new Joining[1];
        open.compute(identity, (key, before) -> {
            Wait wait = before == null ? new Wait(identity) : before;
            joining[0] = join(wait, body, kept, waiter);
            return wait.waiters().isEmpty() ? null : wait;
        });
        if (joining[0] == Joining.CONFLICT || joining[0] == Joining.ANSWERED) {
            waiters.decrementAndGet();
        }
        return joining[0];
    }

    private static Joining join(Wait wait, @Nullable String body, boolean kept, Waiter waiter) {
        if (wait.isAnswered()) {
            return Joining.ANSWERED;
        }
        String asked = wait.body();
        if (body != null && asked != null && !asked.equals(body)) {
            return Joining.CONFLICT;
        }
        wait.add(waiter);
        if (kept) {
            wait.keep();
        }
        if (body == null || asked != null) {
            return Joining.JOINED;
        }
        wait.ask(body);
        return Joining.FIRST;
    }

    /** Lets somebody go; for the second time it does nothing. */
    public Leaving leave(Identity identity, Waiter waiter) {
        Leaving[] leaving = {Leaving.ABSENT};
        open.computeIfPresent(identity, (key, wait) -> {
            if (!wait.remove(waiter)) {
                return wait;
            }
            waiters.decrementAndGet();
            boolean last = wait.waiters().isEmpty();
            boolean wanted = !last || wait.isKept() || wait.isAnswered() || wait.body() == null;
            leaving[0] = wanted ? Leaving.GOES_ON : Leaving.ABANDONED;
            return last ? null : wait;
        });
        return leaving[0];
    }

    /** The request goes on although those leave who wait for it now. */
    public void keep(Identity identity) {
        open.computeIfPresent(identity, (key, wait) -> {
            wait.keep();
            return wait;
        });
    }

    /** Who waits for a request; null where nobody does. */
    public @Nullable Wait find(Identity identity) {
        return open.get(identity);
    }

    /** Its response is there; to be called once the index has it. Those who wait stay until they leave. */
    public @Nullable Wait answered(Identity identity) {
        return open.computeIfPresent(identity, (key, wait) -> {
            wait.answered();
            return wait;
        });
    }

    /** How many wait. */
    public int size() {
        return waiters.get();
    }
}
