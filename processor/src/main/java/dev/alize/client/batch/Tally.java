package dev.alize.client.batch;

import dev.alize.schemas.Status;
import java.util.EnumMap;
import java.util.Map;

/** How many requests ended how. Not thread-safe. */
final class Tally {
    private final Map<Status, Integer> counts = new EnumMap<>(Status.class);

    void add(Status status) {
        counts.merge(status, 1, Integer::sum);
    }

    int of(Status status) {
        return counts.getOrDefault(status, 0);
    }

    int total() {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }
}
