package dev.alize.pacing;

import java.util.concurrent.TimeUnit;

/**
 * One window of a group, metered as it is used: GCRA, kept as a level in requests or tokens that falls at this
 * instance's rate. A call may begin while the level is below the burst, so what a late asker missed within the burst is
 * made up for, nothing is lost to a tick, and idle time banks no more than the burst. Not thread-safe: its group locks.
 *
 * <p>In any span of the window's length no more begins than rate × (length + burst) + 1. Arrivals shift by the jitter of
 * the network, so with rate = limit × (1 − margin) ÷ length the window holds while burst + jitter ≤ margin × length.
 *
 * <p>What is left of the window ({@link Rest}) corrects that rate near the limit: what is missing there is made up for
 * over a few calls' time, and while next to nothing is left no call begins, as it would be refused.
 */
final class Meter {
    private static final double LEAST_MARGIN = 0.005;
    private static final double MOST_MARGIN = 0.1;
    /** A pause of the process must not cost more of the quota than it did. */
    private static final double MOST_LATE = 0.05;

    private static final long MOST_BURST = TimeUnit.MILLISECONDS.toNanos(100);
    private static final long LEAST_BURST = TimeUnit.MILLISECONDS.toNanos(20);

    /** What was reserved and not needed may be made up for in this part of the window; it was not idle time. */
    private static final double MOST_CREDIT = 0.05;

    private static final long LOOK_AGAIN = TimeUnit.MILLISECONDS.toNanos(10);
    private static final long TRIAL = TimeUnit.MINUTES.toNanos(1);
    private static final long RECENT = TimeUnit.SECONDS.toNanos(3);

    /** Calls' lengths over which what is missing is made up for: shorter ones swing. */
    private static final double CALLS_TO_CORRECT = 4;

    /** With more left than this, the window is not about to be full. */
    private static final double NEAR = 0.3;

    private static final long LEAST_CALL = TimeUnit.MILLISECONDS.toNanos(100);

    /** From when the provider says what is left to when a call that begins then arrives. */
    private static final double NEWS_AGE = TimeUnit.MILLISECONDS.toNanos(80);

    private static final double DEVIATIONS = 1;
    private static final double MOST_CLOSE = 0.015;
    /** Less than this may be noise. */
    private static final double CLEARLY = 0.02;
    /** What is missing of the share is made up for as fast as if it were all to begin within this time. */
    private static final double STEER = TimeUnit.MILLISECONDS.toNanos(300);

    /** Deviations of a window's tokens from their mean to leave free, so that few calls are refused. */
    private static final double AIM = 3.5;

    private static final double MOST_BORROWED = 1.1;
    private static final long LEAST_WAIT = TimeUnit.MILLISECONDS.toNanos(1);
    private static final double HALF_A_REQUEST = 0.5;
    private static final double SLOWEST_AT_START = 0.5;
    private static final double SLOWEST = 0.1;
    private static final double FASTEST = 2;

    private final Kind kind;
    private final long lengthNanos;
    private final boolean paced;
    private final long jitterNanos;
    private double margin;
    private double burstNanos;
    private final Rest rest;
    private final RunningSum recent;
    private final CallHabits calls;
    private final long recentNanos;

    private long limit;
    private double rate;
    private double level;
    private double credit;
    private double allowed;
    private long at;
    private double meanCost = 1;
    private long busySince;
    private long takenAt;

    Meter(Window window, CallHabits calls, long jitterNanos, long nowNanos) {
        this.calls = calls;
        kind = window.kind();
        lengthNanos = window.length().toNanos();
        limit = window.limit();
        paced = window.length().compareTo(LimitHeaders.MONTH) < 0;
        this.jitterNanos = jitterNanos;
        followCalls();
        recentNanos = Math.min(RECENT, lengthNanos);
        rest = new Rest(lengthNanos, nowNanos);
        recent = new RunningSum(recentNanos, nowNanos);
        at = nowNanos;
        busySince = nowNanos;
        takenAt = nowNanos;
    }

