package dev.alize.provider;

import dev.alize.domain.FailureKind;
import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What an inspection of a target showed. Holds no key, and no text of the vendor's but its error code. */
public sealed interface Inspected {
    /** From the first step to the end, in milliseconds. */
    long elapsedMs();

    /**
     * It answered.
     *
     * @param status HTTP status
     * @param kind what the status and the body mean; null for 2xx
     * @param code the vendor's error code, at most 64 characters; null where it sent none
     * @param date the server's clock in whole seconds; null where it did not say
     * @param limits headers about rate limits by lower-case name
     * @param listing whether the answer lists the target's model
     * @param tls null for http
     */
    record Answered(
            int status,
            @Nullable FailureKind kind,
            @Nullable String code,
            @Nullable Instant date,
            Map<String, String> limits,
            Listing listing,
            @Nullable Tls tls,
            long elapsedMs)
            implements Inspected {
        public Answered {
            limits = Map.copyOf(limits);
        }
    }

    /**
     * No answer came.
     *
     * @param obstacle what was in the way
     * @param message for people, without the key
     */
    record Unreached(Obstacle obstacle, String message, long elapsedMs) implements Inspected {}

    /** Whether the list of models has the target's. */
    enum Listing {
        LISTED,
        MISSING,
        /** There was no list. */
        UNKNOWN
    }

    /**
     * The session with the server.
     *
     * @param protocol such as {@code TLSv1.3}
     * @param expires when the first certificate of its chain expires; null where it is not known
     */
    record Tls(String protocol, @Nullable Instant expires) {}
}
