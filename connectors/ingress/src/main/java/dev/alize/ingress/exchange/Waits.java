package dev.alize.ingress.exchange;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
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
        /** Nobody asked under this identity before: who did now looks it up, and writes it, for all who join. */
        FIRST,
        /** It is asked, but not on its topic yet as far as is known: what comes of that is told, see {@link Waiter}. */
        JOINED,
        /** The same is on its topic. */
        OPEN,
        /** Something else is on its topic under this identity; nobody was taken in. */
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
            return wait.isIdle() ? null : wait;
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
        if (body != null && wait.isOpen() && !body.equals(asked)) {
            return Joining.CONFLICT;
        }
        wait.add(waiter);
        if (kept) {
            wait.keep();
        }
        if (body != null && asked == null) {
            wait.ask(body);
            return Joining.FIRST;
        }
        return wait.isOpen() ? Joining.OPEN : Joining.JOINED;
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
            return wait.isIdle() ? null : wait;
        });
        return leaving[0];
    }

    /** Forgets what nobody waits for, so that the next who asks is the first. @return false where somebody waits */
    public boolean forget(Wait wait) {
        if (!wait.waiters().isEmpty()) {
            return false;
        }
        boolean[] forgotten = {true};
        open.computeIfPresent(wait.identity(), (key, current) -> {
            if (current != wait) {
                return current;
            }
            forgotten[0] = current.waiters().isEmpty();
            return forgotten[0] ? null : current;
        });
        return forgotten[0];
    }

    /** It is on its topic. @param body hash of what is asked there @return who waits for it and is to be told */
    public List<Waiter> opened(Wait wait, String body) {
        return change(wait, current -> {
            current.open(body);
            return current.isIdle() ? null : current;
        });
    }

    /**
     * It does not come to an answer here: everybody is let go, and the next who asks is the first.
     *
     * @return who waited and is to be told; nobody where the response came meanwhile
     */
    public List<Waiter> failed(Wait wait) {
        return change(wait, current -> {
            waiters.addAndGet(-current.waiters().size());
            return null;
        });
    }

    /**
     * Its response was found where it was before.
     *
     * @return who waits for it and is to be told; nobody where the response came meanwhile, or another was begun since
     */
    public List<Waiter> answered(Wait wait) {
        return change(wait, current -> {
            current.answered();
            return current.isIdle() ? null : current;
        });
    }

    /** Of those who join meanwhile, each is either among those who are returned, or sees what changed. */
    private List<Waiter> change(Wait wait, Function<Wait, @Nullable Wait> action) {
        List<Waiter> concerned = new ArrayList<>();
        open.computeIfPresent(wait.identity(), (key, current) -> {
            if (current != wait || current.isAnswered()) {
                return current;
            }
            concerned.addAll(current.waiters());
            return action.apply(current);
        });
        return concerned;
    }

    /** Who waits for a request; null where nobody does. */
    public @Nullable Wait find(Identity identity) {
        return open.get(identity);
    }

    /** Its response is there; to be called once the index has it. Those who wait stay until they leave; null for none. */
    public @Nullable Wait answered(Identity identity) {
        return open.computeIfPresent(identity, (key, wait) -> {
            wait.answered();
            return wait.isIdle() ? null : wait;
        });
    }

    /** How many wait. */
    public int size() {
        return waiters.get();
    }
}
