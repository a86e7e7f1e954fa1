package dev.alize.routing;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.concurrent.AbstractExecutorService;
import java.util.concurrent.Callable;
import java.util.concurrent.Delayed;
import java.util.concurrent.FutureTask;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Time that passes when a test says so, and the timer that goes by it. What is due runs on the thread of the test. */
public final class FakeTime extends AbstractExecutorService implements ScheduledExecutorService {
    private final PriorityQueue<Due<?>> due = new PriorityQueue<>();
    private long nanos = 1_000_000_000_000L;
    private long order;

    public synchronized long nanoTime() {
        return nanos;
    }

    public void pass(Duration duration) {
        long until = nanoTime() + duration.toNanos();
        for (Due<?> next = next(until); next != null; next = next(until)) {
            next.run();
        }
    }

    /** Runs what is due now. */
    public void settle() {
        pass(Duration.ZERO);
    }

    private synchronized @Nullable Due<?> next(long until) {
        Due<?> next = due.peek();
        if (next == null || next.at - until > 0) {
            nanos = until;
            return null;
        }
        due.remove();
        nanos = Math.max(nanos, next.at);
        return next;
    }

    @Override
    public void execute(Runnable task) {
        var unused = schedule(task, 0, TimeUnit.NANOSECONDS);
    }

    @Override
    public ScheduledFuture<?> schedule(Runnable task, long delay, TimeUnit unit) {
        return add(new Due<>(
                () -> {
                    task.run();
                    return true;
                },
                unit.toNanos(delay)));
    }

    @Override
    public <V> ScheduledFuture<V> schedule(Callable<V> task, long delay, TimeUnit unit) {
        return add(new Due<>(task, unit.toNanos(delay)));
    }

    private synchronized <V> Due<V> add(Due<V> task) {
        due.add(task);
        return task;
    }

    @Override
    public ScheduledFuture<?> scheduleAtFixedRate(Runnable task, long initial, long period, TimeUnit unit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public ScheduledFuture<?> scheduleWithFixedDelay(Runnable task, long initial, long delay, TimeUnit unit) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void shutdown() {}

    @Override
    public List<Runnable> shutdownNow() {
        return List.of();
    }

    @Override
    public boolean isShutdown() {
        return false;
    }

    @Override
    public boolean isTerminated() {
        return false;
    }

    @Override
    public boolean awaitTermination(long timeout, TimeUnit unit) {
        return true;
    }

    private final class Due<V> extends FutureTask<V> implements ScheduledFuture<V> {
        private final long at;
        private final long number;

        Due(Callable<V> task, long delay) {
            super(task);
            synchronized (FakeTime.this) {
                at = nanos + delay;
                number = order++;
            }
        }

        @Override
        public long getDelay(TimeUnit unit) {
            return unit.convert(at - nanoTime(), TimeUnit.NANOSECONDS);
        }

        @Override
        public int compareTo(Delayed other) {
            Due<?> that = (Due<?>) other;
            return Comparator.<Due<?>>comparingLong(task -> task.at)
                    .thenComparingLong(task -> task.number)
                    .compare(this, that);
        }
    }
}
