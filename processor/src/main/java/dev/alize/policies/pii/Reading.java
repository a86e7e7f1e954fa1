package dev.alize.policies.pii;

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
        List<Spot> markers = originals.spots(text, 0, text.length());
        List<Spot> spots = new ArrayList<>(markers);
        int next = 0;
        for (Candidate found : standing) {
            while (next < markers.size() && markers.get(next).end() <= found.start()) {
                next++;
            }
            boolean free = next == markers.size() || markers.get(next).start() >= found.end();
            if (free && !originals.contains(text, found.start(), found.end())) {
                spots.add(new Spot(found.start(), found.end(), found.kind(), null));
            }
        }
        spots.sort(Comparator.comparingInt(Spot::start));
        return new Reading(text, spots, Overlaps.others(text, candidates, standing, threshold));
    }
}
