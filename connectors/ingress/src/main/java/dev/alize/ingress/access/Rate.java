package dev.alize.ingress.access;

/**
 * A rate with a burst, as the generic cell rate algorithm has it: in any span of {@code t} minutes at most
 * {@code burst + t * perMinute} requests are let in. Exact: all arithmetic is on whole numbers, in {@code 1 / perMinute}
 * of a nanosecond. Pure.
 *
 * @param perMinute 1 to 10,000,000
 * @param burst how many may come at once after a pause, 1 to 100,000
 */
public record Rate(int perMinute, int burst) {
    static final int MOST_PER_MINUTE = 10_000_000;
    static final int MOST_BURST = 100_000;

    /** What one request weighs: a minute, in the unit of levels. */
    private static final long WEIGHT = 60_000_000_000L;

    public Rate {
        if (perMinute < 1 || perMinute > MOST_PER_MINUTE) {
            throw new IllegalArgumentException("requests_per_minute: got " + perMinute + ", expected 1 to 10,000,000");
        }
        if (burst < 1 || burst > MOST_BURST) {
            throw new IllegalArgumentException("burst: got " + burst + ", expected 1 to 100,000");
        }
    }

    /** With a burst of six seconds' worth, 1 or more. */
    public static Rate perMinute(int perMinute) {
        return new Rate(perMinute, Math.min(MOST_BURST, Math.max(1, perMinute / 10)));
    }

    /**
     * What is in the bucket.
     *
     * @param level weight of what was let in and has not drained yet, 0 to {@code burst * WEIGHT}
     * @param at in nanoseconds, of any one clock that never goes back
     */
    record Bucket(long level, long at) {}

    /**
     * Whether one may enter.
     *
     * @param next what is in the bucket from now on
     * @param waitNanos 0 where it may enter; else how long until it could, where nobody else comes before
     */
    record Decision(Bucket next, long waitNanos) {
        boolean isLetIn() {
            return waitNanos == 0;
        }
    }

    static Bucket empty(long now) {
        return new Bucket(0, now);
    }

    /** @param now by the bucket's clock; where it is behind, no time has passed */
    Decision take(Bucket bucket, long now) {
        long level = drained(bucket, now);
        long at = Math.max(now, bucket.at());
        long room = WEIGHT * burst - WEIGHT;
        if (level <= room) {
            return new Decision(new Bucket(level + WEIGHT, at), 0);
        }
        return new Decision(new Bucket(level, at), Math.ceilDiv(level - room, perMinute));
    }

    /** A bucket that was filled under a larger burst counts as full, not as more than that. */
    private long drained(Bucket bucket, long now) {
        long level = Math.min(bucket.level(), WEIGHT * burst);
        long elapsed = Math.max(0, now - bucket.at());
        return elapsed >= Math.ceilDiv(level, perMinute) ? 0 : level - elapsed * perMinute;
    }
}