    /**
     * By so much as calls may begin late, and by the jitter of the network, two calls may come nearer to each other: the
     * margin has room for both, and a burst takes what is left of it.
     */
    private void followCalls() {
        double nearer = jitterNanos + calls.lateNanos();
        double needed = Math.min(MOST_LATE, Math.max(2.0 * jitterNanos, nearer) / lengthNanos);
        margin = Math.max(LEAST_MARGIN, needed);
        burstNanos = Math.clamp(margin * lengthNanos - nearer, LEAST_BURST, MOST_BURST);
    }

    Kind kind() {
        return kind;
    }

    long lengthNanos() {
        return lengthNanos;
    }

    boolean paced() {
        return paced;
    }

    long limit() {
        return limit;
    }

    void limit(long newLimit) {
        limit = newLimit;
    }

    long remaining() {
        return rest.remaining();
    }

    double used(long nowNanos) {
        return rest.used(nowNanos);
    }

    /** Part of the limit at which it was used lately. */
    double recentUse(long nowNanos) {
        return limit == 0 ? 0 : recent.at(nowNanos) / recentNanos * lengthNanos / limit;
    }

    /**
     * Lets the level fall until now, and sets the part of the limit that is in force from now on.
     *
     * @param caution part of the share to use after a refusal, else 1
     */
    void turn(long nowNanos, double share, double caution) {
        if (nowNanos > at) {
            level = Math.max(-credit, level - (nowNanos - at) * rate);
            rest.passed(nowNanos - at, allowed, nowNanos);
            at = nowNanos;
        }
        if (!paced) {
            return;
        }
        followCalls();
        boolean windowWasBusy = nowNanos - busySince >= lengthNanos;
        allowed = Math.min(1, share * (windowWasBusy && caution == 1 ? borrowed(nowNanos) : 1));
        rate = fullRate() * allowed * caution * correction(nowNanos, windowWasBusy);
    }

    /** Others leave room, such as one that died: it is used, slowly enough to see its effect. */
    private double borrowed(long nowNanos) {
        double unused = rest.fresh(nowNanos) ? (double) rest.remaining() / limit - rest.ownUnused(limit, nowNanos) : 0;
        if (unused < CLEARLY || unused > NEAR) {
            return 1;
        }
        return Math.min(
                MOST_BORROWED, 1 + unused * lengthNanos / (CALLS_TO_CORRECT * Math.max(calls.callNanos(), LEAST_CALL)));
    }

    /** Steers what will be counted in the window to the share. */
    private double correction(long nowNanos, boolean windowWasBusy) {
        long until = kind == Kind.TOKENS ? (long) calls.callNanos() : 0;
        double missing = rest.room(limit, 1 - aim(), until, nowNanos) / Math.max(allowed, 1e-3);
        double correction = 1 + missing * lengthNanos / steerNanos();
        return windowWasBusy ? Math.clamp(correction, SLOWEST, FASTEST) : Math.clamp(correction, SLOWEST_AT_START, 1);
    }

    /** Where calls are rare, one more or less is no reason to swing. */
    private double steerNanos() {
        double perNano = fullRate() * Math.max(allowed, 1e-3);
        return perNano <= 0 ? STEER : Math.max(STEER, CALLS_TO_CORRECT * meanCost / perNano);
    }

    /** Part of the limit that should be left. */
    private double aim() {
        if (kind == Kind.REQUESTS || limit == 0) {
            return margin + roundingOfOthers();
        }
        double deviation = calls.deviation(limit / meanCost / lengthNanos, meanCost);
        return Math.clamp(AIM * deviation / limit, LEAST_MARGIN, MOST_MARGIN);
    }

    /** Each instance may be ahead by a part of a request: half of one, on average. */
    private double roundingOfOthers() {
        return allowed <= 0 || limit == 0 ? 0 : Math.min(LEAST_MARGIN, 0.5 * (1 / allowed - 1) / limit);
    }

