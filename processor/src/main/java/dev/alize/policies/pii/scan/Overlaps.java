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

    /**
     * Where the text is one value and nothing else, so that no word says which of several kinds it is: the other kinds it
     * may be.
     *
     * @param text that was searched
     * @param standing see {@link #resolve}
     */
    public static List<Candidate> others(
            String text, List<Candidate> candidates, List<Candidate> standing, double threshold) {
        if (standing.size() != 1 || standing.getFirst().length() < text.strip().length()) {
            return List.of();
        }
        Candidate best = standing.getFirst();
        List<Candidate> others = new ArrayList<>();
        for (Candidate candidate : candidates) {
            if (candidate.score() >= threshold
                    && candidate.sameSpan(best)
                    && candidate.kind() != best.kind()
                    && others.stream().noneMatch(other -> other.kind() == candidate.kind())) {
                others.add(candidate);
            }
        }
        return others;
    }

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
