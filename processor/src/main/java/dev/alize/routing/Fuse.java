package dev.alize.routing;

import java.time.Clock;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * The breaker of a gate, with the events it is the reason of and the times at which it is looked at again. Guarded by
 * the gate's lock; what the timer runs goes through the gate.
 */
final class Fuse {
    private static final long TRIAL_SPARE_MS = 1_000;

    private final Gate gate;
    private final Surroundings around;
    private final Clock clock;
    private Breaker breaker;
    private int known;
    private volatile long opensAtNanos = Long.MAX_VALUE;

    Fuse(Gate gate, BreakerRules rules, Surroundings around) {
        this.gate = gate;
        this.around = around;
        clock = new NanoClock(around.nanoTime());
        breaker = new Breaker(gate.id(), rules, clock, 0);
    }

    Breaker breaker() {
        return breaker;
    }

    /** When trials may begin; {@link Long#MAX_VALUE} where it is not open. Without the lock. */
    long opensAtNanos() {
        return opensAtNanos;
    }

    void follow(BreakerRules rules) {
        if (breaker.rules().equals(rules)) {
            return;
        }
        boolean closed = breaker.state() == BreakerState.CLOSED;
        breaker = new Breaker(gate.id(), rules, clock, breaker.period() + 1);
        if (closed) {
            known = breaker.period();
        } else if (rules.enabled()) {
            breaker.open();
        }
    }

    /** Lets trials begin where it has been open for long enough. */
    void awaken(long nowNanos) {
        if (breaker.state() == BreakerState.OPEN && nowNanos - opensAtNanos >= 0) {
            breaker.halfOpen();
        }
    }

    /** Trials that hang must not keep the others waiting: where all are given and none has decided, new ones begin. */
    void renewTrials(int period) {
        if (breaker.state() != BreakerState.HALF_OPEN || breaker.period() != period) {
            return;
        }
        if (breaker.takesCalls()) {
            renewLater(period);
        } else {
            breaker.halfOpen();
        }
    }

    private void renewLater(int period) {
        long delayMs = gate.timeout().toMillis() + TRIAL_SPARE_MS;
        gate.later(delayMs, () -> gate.renewTrials(period));
    }

    /**
     * Follows what has changed since the last time.
     *
     * @return whether it closed
     */
    boolean changed() {
        if (breaker.period() == known) {
            return false;
        }
        known = breaker.period();
        BreakerState state = breaker.state();
        around.events().happened("breaker", gate.id(), state.code(), Map.of());
        opensAtNanos = Long.MAX_VALUE;
        switch (state) {
            case CLOSED -> {}
            case OPEN -> {
                long waitMs = breaker.rules().recoveryTimeout().toMillis();
                opensAtNanos = around.nanoTime().getAsLong() + TimeUnit.MILLISECONDS.toNanos(waitMs);
                gate.later(waitMs, () -> gate.awaken(around.nanoTime().getAsLong()));
            }
            case HALF_OPEN -> renewLater(known);
        }
        return state == BreakerState.CLOSED;
    }
}
