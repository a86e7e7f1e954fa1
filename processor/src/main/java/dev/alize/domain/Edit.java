package dev.alize.domain;

/**
 * A replacement in a passage.
 *
 * @param passage index into {@link Material#passages}
 * @param start offset in the passage's text in UTF-16 units, from 0
 * @param end offset behind the last replaced unit
 * @param replacement what stands there from then on
 */
public record Edit(int passage, int start, int end, String replacement) {
    public Edit {
        if (passage < 0 || start < 0 || end < start) {
            throw new IllegalArgumentException(
                    "expected 0 <= start <= end, got " + start + " and " + end + " in passage " + passage);
        }
    }
}
