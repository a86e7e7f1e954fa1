package dev.alize.incidents;

import dev.alize.schemas.IncidentSignal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/** The counts of the last minutes, by bucket and target, for a bounded number of targets. Not thread-safe. */
final class Windows {
    static final long KEPT_MS = 300_000;
    private static final int MOST_TARGETS = 200;

    private final NavigableMap<Long, Map<String, IncidentSignal>> buckets = new TreeMap<>();
    /** In how many buckets each target is; without the requests, which always have room. */
    private final Map<String, Integer> targets = new TreeMap<>();

    /** @return the counts of its bucket and target with it; null where there are too many targets */
    @Nullable
    IncidentSignal add(IncidentSignal signal) {
        String target = signal.getTarget();
        if (!hasRoom(target)) {
            return null;
        }
        Map<String, IncidentSignal> bucket = buckets.computeIfAbsent(signal.getBucket(), start -> new HashMap<>());
        IncidentSignal sum = bucket.get(target);
        if (sum == null) {
            sum = Signals.copy(signal);
            bucket.put(target, sum);
            if (!target.equals(Signals.REQUESTS)) {
                targets.merge(target, 1, Integer::sum);
            }
        } else {
            Signals.add(sum, signal);
        }
        return sum;
    }

    private boolean hasRoom(String target) {
        return target.equals(Signals.REQUESTS) || targets.containsKey(target) || targets.size() < MOST_TARGETS;
    }

    /**
     * The counts of a target in their order; a bucket without any is left out.
     *
     * @param from a moment in the first bucket, in milliseconds since 1970
     * @param to a moment in the last one
     */
    List<IncidentSignal> of(String target, long from, long to) {
        List<IncidentSignal> found = new ArrayList<>();
        for (Map<String, IncidentSignal> bucket : between(from, to).values()) {
            IncidentSignal counts = bucket.get(target);
            if (counts != null) {
                found.add(counts);
            }
        }
        return found;
    }

    /** The counts of all targets and of the requests together, as {@link #of}. */
    List<IncidentSignal> ofAll(long from, long to) {
        List<IncidentSignal> found = new ArrayList<>();
        for (Map<String, IncidentSignal> bucket : between(from, to).values()) {
            IncidentSignal sum = null;
            for (IncidentSignal counts : bucket.values()) {
                if (sum == null) {
                    sum = Signals.copy(counts);
                } else {
                    Signals.add(sum, counts);
                }
            }
            if (sum != null) {
                found.add(sum);
            }
        }
        return found;
    }

    private NavigableMap<Long, Map<String, IncidentSignal>> between(long from, long to) {
        long first = Signals.bucket(from);
        return buckets.subMap(first, true, Math.max(first, Signals.bucket(to)), true);
    }

    /** Those of all buckets, without the requests. */
    Set<String> targets() {
        return new TreeSet<>(targets.keySet());
    }

    /** Takes out what is too old. */
    List<IncidentSignal> expire(long now) {
        List<IncidentSignal> gone = new ArrayList<>();
        while (!buckets.isEmpty() && buckets.firstKey() < now - KEPT_MS) {
            gone.addAll(buckets.pollFirstEntry().getValue().values());
        }
        gone.forEach(counts ->
                targets.computeIfPresent(counts.getTarget(), (target, buckets) -> buckets == 1 ? null : buckets - 1));
        return gone;
    }

    boolean isEmpty() {
        return buckets.isEmpty();
    }
}
