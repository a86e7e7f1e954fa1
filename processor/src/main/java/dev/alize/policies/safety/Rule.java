package dev.alize.policies.safety;

import java.util.List;

/**
 * Fires where a word of every group stands within a few words, in any order.
 *
 * @param weight how sure it is on its own, 0 to 1
 * @param span in words
 * @param groups numbers of the groups of words that must be there
 * @param guards numbers of groups of which no word may be there, nor in the {@link #GUARDED} words before
 */
record Rule(Category category, double weight, int span, List<Integer> groups, List<Integer> guards) {
    /** Words before a rule's span in which a guard still counts. */
    static final int GUARDED = 8;

    Rule {
        if (!(weight > 0 && weight < 1) || span < 1 || groups.isEmpty()) {
            throw new IllegalArgumentException("expected a weight between 0 and 1, a span and groups, got " + weight
                    + ", " + span + " and " + groups.size() + " groups");
        }
        groups = List.copyOf(groups);
        guards = List.copyOf(guards);
    }

    /** @param last position of the last word of each group */
    boolean fires(int[] last, int position) {
        for (int group : groups) {
            if (last[group] <= position - span) {
                return false;
            }
        }
        for (int group : guards) {
            if (last[group] > position - span - GUARDED) {
                return false;
            }
        }
        return true;
    }
}
