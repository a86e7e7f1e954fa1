package dev.alize.pacing;

import dev.alize.domain.Ownership;
import java.time.Duration;
import java.util.function.LongSupplier;

/**
 * Which part of the partitions this instance owns. None while its stream threads do not poll: then others may own them
 * already, as after a long pause of the process. Any thread.
 */
public final class OwnedPartitions implements Ownership {
    private final int[] tasks;
    private final long lapseNanos;
    private final LongSupplier lastPoll;
    private volatile int owned;
    private volatile Runnable changed = () -> {};

    /**
     * @param all how many partitions there are, 1 or more
     * @param lapse time without a poll after which the partitions count as lost: half the session timeout
     * @param lastPoll {@link System#nanoTime} at which the stream thread that polled longest ago did so
     */
    public OwnedPartitions(int all, Duration lapse, LongSupplier lastPoll) {
        if (all < 1) {
            throw new IllegalArgumentException("expected 1 partition or more, got " + all);
        }
        tasks = new int[all];
        lapseNanos = lapse.toNanos();
        this.lastPoll = lastPoll;
    }

    @Override
    public void took(int partition) {
        count(partition, 1);
    }

    @Override
    public void left(int partition) {
        count(partition, -1);
    }

    /** Between two threads of a process, a partition's next task may begin before its last one is closed. */
    private void count(int partition, int difference) {
        synchronized (this) {
            if (partition < 0 || partition >= tasks.length) {
                throw new IllegalArgumentException("expected a partition below " + tasks.length + ", got " + partition);
            }
            boolean before = tasks[partition] > 0;
            tasks[partition] = Math.max(0, tasks[partition] + difference);
            owned += (tasks[partition] > 0 ? 1 : 0) - (before ? 1 : 0);
        }
        changed.run();
    }

    void onChange(Runnable listener) {
        changed = listener;
    }

    int all() {
        return tasks.length;
    }

    int owned(long nowNanos) {
        return lapsed(nowNanos) ? 0 : owned;
    }

    double share(long nowNanos) {
        return (double) owned(nowNanos) / tasks.length;
    }

    boolean lapsed(long nowNanos) {
        return nowNanos - lastPoll.getAsLong() > lapseNanos;
    }
}