    /**
     * Part of the limit so small that the next call may find nothing left. Tokens are counted when calls end, at random
     * times: so much may be counted before a call that begins now arrives.
     */
    private double closeTo() {
        double callsThen = limit / meanCost * NEWS_AGE / lengthNanos;
        return Math.min(MOST_CLOSE, DEVIATIONS * meanCost / limit * Math.sqrt(2 * callsThen));
    }

    private boolean nothingLeft(long nowNanos) {
        if (!rest.fresh(nowNanos) || limit == 0) {
            return false;
        }
        double left = (double) rest.remaining() / limit;
        // Where one request is not small beside the margin, none is left in good order.
        return kind == Kind.REQUESTS ? left <= 0 && margin * limit >= 2 : left <= closeTo();
    }

    /**
     * Requests are counted as they begin, so what the window holds is known: steering alone lets it swing above the
     * share where few calls leave it and many did before. In the first window a burst is let through on top.
     */
    private boolean isFull(long nowNanos) {
        boolean busy = nowNanos - busySince >= lengthNanos && nowNanos - takenAt <= lengthNanos / 2;
        double slack = busy ? 0 : fullRate() * allowed * burstNanos + 1;
        return kind == Kind.REQUESTS && rest.room(limit, 1 - margin, 0, nowNanos) * limit < HALF_A_REQUEST - slack;
    }

    /** When a call may begin, after {@link #turn}. */
    long readyAt(long nowNanos) {
        if (!paced) {
            return usedUp() ? Math.max(nowNanos, rest.heardAt() + TRIAL) : nowNanos;
        }
        if (nothingLeft(nowNanos)) {
            return nowNanos + LOOK_AGAIN;
        }
        if (isFull(nowNanos)) {
            return nowNanos + LOOK_AGAIN;
        }
        double over = level - rate * burstNanos;
        if (over <= 0 && rate > 0) {
            return nowNanos;
        }
        if (rate <= 0) {
            return Long.MAX_VALUE;
        }
        // A rate that is steered down may rise again before the call would be due at it.
        return nowNanos + Math.max(LEAST_WAIT, (long) Math.ceil(over / Math.max(rate, fullRate() * allowed)));
    }

    /** Whether the provider said that nothing is left until long from now; one call a minute finds out. */
    boolean usedUp() {
        return !paced && rest.remaining() == 0;
    }

    /** Nanoseconds until so many further calls were let through, at a part of the limit. */
    double waitNanos(int ahead, double share) {
        double expected = fullRate() * share;
        if (!paced || expected <= 0) {
            return 0;
        }
        return Math.max(0, (level + ahead * meanCost) / expected - burstNanos);
    }

    void take(double cost, long nowNanos) {
        level += cost;
        if (kind == Kind.TOKENS) {
            rest.open(cost);
        }
        credit = Math.min(credit, Math.max(0, -level));
        meanCost += (cost - meanCost) * 0.02;
        if (nowNanos - takenAt > lengthNanos / 2) {
            busySince = nowNanos;
        }
        takenAt = nowNanos;
        if (!paced) {
            rest.tried(nowNanos);
        }
    }

    /** What was taken turned out to be more, or less. */
    void correct(double difference) {
        level += difference;
        if (level < -credit) {
            credit = Math.min(fullRate() * lengthNanos * MOST_CREDIT, -level);
            level = Math.max(level, -credit);
        }
    }

    /** The provider counts it from now on. */
    void count(double amount, double reserved, long nowNanos) {
        rest.open(-reserved);
        rest.count(amount, nowNanos);
        recent.add(amount, nowNanos);
    }

    void sawRemaining(long left, long nowNanos) {
        rest.heard(left, nowNanos);
    }

    private double fullRate() {
        return limit * (1 - margin) / lengthNanos;
    }
}
