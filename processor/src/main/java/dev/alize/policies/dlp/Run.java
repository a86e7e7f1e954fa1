package dev.alize.policies.dlp;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/**
 * All rules on one run of plain text that grows: a whole text, or the inside of a string of JSON. Matches that overlap
 * become one, which has the rule of the first; of several that start together that is the longest.
 */
final class Run {
    /** Receives matches in their order, not overlapping. */
    interface Matches {
        /** A match of a rule from one offset of the run to another. */
        void match(int rule, int start, int end);
    }

    private record Candidate(int rule, int start, int end) {
        static final Comparator<Candidate> ORDER = Comparator.comparingInt(Candidate::start)
                .thenComparing(Candidate::end, Comparator.reverseOrder())
                .thenComparing(Candidate::rule);
    }

    private final StringBuilder text = new StringBuilder();
    private final List<Search> searches = new ArrayList<>();
    private final PriorityQueue<Candidate> candidates = new PriorityQueue<>(Candidate.ORDER);
    private int rule = -1;
    private int start;
    private int end;

    Run(Rules rules) {
        rules.patterns().forEach(pattern -> searches.add(new PatternSearch(pattern, rules.maxMatch())));
        rules.lists().forEach(list -> searches.add(new WordSearch(list)));
    }

    /** Begins another run. */
    void reset() {
        text.setLength(0);
        searches.forEach(Search::reset);
        candidates.clear();
        rule = -1;
    }

    /** The text so far; callers append to it. */
    StringBuilder text() {
        return text;
    }

    /**
     * Looks at what has come.
     *
     * @param complete whether nothing more comes
     * @return the offset up to which everything is known: behind it, or at it, the next match starts
     */
    int look(boolean complete, Matches matches) {
        int frontier = Integer.MAX_VALUE;
        for (int i = 0; i < searches.size(); i++) {
            int which = i;
            frontier = Math.min(
                    frontier,
                    searches.get(i).look(text, complete, (from, to) -> candidates.add(new Candidate(which, from, to))));
        }
        while (!candidates.isEmpty() && candidates.peek().start() < frontier) {
            take(candidates.remove(), matches);
        }
        if (rule >= 0 && end <= frontier) {
            close(matches);
        }
        return Math.min(rule >= 0 ? start : frontier, text.length());
    }

    private void take(Candidate candidate, Matches matches) {
        if (rule >= 0 && candidate.start() < end) {
            end = Math.max(end, candidate.end());
            return;
        }
        close(matches);
        rule = candidate.rule();
        start = candidate.start();
        end = candidate.end();
    }

    private void close(Matches matches) {
        if (rule >= 0) {
            matches.match(rule, start, end);
            rule = -1;
        }
    }
}
