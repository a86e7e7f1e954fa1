package dev.alize.trail.verify;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** Collects findings; keeps the first {@link #KEPT} and counts all. One thread at a time. */
final class Findings {
    static final int KEPT = 1_000;

    private final List<Finding> kept = new ArrayList<>();
    private final Map<Finding.Kind, Long> counts = new EnumMap<>(Finding.Kind.class);

    void add(Finding finding) {
        Finding joined = kept.isEmpty() ? null : kept.getLast().with(finding);
        if (joined != null) {
            kept.set(kept.size() - 1, joined);
            return;
        }
        counts.merge(finding.kind(), 1L, Long::sum);
        if (kept.size() < KEPT) {
            kept.add(finding);
        }
    }

    List<Finding> kept() {
        return List.copyOf(kept);
    }

    Map<Finding.Kind, Long> counts() {
        return Map.copyOf(counts);
    }
}
