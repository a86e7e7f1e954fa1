package dev.alize.simulator.behaviour;

import java.time.Duration;

/**
 * How proper answers are streamed.
 *
 * @param tokenInterval from one delta to the next, whole milliseconds; zero for as fast as the client reads
 * @param stampDeltas whether the content of each delta is the time it was sent, as microseconds since 1970 and a space,
 *     instead of the answer's text
 * @param framing how events lie on the wire
 */
public record StreamShape(Duration tokenInterval, boolean stampDeltas, Framing framing) {
    /** As fast as the client reads, an event in each write. */
    public static final StreamShape PLAIN = new StreamShape(Duration.ZERO, false, Framing.PLAIN);

    public StreamShape {
        if (tokenInterval.isNegative() || tokenInterval.toNanosPart() % 1_000_000 != 0) {
            throw new IllegalArgumentException(
                    "token interval is %s, expected zero or whole milliseconds".formatted(tokenInterval));
        }
    }

    /** The same with this time between deltas. */
    public StreamShape withInterval(Duration interval) {
        return new StreamShape(interval, stampDeltas, framing);
    }

    /** The same with deltas stamped or not. */
    public StreamShape withStamps(boolean on) {
        return new StreamShape(tokenInterval, on, framing);
    }

    /** The same on the wire like this. */
    public StreamShape with(Framing other) {
        return new StreamShape(tokenInterval, stampDeltas, other);
    }

    /**
     * What a reader of server-sent events must bear although nothing is wrong.
     *
     * @param eventsPerWrite 1 to 1,000; they leave together when the last of them is due
     * @param split whether a write is cut in two, inside a character of several bytes if there is one
     * @param comments whether a comment stands before each event
     * @param crlf whether lines end with CR LF
     * @param padding whether chunks carry the member {@code p}, of varying length
     */
    public record Framing(int eventsPerWrite, boolean split, boolean comments, boolean crlf, boolean padding) {
        /** An event in each write, nothing else. */
        public static final Framing PLAIN = new Framing(1, false, false, false, false);

        private static final int MOST_EVENTS = 1_000;

        public Framing {
            if (eventsPerWrite < 1 || eventsPerWrite > MOST_EVENTS) {
                throw new IllegalArgumentException(
                        "events per write are %d, expected 1 to %d".formatted(eventsPerWrite, MOST_EVENTS));
            }
        }
    }
}
