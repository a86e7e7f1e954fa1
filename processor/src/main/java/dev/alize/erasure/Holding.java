package dev.alize.erasure;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a topic holds of the subject.
 *
 * @param role of the topic, such as {@code dead_letters}
 * @param topic its name
 * @param records that hold text of the subject's requests or of their answers
 * @param last time of the last of them; null where there is none
 * @param retention that the broker has for the topic; null where it is kept for good
 * @param removed how many of them were removed just now
 */
public record Holding(
        String role,
        String topic,
        long records,
        @Nullable Instant last,
        @Nullable Duration retention,
        long removed) {
    /** When the last record is due to be deleted; null where there is none left, or it is kept for good. */
    public @Nullable Instant expiresAt() {
        return last == null || retention == null || records == removed ? null : last.plus(retention);
    }
}
