package dev.alize.control;

import dev.alize.schemas.ShareBeat;

/** The side of the exchange of shares that knows what they mean. All methods are called by one thread. */
public interface ShareGossip {
    /**
     * What this instance tells the others now.
     *
     * @param nowNanos as {@link System#nanoTime}
     */
    ShareBeat next(long nowNanos);

    /**
     * A beat of this instance was read back, in its place among those of the others: all instances read them in this
     * one order.
     *
     * @param number of the beat
     */
    void returned(long number, long nowNanos);

    /** Another instance told its own. */
    void heard(ShareBeat beat, long nowNanos);
}
