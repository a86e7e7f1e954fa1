package dev.alize.domain;

/**
 * Where a policy found something. Never holds the text itself.
 *
 * @param kind such as {@code EMAIL_ADDRESS}
 * @param passage index into {@link Material#passages}
 * @param start offset in the passage's text in UTF-16 units, from 0
 * @param end offset behind the last unit, {@code start} or more
 */
public record Finding(String kind, int passage, int start, int end) {
    public Finding {
        if (passage < 0 || start < 0 || end < start) {
            throw new IllegalArgumentException(
                    "expected 0 <= start <= end, got " + start + " and " + end + " in passage " + passage);
        }
    }
}
