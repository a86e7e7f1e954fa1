package dev.alize.incidents;

import dev.alize.schemas.IncidentSignal;
import java.util.List;

/**
 * Failures since the last success.
 *
 * @param failures how many
 * @param buckets in how many buckets of 5 s
 * @param first when the first was, in milliseconds since 1970; 0 where there are none
 * @param last when the last was
 */
record Streak(long failures, int buckets, long first, long last) {
    private static final Streak NONE = new Streak(0, 0, 0, 0);

    /** @param counts of a target, in their order */
    static Streak of(List<IncidentSignal> counts) {
        Streak streak = NONE;
        for (int i = counts.size() - 1; i >= 0; i--) {
            IncidentSignal bucket = counts.get(i);
            streak = streak.after(bucket);
            if (Signals.good(bucket) > 0) {
                break;
            }
        }
        return streak;
    }

    /** With those of the bucket before that came after its last success. */
    private Streak after(IncidentSignal bucket) {
        long success = bucket.getLastSuccessAt();
        if (bucket.getLastFailureAt() <= success) {
            return this;
        }
        boolean all = bucket.getFirstFailureAt() > success;
        // Of the others nobody knows how many came later; one did.
        long more = all ? Signals.failures(bucket) : 1;
        long earliest = all ? bucket.getFirstFailureAt() : bucket.getLastFailureAt();
        return new Streak(failures + more, buckets + 1, earliest, Math.max(last, bucket.getLastFailureAt()));
    }

    long spanMs() {
        return last - first;
    }
}
