package dev.alize.alerts;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** What became of one attempt to tell a receiver. */
public sealed interface Delivery {
    /** The receiver took it. */
    record Taken() implements Delivery {}

    /**
     * It did not, or nobody knows whether it did.
     *
     * @param kind what that says of the next attempt
     * @param why as a sentence; never a key, a URL or what the receiver wrote
     * @param retryAfter how long the receiver wants to be left alone; null where it does not say
     */
    record Failed(Kind kind, String why, @Nullable Duration retryAfter) implements Delivery {
        public static Failed passing(String why) {
            return new Failed(Kind.PASSING, why, null);
        }

        public static Failed lasting(String why) {
            return new Failed(Kind.LASTING, why, null);
        }
    }

    /** What a failure says of the next attempt. */
    enum Kind {
        /** It may go well soon. */
        PASSING,
        /** It goes well only when somebody has changed something. */
        LASTING,
        /** The receiver does not want this message; it may want others. */
        REFUSED
    }
}
