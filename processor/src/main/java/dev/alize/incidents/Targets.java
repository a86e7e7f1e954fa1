package dev.alize.incidents;

import dev.alize.schemas.IncidentSignal;
import dev.alize.schemas.IncidentTarget;
import dev.alize.usage.Durations;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/** What is known of the targets: provider, last bad moment, usual latency. Not thread-safe. */
final class Targets {
    /** Those that are looked at are kept in any case; that there are more is another's doing. */
    private static final int MOST = 400;

    private static final long MUCH = 20_000;

    private final Map<String, IncidentTarget> known = new TreeMap<>();

    void load(List<IncidentTarget> all) {
        all.forEach(one -> known.put(one.getTarget(), one));
    }

    /** As they are now. */
    List<IncidentTarget> copies() {
        return known.values().stream()
                .map(one -> IncidentTarget.newBuilder(one).build())
                .toList();
    }

    IncidentTarget of(String target) {
        return known.computeIfAbsent(
                target, name -> IncidentTarget.newBuilder().setTarget(name).build());
    }

    /** Where there are too many, forgets those that are not looked at. */
    void keep(Set<String> names) {
        if (known.size() > MOST) {
            known.keySet().retainAll(names);
        }
    }

    void learn(IncidentSignal signal) {
        if (!signal.getProvider().isEmpty()) {
            of(signal.getTarget()).setProvider(signal.getProvider());
        }
    }

    /**
     * Follows when the target was bad the last time, and whether calls succeeded since.
     *
     * @param badUntil the last moment that is known to be bad, although its counts do not clearly show it; 0 for none
     */
    void follow(IncidentTarget target, Windows windows, Rules rules, long badUntil, long now) {
        boolean succeeded = target.getSucceededSince();
        for (IncidentSignal bucket : windows.of(target.getTarget(), now - Windows.KEPT_MS, now)) {
            if (bucket.getBucket() > target.getLastBad() && rules.isClearlyBad(bucket, target)) {
                target.setLastBad(bucket.getBucket());
                succeeded = false;
            } else if (bucket.getBucket() > target.getLastBad() && Signals.good(bucket) > 0) {
                succeeded = true;
            }
        }
        if (Signals.bucket(badUntil) > target.getLastBad()) {
            target.setLastBad(Signals.bucket(badUntil));
            succeeded = windows.of(target.getTarget(), badUntil + Signals.BUCKET_MS, now).stream()
                    .anyMatch(bucket -> Signals.good(bucket) > 0);
        }
        target.setSucceededSince(succeeded);
    }

    /** A bucket without trouble shows what is usual; the older what was seen, the less it counts. */
    void isUsual(IncidentSignal bucket) {
        if (bucket.getDurations().isEmpty()) {
            return;
        }
        IncidentTarget target = of(bucket.getTarget());
        List<Long> usual = Durations.sum(target.getUsual(), bucket.getDurations());
        if (usual.stream().mapToLong(Long::longValue).sum() > MUCH) {
            usual = new ArrayList<>(usual.stream().map(count -> count / 2).toList());
        }
        target.setUsual(usual);
    }
}
