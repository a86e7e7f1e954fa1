package dev.alize.policies.pii;

import dev.alize.policies.pii.kinds.Kind;
import org.jspecify.annotations.Nullable;

/**
 * A place where a text is changed.
 *
 * @param start in the text as it reads, in UTF-16 units
 * @param end behind it
 * @param kind what was found there; null where an original is put back
 * @param original what is put back; null where something was found
 */
record Spot(
        int start, int end, @Nullable Kind kind, @Nullable String original) {}
