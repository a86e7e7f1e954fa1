package dev.alize.metrics.health;

import java.util.Locale;

/** Where an instance is in its life. */
public enum InstanceState {
    /** Nothing has been assigned yet. */
    STARTING,
    /** Partitions are being assigned or their stores restored. */
    REBALANCING,
    /** Every assigned partition is restored and processed. */
    RUNNING,
    /** Told to stop: nothing is taken in any more. */
    DRAINING,
    /** Gave up after an error. */
    FAILED,
    /** Stopped in order. */
    STOPPED;

    /** The name used in {@code /health}, such as {@code running}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
