package dev.alize.routing;

/**
 * Slow start of a target that comes back: few calls at once, one more for each success (which doubles them with each
 * round trip), half as many after a failure. Calls from before the ramp do not count: a recovered target must not wait
 * for those that hang. Guarded by the gate's lock.
 */
final class Ramp {
    static final int UNLIMITED = Integer.MAX_VALUE;

    /** A ramp that has not held back a call for so long is over. */
    private static final long IDLE_NANOS = 2_000_000_000L;

    private int limit = UNLIMITED;
    private int generation;
    private int open;
    private long endNanos;
    private long boundNanos;

    /** @param first calls at once */
    void start(int first, long nowNanos, long lengthNanos) {
        generation++;
        open = 0;
        limit = first;
        endNanos = nowNanos + lengthNanos;
        boundNanos = nowNanos;
    }

    /** Whether it lets a call begin; where not, ask again at {@link #endNanos} or after one ended. */
    boolean allows(long nowNanos) {
        if (limit == UNLIMITED || isOver(nowNanos)) {
            limit = UNLIMITED;
            return true;
        }
        if (open < limit) {
            return true;
        }
        boundNanos = nowNanos;
        return false;
    }

    private boolean isOver(long nowNanos) {
        return nowNanos - endNanos >= 0 || nowNanos - boundNanos > IDLE_NANOS;
    }

    long endNanos() {
        return endNanos;
    }

    int limit() {
        return limit;
    }

    /** @return the generation that {@link #left} must be given */
    int entered() {
        open++;
        return generation;
    }

    void left(int entered) {
        if (entered == generation) {
            open--;
        }
    }

    void succeeded() {
        if (limit != UNLIMITED) {
            limit++;
        }
    }

    void failed() {
        if (limit != UNLIMITED) {
            limit = Math.max(1, limit / 2);
        }
    }
}
