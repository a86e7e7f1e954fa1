package dev.alize.calls;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.function.Consumer;

/**
 * Room for open calls, per process: at most so many calls, and no further one while they hold so many bytes. Requests
 * that find no room wait here, and get it by rank and then in the order in which they came. Thread-safe.
 *
 * <p>A slot is taken by {@link #tryTake} or granted to a waiting {@link Ticket}, and belongs to the taker until a call
 * begins with it (then {@link OpenCalls} gives it back) or {@link #giveBack}.
 */
public final class Slots {
    /** Of 21 slots given while all ranks wait, so many go to each: nobody starves. The first rank is the most urgent. */
    private static final int[] WEIGHTS = {16, 4, 1};

    /** How many ranks of urgency there are. */
    public static final int RANKS = WEIGHTS.length;

    /** A place in the queue. */
    public final class Ticket {
        private final int rank;
        private final long bytes;
        private final Consumer<Ticket> granted;
        private boolean waits = true;
        private boolean over;

        private Ticket(int rank, long bytes, Consumer<Ticket> granted) {
            this.rank = rank;
            this.bytes = bytes;
            this.granted = granted;
        }

        /** Bytes that the slot holds from its grant on. */
        public long bytes() {
            return bytes;
        }

        /** Leaves the queue; what was granted already is given back. Any number of times. */
        public void leave() {
            drop(this);
        }

        /** Takes the granted slot over; false where the ticket has left. */
        public boolean use() {
            synchronized (Slots.this) {
                boolean usable = !over;
                over = true;
                return usable;
            }
        }
    }

    private int maxCalls;
    private long maxBytes;
    private int calls;
    private long bytes;
    private boolean stopped;
    private final List<Deque<Ticket>> queues = new ArrayList<>();
    private final int[] waiting = new int[RANKS];
    /** How much each rank was given so far, divided by its weight: the lowest is next. */
    private final double[] served = new double[RANKS];

    /** What the rank that was granted last had been served before. */
    private double time;

    private int allWaiting;

    /**
     * @param maxCalls most calls open at once, 1 or more
     * @param maxBytes bytes of requests and unsettled answers from which on no call begins, 1 or more
     */
    public Slots(int maxCalls, long maxBytes) {
        for (int rank = 0; rank < RANKS; rank++) {
            queues.add(new ArrayDeque<>());
        }
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

    /** Takes a slot where there is room and nobody waits. */
    public synchronized boolean tryTake() {
        if (allWaiting > 0 || !hasRoom()) {
            return false;
        }
        calls++;
        return true;
    }

    /**
     * Waits for a slot.
     *
     * @param rank 0 is the most urgent, {@link #RANKS} - 1 the least
     * @param heldBytes bytes the slot will hold
     * @param granted told of the grant, once, on any thread, perhaps before this method returns; must be quick
     */
    public Ticket await(int rank, long heldBytes, Consumer<Ticket> granted) {
        Ticket ticket = new Ticket(rank, heldBytes, granted);
        List<Ticket> grants;
        synchronized (this) {
            if (waiting[rank] == 0) {
                served[rank] = Math.max(served[rank], time);
            }
            queues.get(rank).add(ticket);
            waiting[rank]++;
            allWaiting++;
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

    /** Whether one more call may begin. */
    public synchronized boolean hasRoom() {
        return calls < maxCalls && bytes < maxBytes && !stopped;
    }

    /** Whether calls or bytes are above nine tenths of their bound. */
    synchronized boolean isNearlyFull() {
        return calls > maxCalls * 9L / 10 || bytes > maxBytes / 10 * 9;
    }

    private void drop(Ticket ticket) {
        List<Ticket> grants = List.of();
        synchronized (this) {
            if (ticket.over) {
                return;
            }
            ticket.over = true;
            if (ticket.waits) {
                waiting[ticket.rank]--;
                allWaiting--;
                trim(queues.get(ticket.rank));
            } else {
                calls--;
                bytes -= ticket.bytes;
                grants = grants();
            }
        }
        tell(grants);
    }

    private List<Ticket> grants() {
        List<Ticket> grants = List.of();
        while (allWaiting > 0 && hasRoom()) {
            int rank = nextRank();
            Ticket ticket = queues.get(rank).remove();
            trim(queues.get(rank));
            ticket.waits = false;
            waiting[rank]--;
            allWaiting--;
            time = served[rank];
            served[rank] += 1.0 / WEIGHTS[rank];
            calls++;
            bytes += ticket.bytes;
            if (grants.isEmpty()) {
                grants = new ArrayList<>();
            }
            grants.add(ticket);
        }
        return grants;
    }

    /** Keeps who waits at the front: those who left stay in the queue until they come there. */
    private static void trim(Deque<Ticket> queue) {
        while (!queue.isEmpty() && queue.element().over) {
            queue.remove();
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

    /** Outside the lock: who is told may come back. */
    private static void tell(List<Ticket> grants) {
        for (Ticket ticket : grants) {
            ticket.granted.accept(ticket);
        }
    }
}
