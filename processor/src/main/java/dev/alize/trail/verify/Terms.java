package dev.alize.trail.verify;

import java.time.Duration;
import java.time.Instant;

/**
 * What can be expected of the records that are verified.
 *
 * @param since events that happened after it should be there: the later of the window's start and of what retention
 *     keeps, with some allowance for clocks; {@link Instant#EPOCH} where all should be there
 * @param until events that were sealed up to then should be there: the window's end, or just before the reading began
 */
public record Terms(Instant since, Instant until) {
    private static final Duration ALLOWANCE = Duration.ofMinutes(1);
    /**
     * A transaction that a killed process left open hides what comes behind it in its partition, events of others too, for
     * 15 s; their seals are on another topic, and visible.
     */
    private static final Duration COMMIT = Duration.ofSeconds(20);

    /**
     * The terms of a reading.
     *
     * @param from start of the window; {@link Instant#EPOCH} for none
     * @param to its end
     * @param kept retention may have removed what is older
     * @param now when the reading began
     */
    public static Terms of(Instant from, Instant to, Instant kept, Instant now) {
        Instant later = from.isAfter(kept) ? from : kept;
        Instant since = later.isAfter(Instant.EPOCH) ? later.plus(ALLOWANCE) : Instant.EPOCH;
        Instant visible = now.minus(COMMIT);
        return new Terms(since, to.isBefore(visible) ? to : visible);
    }
}
