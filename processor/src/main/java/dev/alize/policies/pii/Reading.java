package dev.alize.policies.pii;

import dev.alize.policies.pii.kinds.Kind;
import dev.alize.policies.pii.scan.Candidate;
import dev.alize.policies.pii.scan.Overlaps;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A text with what was found in it.
 *
 * @param text as it reads
 * @param spots where it is changed, in order, not overlapping
 * @param others further kinds that the only value of the text may be
 */
record Reading(String text, List<Spot> spots, List<Candidate> others) {
    /** Values that came out of the request are the caller's own: where they are put back, they are no finding. */
    static Reading of(String text, List<Candidate> candidates, double threshold, Originals originals) {
        List<Candidate> standing = Overlaps.resolve(candidates, threshold);
        List<Spot> spots = new ArrayList<>(originals.spots(text, 0, text.length()));
        for (Candidate found : standing) {
            if (originals.isEmpty()
                    || free(spots, found) && !originals.contains(text.substring(found.start(), found.end()))) {
                spots.add(spot(found));
            }
        }
        spots.sort(Comparator.comparingInt(Spot::start));
        return new Reading(text, spots, Overlaps.others(text, candidates, standing, threshold));
    }

    private static Spot spot(Candidate found) {
        return new Spot(found.start(), found.end(), found.kind(), null);
    }

    /** Whether no marker stands there; {@code spots} are markers by their place, or findings behind them. */
    private static boolean free(List<Spot> spots, Candidate found) {
        for (Spot spot : spots) {
            if (spot.original() != null && spot.start() < found.end() && found.start() < spot.end()) {
                return false;
            }
        }
        return true;
    }

    boolean finds() {
        return spots.stream().anyMatch(spot -> spot.kind() != null);
    }

    /** Kinds in the order of their places. */
    List<Kind> kinds() {
        List<Kind> kinds = new ArrayList<>();
        for (Spot spot : spots) {
            Kind kind = spot.kind();
            if (kind != null) {
                kinds.add(kind);
            }
        }
        return kinds;
    }
}
