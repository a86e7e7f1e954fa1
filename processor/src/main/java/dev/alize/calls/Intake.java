package dev.alize.calls;

import dev.alize.domain.Route;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Predicate;

/**
 * Decides whether more requests are read from Kafka: not while many of them wait for room, not from a partition whose
 * ordering keys hold too many, and not at all once the process stops. What closed at a bound opens again below nine
 * tenths of it, so that it does not flutter. Any thread may ask and report.
 */
public final class Intake {
    /** A topic of requests. The less urgent one closes first. */
    public enum Source {
        REQUESTS,
        INTERACTIVE
    }

    /** One topic's gate, with its memory. */
    private static final class Gate {
        private final int factor;
        private volatile boolean open = true;

        Gate(int factor) {
            this.factor = factor;
        }
    }

    /**
     * @param maxWaiting requests that may wait for a slot, or for a policy that asks, before reading stops, 0 or more; twice as many for the
     *     interactive topic
     * @param maxHeldBytes bytes of held requests, on disk, from which on partitions that hold some are not read, 1 or
     *     more
     * @param maxDelayed requests that may wait for their next attempt to be due before reading stops, 1 or more
     */
    public record Limits(int maxWaiting, long maxHeldBytes, int maxDelayed) {
        public Limits {
            if (maxWaiting < 0 || maxHeldBytes < 1 || maxDelayed < 1) {
                throw new IllegalArgumentException(
                        "expected maxWaiting of 0 or more, maxHeldBytes and maxDelayed of 1 or more, got " + maxWaiting
                                + ", " + maxHeldBytes + " and " + maxDelayed);
            }
        }
    }

    private final Slots slots;
    private final Gate requests = new Gate(1);
    private final Gate interactive = new Gate(2);
    private final AtomicLong held = new AtomicLong();
    private final AtomicLong heldBytes = new AtomicLong();
    private final AtomicLong delayed = new AtomicLong();
    private final AtomicLong parked = new AtomicLong();
    private final Set<Integer> shut = ConcurrentHashMap.newKeySet();
    private final Predicate<Route> stuck;
    private volatile Limits limits;
    private volatile boolean stopped;

    /**
     * @param stuck routes of which no target takes calls while another target does: those that wait there count with
     *     those whose next attempt is not due, so that they do not keep the others from being read
     */
    public Intake(Slots slots, Predicate<Route> stuck, Limits limits) {
        this.slots = slots;
        this.stuck = stuck;
        this.limits = limits;
    }

    /** Sets other limits, from now on. */
    public void bound(Limits newLimits) {
        limits = newLimits;
    }

    /** Whether the topic may be read now; single partitions of it may be shut all the same. */
    public boolean isOpen(Source source) {
        Gate gate = source == Source.INTERACTIVE ? interactive : requests;
        int most = limits.maxWaiting();
        int all = slots.waiting();
        int idle = all == 0 ? 0 : slots.waiting(stuck);
        long waiting = (all - idle + parked.get()) / gate.factor;
        long late = (delayed.get() + idle) / gate.factor;
        boolean open = gate.open
                ? (waiting < most || waiting == 0 && slots.hasRoom()) && late < limits.maxDelayed()
                : waiting <= most * 9L / 10
                        && late <= limits.maxDelayed() * 9L / 10
                        && (most > 0 || !slots.isNearlyFull());
        gate.open = open;
        return open && !stopped;
    }

    /** Whether a partition's ordering keys leave room for more. */
    public boolean isOpen(int partition) {
        return !shut.contains(partition);
    }

    /** Shuts or opens the partition, because of what its ordering keys hold. */
    public void shut(int partition, boolean isShut) {
        if (isShut) {
            shut.add(partition);
        } else {
            shut.remove(partition);
        }
    }

    /** @param change requests held from now on, or with a minus, that no longer are */
    public void holds(long change, long bytes) {
        held.addAndGet(change);
        heldBytes.addAndGet(bytes);
    }

    /** Whether held requests fill more than {@code tenths} tenths of their bound. */
    public boolean holdsMoreThan(int tenths) {
        return heldBytes.get() > limits.maxHeldBytes() / 10 * tenths;
    }

    /** @param change requests that wait for their next attempt to be due, or with a minus, that no longer do */
    public void delays(int change) {
        delayed.addAndGet(change);
    }

    /** Requests that wait for their next attempt to be due. */
    public long delayed() {
        return delayed.get();
    }

    /** @param change requests that wait for the verdict of a policy that asks, or with a minus, that no longer do */
    public void parks(int change) {
        parked.addAndGet(change);
    }

    /** Requests that wait for the verdict of a policy that asks somebody. */
    public long parked() {
        return parked.get();
    }

    /** Requests held behind the head of their ordering key. */
    public long held() {
        return held.get();
    }

    /** Their bytes, in the stores. */
    public long heldBytes() {
        return heldBytes.get();
    }

    /** Takes nothing in any more: the process drains. */
    public void stop() {
        stopped = true;
        slots.stop();
    }

    /** Whether {@link #stop()} was called. */
    public boolean isStopped() {
        return stopped;
    }
}
