package dev.alize.simulator.behaviour;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What a rule does with a call it matched. Of a stream, {@code Malformed} spoils an event, {@code Truncated} cuts the
 * connection in the middle, {@code Empty} sends no event, and {@code Slow} spreads the chunks over its time.
 */
public sealed interface Reaction {
    /** Decided before the body is looked at, as an outage would be. */
    sealed interface Early extends Reaction {}

    /** Comes when a proper answer would: the body was checked and the latency has passed. */
    sealed interface Late extends Reaction {}

    /** A proper answer; of use for a latency of its own. */
    record Answer() implements Late {}

    /**
     * An answer of the given status, such as a vendor error.
     *
     * @param status 200 to 599
     * @param code the vendor's error code, such as {@code 1300} or {@code 3505}; null for an error without one
     * @param body sent as it is; null for the vendor's usual body of that status and code
     * @param headers added to the answer, such as {@code retry-after}
     */
    record Refuse(
            int status, @Nullable String code, @Nullable String body, Map<String, String> headers) implements Early {
        public Refuse {
            if (status < 200 || status > 599) {
                throw new IllegalArgumentException("status is %d, expected 200 to 599".formatted(status));
            }
            headers = Map.copyOf(headers);
        }

        /** An error in the vendor's usual form. */
        public static Refuse of(int status, @Nullable String code) {
            return new Refuse(status, code, null, Map.of());
        }
    }

    /** Status 200 and a whole body that is not JSON: the first half of one. */
    record Malformed() implements Late {}

    /** Status 200, half of the announced {@code content-length}, then the connection closes. */
    record Truncated() implements Late {}

    /** Status 200 and no body. */
    record Empty() implements Late {}

    /** Never answers; ends when the client gives up. */
    record Hang() implements Early {}

    /** Resets the connection without an answer (TCP RST; for HTTP/2 RST_STREAM). */
    record Reset() implements Early {}

    /**
     * A proper answer that trickles in ten pieces.
     *
     * @param over from the first to the last piece, above zero
     */
    record Slow(Duration over) implements Late {
        public Slow {
            if (over.isZero() || over.isNegative()) {
                throw new IllegalArgumentException("over is %s, expected above zero".formatted(over));
            }
        }
    }

    /** A proper answer; where it is a stream, on the wire like this. */
    record Framed(StreamShape.Framing framing) implements Late {}

    /** A stream that goes wrong; a call that asked for none is answered properly. */
    record Flawed(Flaw flaw) implements Late {}
}
