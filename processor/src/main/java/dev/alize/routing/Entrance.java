package dev.alize.routing;

import org.jspecify.annotations.Nullable;

/** How many calls may be open at a target at once: bounds, and the slow start. Guarded by the gate's lock. */
final class Entrance {
    private final Changes changes;
    private final Ramp ramp = new Ramp();
    private int open;
    private boolean somebodyWaits;

    Entrance(Changes changes) {
        this.changes = changes;
    }

    int open() {
        return open;
    }

    Ramp ramp() {
        return ramp;
    }

    /**
     * When there may be room for one more call: now, or later. Who has to wait is told when a call ends.
     *
     * @param controlled the operator's bound, null for none
     * @param configured bound, null for none
     */
    long roomAt(@Nullable Integer controlled, @Nullable Integer configured, long nowNanos) {
        boolean full = controlled != null && open >= controlled || configured != null && open >= configured;
        long at = full ? Long.MAX_VALUE : ramp.allows(nowNanos) ? nowNanos : ramp.endNanos();
        somebodyWaits |= at != nowNanos;
        return at;
    }

    /** @return what {@link #left} must be given */
    int entered() {
        open++;
        return ramp.entered();
    }

    void left(int entered) {
        open--;
        ramp.left(entered);
        if (somebodyWaits) {
            somebodyWaits = false;
            changes.tell();
        }
    }
}
