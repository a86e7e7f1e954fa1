package dev.alize.routing;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/**
 * Probes the targets for which that is configured, each on its own interval (a tenth more or less, so that instances do
 * not probe together), and more often while its breaker is open, its key refused or it is unhealthy. A probe that tells
 * nothing within its timeout has failed. Thread-safe: one lock, not held while probing.
 */
public final class Probes implements AutoCloseable {
    private static final double JITTER = 0.1;
    private static final long SOONEST_MS = 1_000;
    /** So many intervals without the end of a probe are no delay any more. */
    private static final int OVERDUE_INTERVALS = 3;

    private static final long OVERDUE_SPARE_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final TargetRouter router;
    private final Probe probe;
    private final Surroundings around;
    private final Map<String, Watch> watches = new HashMap<>();

    /** Begins with no target to probe; {@link #follow} names them. */
    public Probes(TargetRouter router, Probe probe, Surroundings around) {
        this.router = router;
        this.probe = probe;
        this.around = around;
        router.onChange(this::hasten);
    }

    /** @param rules by target; a target without is not probed */
    public synchronized void follow(Map<String, ProbeRules> rules) {
        watches.values().forEach(Watch::stop);
        watches.clear();
        rules.forEach((target, its) -> {
            Watch watch = new Watch(target, its);
            watches.put(target, watch);
            watch.next();
        });
    }

    /** Targets whose probes have ended no more for much longer than their interval: they are not probed, though they should be. */
    public synchronized List<String> overdue() {
        return watches.values().stream()
                .filter(Watch::isOverdue)
                .map(watch -> watch.target)
                .sorted()
                .toList();
    }

    @Override
    public synchronized void close() {
        follow(Map.of());
    }

    private synchronized void hasten() {
        watches.values().forEach(Watch::hasten);
    }

    /** The probing of one target. Guarded by the lock of the probes, except where it says otherwise. */
    private final class Watch {
        private final String target;
        private final ProbeRules rules;
        private @Nullable Future<?> waiting;
        private boolean hurried;
        private boolean stopped;
        private long endedNanos = around.nanoTime().getAsLong();

        Watch(String target, ProbeRules rules) {
            this.target = target;
            this.rules = rules;
        }

        boolean isOverdue() {
            long most = OVERDUE_INTERVALS * rules.interval().toNanos()
                    + rules.timeout().toNanos()
                    + OVERDUE_SPARE_NANOS;
            return around.nanoTime().getAsLong() - endedNanos > most;
        }

        void stop() {
            stopped = true;
            if (waiting != null) {
                waiting.cancel(false);
            }
        }

        void next() {
            Gate gate = router.gate(target);
            hurried = gate != null && gate.needsProbe();
            waiting =
                    later(hurried ? hurriedMs(gate) : jittered(rules.interval().toMillis()), this::begin);
        }

        /** The target is in trouble: the next probe may be due too late. */
        void hasten() {
            Gate gate = router.gate(target);
            if (!hurried && waiting != null && gate != null && gate.needsProbe()) {
                waiting.cancel(false);
                next();
            }
        }

        private long hurriedMs(@Nullable Gate gate) {
            long interval = rules.interval().toMillis();
            return gate == null
                    ? interval
                    : Math.min(
                            interval,
                            Math.max(SOONEST_MS, gate.recoveryTimeout().toMillis() / 2));
        }

        private long jittered(long ms) {
            double factor = 1 - JITTER + 2 * JITTER * around.random().getAsDouble();
            return Math.max(1, (long) (ms * factor));
        }

        /** Without the lock. */
        private void begin() {
            Gate gate;
            synchronized (Probes.this) {
                waiting = null;
                gate = router.gate(target);
                if (stopped) {
                    return;
                }
            }
            if (gate == null) {
                again();
                return;
            }
            AtomicBoolean told = new AtomicBoolean();
            Future<?> overdue = later(rules.timeout().toMillis(), () -> take(gate, told, ProbeResult.FAILED));
            probe.probe(gate.routed().target(), rules.timeout(), result -> {
                if (overdue != null) {
                    overdue.cancel(false);
                }
                take(gate, told, result);
            });
        }

        private void take(Gate gate, AtomicBoolean told, ProbeResult result) {
            if (told.compareAndSet(false, true)) {
                gate.probed(result);
                again();
            }
        }

        private void again() {
            synchronized (Probes.this) {
                endedNanos = around.nanoTime().getAsLong();
                if (!stopped) {
                    next();
                }
            }
        }

        private @Nullable Future<?> later(long delayMs, Runnable task) {
            try {
                return around.timer().schedule(task, delayMs, TimeUnit.MILLISECONDS);
            } catch (RejectedExecutionException e) {
                // The process ends; nothing is probed any more.
                return null;
            }
        }
    }
}
