package dev.alize.calls;

import dev.alize.domain.Demand;
import dev.alize.domain.Pass;
import dev.alize.domain.Route;
import dev.alize.domain.Router;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Room for open calls, per process: at most so many calls, and no further one while they hold so many bytes. Requests
 * that find no room, or whose targets take no call now, wait here: those of one route in one queue, which gives by rank
 * and then in the order in which they came; the queues get room by turns. Thread-safe.
 *
 * <p>A slot comes with the {@link Pass} of the target to be called. It is taken by {@link #tryTake} or granted to a
 * waiting {@link Ticket}, and belongs to the taker until a call begins with it (then {@link OpenCalls} gives the slot
 * back) or {@link #giveBack}. The pass is the taker's to end, but that of a ticket that leaves.
 */
public final class Slots {
    /** Says whether a call may begin. Asked under the lock of the slots: must be quick and not call back. */
    @FunctionalInterface
    public interface Gate {
        Router.Admission admit(Route route, Demand demand, long nowNanos);
    }

    /** Lets {@link #look} be called, once, at a time; on any thread, but not before this method has returned. */
    @FunctionalInterface
    public interface Alarm {
        /** Never. */
        Alarm NONE = (delayNanos, look) -> {};

        void in(long delayNanos, Runnable look);
    }

    /**
     * What a request waits for.
     *
     * @param rank 0 is the most urgent, {@link #RANKS} - 1 the least
     * @param bytes the slot will hold
     */
    public record Want(Route route, Demand demand, int rank, long bytes) {}

    private static final Logger log = LoggerFactory.getLogger(Slots.class);
    private static final long ASK_AGAIN_NANOS = 1_000_000_000;

    /** Of 21 slots given while all ranks wait, so many go to each: nobody starves. The first rank is the most urgent. */
    private static final int[] WEIGHTS = {16, 4, 1};

    /** How many ranks of urgency there are. */
    public static final int RANKS = WEIGHTS.length;

    /** A place in the queue. */
    public final class Ticket {
        private final Want want;
        private final Line line;
        private final Consumer<Ticket> granted;
        private @Nullable Pass pass;
        private boolean over;

        private Ticket(Want want, Line line, Consumer<Ticket> granted) {
            this.want = want;
            this.line = line;
            this.granted = granted;
        }

        /** Bytes that the slot holds from its grant on. */
        public long bytes() {
            return want.bytes();
        }

        /** Leaves the queue; what was granted already is given back. Any number of times. */
        public void leave() {
            drop(this);
        }

        /** Takes the granted slot over, with the pass that comes with it; null where the ticket has left. */
        public @Nullable Pass use() {
            synchronized (Slots.this) {
                Pass mine = over ? null : pass;
                over = true;
                return mine;
            }
        }
    }

    /** Those that wait on one route. */
    private static final class Line {
        final Route route;
        final List<Deque<Ticket>> ranks = new ArrayList<>();
        final int[] waiting = new int[RANKS];
        /** How much each rank was given so far, divided by its weight: the lowest is next. */
        final double[] served = new double[RANKS];
        /** What the rank that was granted last had been served before. */
        double time;

        int all;
        /** When to ask the gate again, while {@link #mustWait}. */
        long askAt;

        boolean mustWait;

        Line(Route route) {
            this.route = route;
            for (int rank = 0; rank < RANKS; rank++) {
                ranks.add(new ArrayDeque<>());
            }
        }

        void add(Ticket ticket) {
            int rank = ticket.want.rank();
            if (waiting[rank] == 0) {
                served[rank] = Math.max(served[rank], time);
            }
            ranks.get(rank).add(ticket);
            waiting[rank]++;
            all++;
        }

        Ticket head() {
            return ranks.get(nextRank()).element();
        }

        void grant(Ticket ticket) {
            int rank = ticket.want.rank();
            ranks.get(rank).remove();
            time = served[rank];
            served[rank] += 1.0 / WEIGHTS[rank];
            gone(rank);
        }

        void gone(int rank) {
            waiting[rank]--;
            all--;
            Deque<Ticket> queue = ranks.get(rank);
            while (!queue.isEmpty() && queue.element().over) {
                queue.remove(); // those who left stay in the queue until they come to its front
            }
        }

        private int nextRank() {
            int next = -1;
            for (int rank = 0; rank < RANKS; rank++) {
                if (waiting[rank] > 0 && (next < 0 || served[rank] < served[next])) {
                    next = rank;
                }
            }
            return next;
        }
    }

    private final Gate gate;
    private final Alarm alarm;
    private final LongSupplier nanos;
    private final Map<Route, Line> lines = new LinkedHashMap<>();
    /** The routes that wait, in the order in which they get their turn. */
    private final Deque<Line> turns = new ArrayDeque<>();
    /** By who waits, in milliseconds since 1970; without the lock. */
    private final Map<Object, Long> deadlines = new ConcurrentHashMap<>();

    private int maxCalls;
    private long maxBytes;
    private int calls;
    private long bytes;
    private boolean stopped;
    private int allWaiting;
    private long waitingTokens;
    private long alarmAt;
    private boolean alarmed;

    /**
     * @param maxCalls most calls open at once, 1 or more
     * @param maxBytes bytes of requests and unsettled answers from which on no call begins, 1 or more
     * @param nanos {@link System#nanoTime}
     */
    public Slots(int maxCalls, long maxBytes, Gate gate, Alarm alarm, LongSupplier nanos) {
        this.gate = gate;
        this.alarm = alarm;
        this.nanos = nanos;
        bound(maxCalls, maxBytes);
    }

    /** Sets other bounds, from now on. */
    public final void bound(int newMaxCalls, long newMaxBytes) {
        if (newMaxCalls < 1 || newMaxBytes < 1) {
            throw new IllegalArgumentException("bounds must be positive, got " + newMaxCalls + " and " + newMaxBytes);
        }
        List<Ticket> grants;
        synchronized (this) {
            maxCalls = newMaxCalls;
            maxBytes = newMaxBytes;
            grants = grants();
        }
        tell(grants);
    }

    /** What the gate said to wait for may have come: asks it again for all that wait. */
    public void look() {
        List<Ticket> grants;
        synchronized (this) {
            turns.forEach(line -> line.mustWait = false);
            grants = grants();
        }
        tell(grants);
    }

    /** An alarm went off; one that another took the place of since does nothing, or their number would grow. */
    private void lookInTime(long at) {
        List<Ticket> grants;
        synchronized (this) {
            if (!alarmed || at != alarmAt) {
                return;
            }
            alarmed = false;
            grants = grants();
        }
        tell(grants);
    }

    /** Takes a slot where there is room, a target takes a call now, and nobody waits on the same route; else null. */
    public synchronized @Nullable Pass tryTake(Route route, Demand demand) {
        if (!hasRoom() || lines.containsKey(route)) {
            return null;
        }
        return switch (gate.admit(route, demand, nanos.getAsLong())) {
            case Router.Admission.Now now -> {
                calls++;
                yield now.pass();
            }
            case Router.Admission.Later later -> null;
        };
    }

    /**
     * Waits for a slot.
     *
     * @param granted told of the grant, once, on any thread, perhaps before this method returns; must be quick
     */
    public Ticket await(Want want, Consumer<Ticket> granted) {
        Ticket ticket;
        List<Ticket> grants;
        synchronized (this) {
            Line line = lines.computeIfAbsent(want.route(), Line::new);
            ticket = new Ticket(want, line, granted);
            if (line.all == 0) {
                turns.add(line);
            }
            line.add(ticket);
            allWaiting++;
            waitingTokens += tokens(ticket);
            grants = grants();
        }
        tell(grants);
        return ticket;
    }

    /** Adds to what is held. */
    public synchronized void hold(long more) {
        bytes += more;
    }

    /** Gives a slot back that no call began with. */
    public void giveBack(long heldBytes) {
        free(1, heldBytes);
    }

    /** Gives several slots back, which hold so much together. */
    public void giveBack(int slots, long heldBytes) {
        free(slots, heldBytes);
    }

    /** Frees calls and bytes, and grants what can be granted then. */
    void free(int endedCalls, long heldBytes) {
        List<Ticket> grants;
        synchronized (this) {
            calls -= endedCalls;
            bytes -= heldBytes;
            grants = allWaiting == 0 ? List.of() : grants();
        }
        tell(grants);
    }

    /** Grants nothing any more: the process stops. */
    public synchronized void stop() {
        stopped = true;
    }

    /** Calls that are open, and slots that were taken or granted for one. */
    public synchronized int taken() {
        return calls;
    }

    /** Bytes of requests and unsettled answers. */
    public synchronized long heldBytes() {
        return bytes;
    }

    /** Requests that wait for a slot. */
    public synchronized int waiting() {
        return allWaiting;
    }

    /** Tokens that those who wait are thought to need, as far as their requests say. */
    public synchronized long waitingTokens() {
        return waitingTokens;
    }

    private static long tokens(Ticket ticket) {
        Demand demand = ticket.want.demand();
        Long completion = demand.maxTokens();
        return demand.promptTokens() + (completion == null ? 0 : completion);
    }

    /**
     * Notes when the first request of somebody who waits here expires.
     *
     * @param atMs milliseconds since 1970; {@link Long#MAX_VALUE} where none of them waits
     */
    public void expires(Object who, long atMs) {
        if (atMs == Long.MAX_VALUE) {
            deadlines.remove(who);
        } else {
            deadlines.put(who, atMs);
        }
    }

    /** When the first request that waits here expires, in milliseconds since 1970; {@link Long#MAX_VALUE} for none. */
    public long nextExpiry() {
        return deadlines.values().stream().mapToLong(Long::longValue).min().orElse(Long.MAX_VALUE);
    }

    /** Requests that wait on routes of this kind. */
    public synchronized int waiting(Predicate<Route> which) {
        int count = 0;
        for (Line line : turns) {
            count += which.test(line.route) ? line.all : 0;
        }
        return count;
    }

    /** Requests that wait on this route. */
    public synchronized int waiting(Route route) {
        Line line = lines.get(route);
        return line == null ? 0 : line.all;
    }

    /** Whether the bounds leave room for one more call. */
    public synchronized boolean hasRoom() {
        return calls < maxCalls && bytes < maxBytes && !stopped;
    }

    /** Whether calls or bytes are above nine tenths of their bound. */
    synchronized boolean isNearlyFull() {
        return calls > maxCalls * 9L / 10 || bytes > maxBytes / 10 * 9;
    }

    private void drop(Ticket ticket) {
        List<Ticket> grants = List.of();
        Pass unused;
        synchronized (this) {
            if (ticket.over) {
                return;
            }
            ticket.over = true;
            unused = ticket.pass;
            if (unused == null) {
                allWaiting--;
                waitingTokens -= tokens(ticket);
                ticket.line.gone(ticket.want.rank());
                forgetIfEmpty(ticket.line);
            } else {
                calls--;
                bytes -= ticket.bytes();
                grants = grants();
            }
        }
        if (unused != null) {
            unused.unused();
        }
        tell(grants);
    }

    /** Goes round the routes that wait, one grant each, until there is no room or none of them may call. */
    private List<Ticket> grants() {
        List<Ticket> grants = List.of();
        int refused = 0;
        long now = turns.isEmpty() ? 0 : nanos.getAsLong();
        while (refused < turns.size() && hasRoom()) {
            Line line = turns.remove();
            Ticket ticket = admitted(line, now);
            if (ticket == null) {
                turns.add(line);
                refused++;
                continue;
            }
            refused = 0;
            turns.add(line);
            forgetIfEmpty(line);
            grants = grants.isEmpty() ? new ArrayList<>() : grants;
            grants.add(ticket);
        }
        if (hasRoom()) {
            setAlarm(now);
        }
        return grants;
    }

    private @Nullable Ticket admitted(Line line, long now) {
        if (line.mustWait && (line.askAt == Long.MAX_VALUE || line.askAt - now > 0)) {
            return null;
        }
        Ticket head = line.head();
        return switch (ask(line.route, head, now)) {
            case Router.Admission.Now passed -> {
                line.mustWait = false;
                line.grant(head);
                head.pass = passed.pass();
                allWaiting--;
                waitingTokens -= tokens(head);
                calls++;
                bytes += head.bytes();
                yield head;
            }
            case Router.Admission.Later later -> {
                line.mustWait = true;
                line.askAt = later.atNanos();
                yield null;
            }
        };
    }

    /** A gate that throws has a bug: those who wait there must not hold up the others, nor be lost. */
    private Router.Admission ask(Route route, Ticket head, long now) {
        try {
            return gate.admit(route, head.want.demand(), now);
        } catch (RuntimeException e) {
            log.atError().setCause(e).log("A call could not be admitted; it is asked for again");
            return new Router.Admission.Later(now + ASK_AGAIN_NANOS);
        }
    }

    private void forgetIfEmpty(Line line) {
        if (line.all == 0) {
            lines.remove(line.route);
            turns.remove(line);
        }
    }

    private void setAlarm(long now) {
        boolean any = false;
        long earliest = 0;
        for (Line line : turns) {
            if (line.mustWait && line.askAt != Long.MAX_VALUE && (!any || line.askAt - earliest < 0)) {
                any = true;
                earliest = line.askAt;
            }
        }
        if (any && (!alarmed || earliest - alarmAt < 0)) {
            alarmed = true;
            alarmAt = earliest;
            long at = earliest;
            alarm.in(Math.max(0, at - now), () -> lookInTime(at));
        }
    }

    /** Outside the lock: who is told may come back. */
    private static void tell(List<Ticket> grants) {
        for (Ticket ticket : grants) {
            ticket.granted.accept(ticket);
        }
    }
}
