package dev.alize.calls;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Decides whether more requests may be taken in: bounds the open calls and the bytes they hold, per process. Any
 * thread may ask and report. It closes at a bound and opens again below nine tenths of it, so that it does not flutter.
 */
public final class Intake {
    private final int maxCalls;
    private final long maxBytes;
    private final AtomicInteger calls = new AtomicInteger();
    private final AtomicLong bytes = new AtomicLong();
    private final AtomicInteger waiting = new AtomicInteger();
    private volatile boolean open = true;
    private volatile boolean stopped;

    /**
     * @param maxCalls most calls open at once, 1 or more
     * @param maxBytes most bytes of requests and unsettled answers held at once, 1 or more
     */
    public Intake(int maxCalls, long maxBytes) {
        if (maxCalls < 1 || maxBytes < 1) {
            throw new IllegalArgumentException("bounds must be positive, got " + maxCalls + " and " + maxBytes);
        }
        this.maxCalls = maxCalls;
        this.maxBytes = maxBytes;
    }

    /** Whether requests may be read from Kafka now. */
    public boolean isOpen() {
        int c = calls.get();
        long b = bytes.get();
        if (open) {
            open = c < maxCalls && b < maxBytes;
        } else {
            open = c <= maxCalls * 9L / 10 && b <= maxBytes / 10 * 9;
        }
        return open && !stopped;
    }

    /** Whether one more call may start now; unlike {@link #isOpen()} without memory. */
    public boolean hasRoom() {
        return calls.get() < maxCalls && bytes.get() < maxBytes;
    }

    /** Takes nothing in any more: the process drains. */
    public void stop() {
        stopped = true;
    }

    public int openCalls() {
        return calls.get();
    }

    public long heldBytes() {
        return bytes.get();
    }

    /** Calls that wait for a commit or for room, before they are open. */
    public int waiting() {
        return waiting.get();
    }

    /** @param change calls that wait from now on, or with a minus, that no longer do */
    public void waits(int change) {
        waiting.addAndGet(change);
    }

    void called(long requestBytes) {
        calls.incrementAndGet();
        bytes.addAndGet(requestBytes);
    }

    void returned(long answerBytes) {
        calls.decrementAndGet();
        bytes.addAndGet(answerBytes);
    }

    void abandoned() {
        calls.decrementAndGet();
    }

    void released(long heldBytes) {
        bytes.addAndGet(-heldBytes);
    }
}
