package dev.alize.metrics.health;

import java.util.Collection;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** The health of every target this process knows. Thread-safe; as many entries as targets were ever configured. */
public final class TargetsHealth {
    private final Map<String, TargetHealth> targets = new ConcurrentHashMap<>();
    private final LongSupplier clock;

    /** @param clock milliseconds since 1970 */
    public TargetsHealth(LongSupplier clock) {
        this.clock = clock;
    }

    /** The record of a target, to be kept by who reports its attempts. */
    public TargetHealth of(String target, String provider) {
        return targets.compute(
                target,
                (id, known) ->
                        known != null && known.provider().equals(provider) ? known : new TargetHealth(provider, clock));
    }

    /** Of these targets, by id; with nothing to tell of one that was not called yet. */
    SortedMap<String, TargetHealth.Report> reports(Collection<KnownTarget> known) {
        SortedMap<String, TargetHealth.Report> reports = new TreeMap<>();
        known.forEach(target ->
                reports.put(target.id(), of(target.id(), target.provider()).report()));
        return reports;
    }
}
