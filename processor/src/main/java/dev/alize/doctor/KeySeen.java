package dev.alize.doctor;

import dev.alize.domain.Secret;
import org.jspecify.annotations.Nullable;

/**
 * What may be shown of a key.
 *
 * @param reference where it comes from, such as {@code env MISTRAL_API_KEY}
 * @param length characters; 0 where it cannot be read
 * @param first its first characters, as many as the runbook shows, but never more than a quarter of it
 * @param problem why it cannot be read; null where it can
 */
public record KeySeen(
        String reference,
        int length,
        String first,
        @Nullable String problem) {
    private static final int MOST_SHOWN = 8;
    private static final int PART_SHOWN = 4;

    /** Reads it; null for a target without one. */
    static @Nullable KeySeen of(@Nullable Secret key) {
        if (key == null) {
            return null;
        }
        String reference = key.toString();
        try {
            String text = key.reveal();
            return new KeySeen(reference, text.length(), first(text), null);
        } catch (IllegalStateException e) {
            // Says which reference, and why; never the text.
            return new KeySeen(reference, 0, "", Texts.line(String.valueOf(e.getMessage())));
        }
    }

    private static String first(String text) {
        return text.substring(0, Math.min(MOST_SHOWN, text.length() / PART_SHOWN))
                .replaceAll("[^!-~]", "?");
    }

    String text() {
        if (problem != null) {
            return problem;
        }
        return reference + ", " + Texts.count(length, "character")
                + (first.isEmpty() ? "" : ", begins with " + first + "...");
    }
}
