package dev.alize.routing;

import dev.alize.domain.Outcome;
import dev.alize.domain.Pass;
import dev.alize.domain.Quota;
import dev.alize.domain.Target;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** A pass that a gate gave. Any thread may end it; the first ending counts. */
final class OpenPass implements Pass {
    private final Gate gate;
    private final Target target;
    private final Marks marks;
    private final AtomicBoolean over = new AtomicBoolean();
    private Quota.@Nullable Reservation reservation;

    /**
     * What the gate must know when the call ends.
     *
     * @param period of the breaker
     * @param ramp generation of the slow start
     * @param key fingerprint of the target's key
     */
    record Marks(int period, boolean trial, int ramp, boolean retried, int key) {}

    OpenPass(Gate gate, Target target, Marks marks) {
        this.gate = gate;
        this.target = target;
        this.marks = marks;
    }

    /** Called once, before anybody else sees the pass. */
    void holds(Quota.Reservation taken) {
        reservation = taken;
    }

    Marks marks() {
        return marks;
    }

    @Override
    public Target target() {
        return target;
    }

    @Override
    public boolean isTrial() {
        return marks.trial();
    }

    @Override
    public void heard() {
        gate.heard();
    }

    @Override
    public void ended(Outcome outcome, OptionalLong tokens) {
        if (over.compareAndSet(false, true)) {
            try {
                reservation().ended(outcome, tokens);
            } finally {
                gate.ended(this, outcome);
            }
        }
    }

    @Override
    public void cancelled() {
        if (over.compareAndSet(false, true)) {
            try {
                reservation().cancelled();
            } finally {
                gate.released(this);
            }
        }
    }

    @Override
    public void unused() {
        if (over.compareAndSet(false, true)) {
            try {
                reservation().unused();
            } finally {
                gate.released(this);
            }
        }
    }

    private Quota.Reservation reservation() {
        return Objects.requireNonNull(reservation);
    }
}
