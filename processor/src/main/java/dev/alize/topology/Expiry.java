package dev.alize.topology;

import dev.alize.schemas.OpenRequest;
import java.time.Duration;
import java.time.Instant;

/** When a request is no longer worth a call: its deadline, or its greatest age after it came to dispatch. Pure. */
final class Expiry {
    private Expiry() {}

    /** The earlier of both; an instant that Kafka and Avro can hold. */
    static Instant of(OpenRequest open, Duration maxAge, long nowMs) {
        Instant oldest = Instant.ofEpochMilli(nowMs).plus(maxAge);
        Instant deadline = open.getRequest().getDeadline();
        return deadline != null && deadline.isBefore(oldest) ? deadline : oldest;
    }

    static boolean isOver(OpenRequest open, long nowMs) {
        Instant expiry = open.getExpiresAt() == null ? open.getRequest().getDeadline() : open.getExpiresAt();
        return expiry != null && expiry.toEpochMilli() <= nowMs;
    }

    /**
     * Whether the deadline leaves less time than an answer takes.
     *
     * @param leastMs what an answer takes at least, in milliseconds
     */
    static boolean isTooNear(OpenRequest open, long leastMs, long nowMs) {
        Instant deadline = open.getRequest().getDeadline();
        return deadline != null && leastMs > 0 && deadline.toEpochMilli() - nowMs < leastMs;
    }

    static String tooNear(OpenRequest open, long leastMs, long nowMs) {
        Instant deadline = open.getRequest().getDeadline();
        return "The deadline " + deadline + " cannot be met: " + (deadline.toEpochMilli() - nowMs)
                + " ms are left, and no answer of the last minute came in less than " + leastMs + " ms";
    }

    /** Whether it is the deadline that comes first, not the greatest age. */
    static boolean isByDeadline(OpenRequest open) {
        Instant deadline = open.getRequest().getDeadline();
        return deadline != null && (open.getExpiresAt() == null || !deadline.isAfter(open.getExpiresAt()));
    }

    /** @param when such as {@code before the request was called} */
    static String message(OpenRequest open, String when) {
        return isByDeadline(open)
                ? "The deadline " + open.getRequest().getDeadline() + " passed " + when
                : "The request became older than processing.max_age " + when;
    }
}
