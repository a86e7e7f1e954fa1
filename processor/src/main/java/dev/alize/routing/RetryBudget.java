package dev.alize.routing;

/**
 * How many retries a target may get: a share of its first attempts, saved up to a bound, and beside it ten a second,
 * so that a target with little traffic is retried as if there were no budget. Thread-safe.
 */
final class RetryBudget {
    private static final double MOST_SAVED = 100;
    private static final double BURST = 10;
    private static final double NANOS_EACH = 1e8;

    private double share;
    private double trickle = BURST;
    private double saved;
    private long filledNanos;

    RetryBudget(double share, long nowNanos) {
        this.share = share;
        filledNanos = nowNanos;
    }

    synchronized void follow(double newShare) {
        share = newShare;
    }

    synchronized void firstAttempt() {
        saved = Math.min(MOST_SAVED, saved + share);
    }

    synchronized boolean take(long nowNanos) {
        fill(nowNanos);
        if (saved >= 1) {
            saved--;
            return true;
        }
        if (trickle >= 1) {
            trickle--;
            return true;
        }
        return false;
    }

    synchronized double left(long nowNanos) {
        fill(nowNanos);
        return saved + trickle;
    }

    private void fill(long nowNanos) {
        long elapsed = nowNanos - filledNanos;
        if (elapsed > 0) {
            trickle = Math.min(BURST, trickle + elapsed / NANOS_EACH);
            filledNanos = nowNanos;
        }
    }
}
