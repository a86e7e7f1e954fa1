package dev.alize.pacing;

import java.util.Map;

/**
 * What an instance tells the others of its use of the quota groups, every {@link Shares#INTERVAL}.
 *
 * @param instance unique among those that share the quota
 * @param start of the instance in milliseconds since 1970: tells its lives apart
 * @param number rises by one with each beat of a life
 * @param partitions it owns
 * @param allPartitions there are
 * @param groups by name
 * @param leaving whether it is its last: it uses nothing any more
 */
public record Beat(
        String instance,
        long start,
        long number,
        int partitions,
        int allPartitions,
        Map<String, Use> groups,
        boolean leaving) {
    public Beat {
        groups = Map.copyOf(groups);
        if (partitions < 0 || allPartitions < 1 || partitions > allPartitions) {
            throw new IllegalArgumentException("expected from 0 to all partitions, got " + partitions + " of "
                    + allPartitions + " from instance " + instance);
        }
    }

    /**
     * @param share of the limits that the instance claims, from 0 to 1: it uses no more, and counts on it once nobody
     *     else claimed it before
     * @param wanted share that it could make use of, from 0 to 1
     */
    public record Use(double share, double wanted) {
        public Use {
            if (!(share >= 0 && share <= 1 && wanted >= 0 && wanted <= 1)) {
                throw new IllegalArgumentException("expected shares from 0 to 1, got " + share + " and " + wanted);
            }
        }
    }

    /** Whether it was sent after another one of the same instance. */
    boolean isAfter(Beat other) {
        return start > other.start || start == other.start && number > other.number;
    }
}
