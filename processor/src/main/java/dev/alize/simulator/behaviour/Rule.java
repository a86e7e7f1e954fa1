package dev.alize.simulator.behaviour;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * One deviation from answering properly.
 *
 * @param match which calls it is for
 * @param from start of its window, counted from when the behaviour came into force
 * @param to end of its window (exclusive), or null for no end
 * @param times how many calls it takes at most, 1 or more; {@link Integer#MAX_VALUE} for no limit
 * @param latency of its calls; null for none with an early reaction, for the behaviour's with a late one
 * @param reaction what happens to its calls
 */
public record Rule(
        Match match,
        Duration from,
        @Nullable Duration to,
        int times,
        @Nullable Latency latency,
        Reaction reaction) {
    public Rule {
        if (times < 1) {
            throw new IllegalArgumentException("times is %d, expected 1 or more".formatted(times));
        }
        if (from.isNegative() || (to != null && to.compareTo(from) <= 0)) {
            throw new IllegalArgumentException(
                    "window is %s to %s, expected to end after it starts".formatted(from, to));
        }
    }

    /** A rule that holds always and as often as it matches. */
    public static Rule of(Match match, Reaction reaction) {
        return new Rule(match, Duration.ZERO, null, Integer.MAX_VALUE, null, reaction);
    }

    /** The same rule for at most so many calls. */
    public Rule times(int most) {
        return new Rule(match, from, to, most, latency, reaction);
    }

    /** The same rule from (inclusive) to (exclusive), counted from when the behaviour came into force. */
    public Rule between(Duration start, Duration end) {
        return new Rule(match, start, end, times, latency, reaction);
    }

    /** The same rule with a latency of its own. */
    public Rule after(Latency own) {
        return new Rule(match, from, to, times, own, reaction);
    }

    /** The latency of a call this rule took, where the behaviour in force has the given one. */
    public Latency latency(Latency usual) {
        if (latency != null) {
            return latency;
        }
        return switch (reaction) {
            case Reaction.Early early -> Latency.NONE;
            case Reaction.Late late -> usual;
        };
    }
}
