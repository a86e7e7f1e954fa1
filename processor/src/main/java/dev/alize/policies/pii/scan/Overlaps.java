package dev.alize.policies.pii.scan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/** Where candidates overlap, the surer one stands, then the longer, then the kind that is named first. */
public final class Overlaps {
    private static final Comparator<Candidate> BEST = Comparator.comparingDouble(Candidate::score)
            .thenComparingInt(Candidate::length)
            .reversed()
            .thenComparing(Candidate::kind)
            .thenComparingInt(Candidate::start);

    private Overlaps() {}

    /** Those that stand, at least this sure, by their place. */
    public static List<Candidate> resolve(List<Candidate> candidates, double threshold) {
        List<Candidate> best = new ArrayList<>();
        for (Candidate candidate : candidates) {
            if (candidate.score() >= threshold) {
                best.add(candidate);
            }
        }
        best.sort(BEST);
        NavigableMap<Integer, Candidate> standing = new TreeMap<>();
        for (Candidate candidate : best) {
            var before = standing.lowerEntry(candidate.end());
            if (before == null || !before.getValue().overlaps(candidate)) {
                standing.put(candidate.start(), candidate);
            }
        }
        return List.copyOf(standing.values());
    }
}
