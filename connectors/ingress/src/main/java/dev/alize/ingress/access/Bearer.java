package dev.alize.ingress.access;

import dev.alize.ingress.errors.ApiError;
import dev.alize.ingress.errors.Refusals;
import org.jspecify.annotations.Nullable;

/** What an {@code Authorization} header holds. */
sealed interface Bearer {
    /** Longer ones are nobody's; nothing longer is hashed. */
    int LONGEST = 512;

    /** A key; whose is not known yet. Never printed. */
    record Key(String text) implements Bearer {
        @Override
        public String toString() {
            return "Key";
        }
    }

    /** No key. */
    record None(ApiError why) implements Bearer {}

    /** @param header the whole value; null where there is no such header, or more than one */
    static Bearer of(@Nullable String header) {
        if (header == null || header.isBlank()) {
            return new None(Refusals.missingKey());
        }
        String[] parts = header.strip().split("[ \t]+", -1);
        if (parts.length != 2 || !parts[0].equalsIgnoreCase("Bearer")) {
            return new None(Refusals.missingKey());
        }
        return parts[1].length() > LONGEST ? new None(Refusals.invalidKey()) : new Key(parts[1]);
    }
}
