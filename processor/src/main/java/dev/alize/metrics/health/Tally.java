package dev.alize.metrics.health;

import java.util.Map;
import java.util.TreeMap;

/** Attempts of a span of time, counted by outcome. Not thread-safe. */
final class Tally {
    private final Map<String, Long> counts = new TreeMap<>();

    void add(String outcome, long count) {
        counts.merge(outcome, count, Long::sum);
    }

    void addAll(Tally other) {
        other.counts.forEach(this::add);
    }

    void clear() {
        counts.clear();
    }

    long total() {
        return counts.values().stream().mapToLong(Long::longValue).sum();
    }

    /** By outcome, in the order of their names. */
    Map<String, Long> counts() {
        return counts;
    }
}
