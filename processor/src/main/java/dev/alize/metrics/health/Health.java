package dev.alize.metrics.health;

import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** Judges an instance. Asked from any thread; before the gateway is there, the instance is starting. */
public final class Health {
    private final TargetsHealth targets;
    private final LongSupplier clock;
    private final String version;
    private final long startedAt;
    private volatile @Nullable Instance instance;

    /**
     * @param clock milliseconds since 1970
     * @param version of the software
     */
    public Health(TargetsHealth targets, LongSupplier clock, String version) {
        this.targets = targets;
        this.clock = clock;
        this.version = version;
        this.startedAt = clock.getAsLong();
    }

    /** From now on about this instance. */
    public void follow(Instance followed) {
        instance = followed;
    }

    /** Why a restart of the process would help; empty while it would not. */
    public Optional<String> notAlive() {
        Instance now = instance;
        if (now == null) {
            return Optional.empty();
        }
        if (now.state() == InstanceState.FAILED) {
            return Optional.of("the instance gave up after an error; its log says which");
        }
        long limit = now.pollTimeout().toNanos();
        return now.threads().stream()
                .filter(pulse -> pulse.sincePollNanos() > limit)
                .findFirst()
                .map(pulse -> "a stream thread has not polled for "
                        + TimeUnit.NANOSECONDS.toSeconds(pulse.sincePollNanos()) + " s");
    }

    /** Why the instance does not process requests now; empty where it does. */
    public Optional<String> notReady() {
        Instance now = instance;
        InstanceState state = now == null ? InstanceState.STARTING : now.state();
        return switch (state) {
            case RUNNING -> notAlive();
            case STARTING -> Optional.of("starting");
            case REBALANCING -> Optional.of("partitions are being assigned or restored");
            case DRAINING -> Optional.of("draining before a stop");
            case FAILED -> Optional.of("failed");
            case STOPPED -> Optional.of("stopped");
        };
    }

    /** All that is known, as JSON. */
    public byte[] json() {
        Instance now = instance;
        SortedMap<String, Standing> standings = now == null ? new TreeMap<>() : Standing.all(targets, now);
        Condition services = Standing.ofProcess(standings.values());
        Optional<String> notAlive = notAlive();
        Optional<String> notReady = notReady();
        var json = new HealthJson(overall(notAlive.isPresent(), notReady.isPresent(), services));
        json.process(version, clock.getAsLong() - startedAt, notAlive, notReady);
        if (now != null) {
            json.instance(now);
        }
        json.services(standings);
        return json.bytes();
    }

    /** How the instance and the targets that serve it are, all in all. */
    public Condition condition() {
        Instance now = instance;
        SortedMap<String, Standing> standings = now == null ? new TreeMap<>() : Standing.all(targets, now);
        return overall(notAlive().isPresent(), notReady().isPresent(), Standing.ofProcess(standings.values()));
    }

    private static Condition overall(boolean notAlive, boolean notReady, Condition services) {
        if (notAlive) {
            return Condition.UNHEALTHY;
        }
        return notReady && services == Condition.HEALTHY ? Condition.DEGRADED : services;
    }
}
