package dev.alize.postmortem;

import java.util.HashMap;
import java.util.Map;

/** Counts by name, of a bounded number of names; what is beyond counts as {@link #OTHER}. Not thread-safe. */
final class Counts {
    static final String OTHER = "other";

    private final int most;
    private final Map<String, long[]> counts = new HashMap<>();
    private final int width;

    /**
     * @param most names that are told apart
     * @param width numbers of a name
     */
    Counts(int most, int width) {
        this.most = most;
        this.width = width;
    }

    void add(String name, int index, long more) {
        of(name)[index] += more;
    }

    private long[] of(String name) {
        long[] found = counts.get(name);
        if (found != null) {
            return found;
        }
        return counts.computeIfAbsent(counts.size() < most ? name : OTHER, unknown -> new long[width]);
    }

    void add(Counts other) {
        other.counts.forEach((name, more) -> {
            long[] sum = of(name);
            for (int i = 0; i < width; i++) {
                sum[i] += more[i];
            }
        });
    }

    /** Whether there were more names than are told apart. */
    boolean overflowed() {
        return counts.size() > most || (counts.size() == most && counts.containsKey(OTHER));
    }

    Map<String, long[]> all() {
        return counts;
    }
}
