package dev.alize.domain;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a verdict rests on.
 *
 * @param score from 0 to 1, null where the policy has none
 * @param found in the order of the passages
 */
public record Evidence(@Nullable Double score, List<Finding> found) {
    public static final Evidence NONE = new Evidence(null, List.of());

    public Evidence {
        if (score != null && !(score >= 0 && score <= 1)) {
            throw new IllegalArgumentException("expected a score from 0 to 1, got " + score);
        }
        found = List.copyOf(found);
    }

    /** How often each kind was found. */
    public Map<String, Integer> counts() {
        Map<String, Integer> counts = new HashMap<>();
        found.forEach(finding -> counts.merge(finding.kind(), 1, Integer::sum));
        return counts;
    }
}
