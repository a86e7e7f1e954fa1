package dev.alize.client.letters;

import java.time.Instant;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which letters are meant.
 *
 * @param kinds failure kinds; empty for all
 * @param from the first moment; null for the beginning
 * @param to the first moment that is not meant; null for the end
 * @param tenant null for all; what is undecodable has none
 */
public record LetterFilter(
        Set<String> kinds,
        @Nullable Instant from,
        @Nullable Instant to,
        @Nullable String tenant) {
    public LetterFilter {
        kinds = Set.copyOf(kinds);
    }

    public boolean test(Letter letter) {
        return (kinds.isEmpty() || kinds.contains(letter.kind()))
                && (from == null || !letter.at().isBefore(from))
                && (to == null || letter.at().isBefore(to))
                && (tenant == null
                        || letter.content()
                                .filter(content -> content.getTenant().equals(tenant))
                                .isPresent());
    }
}
