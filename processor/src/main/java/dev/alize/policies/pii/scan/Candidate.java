package dev.alize.policies.pii.scan;

import dev.alize.policies.pii.kinds.Kind;

/**
 * What may be personal data.
 *
 * @param start offset in UTF-16 units
 * @param end offset behind it
 * @param score from 0 to 1: how sure it is
 */
public record Candidate(Kind kind, int start, int end, double score) {
    /** Form alone says little: many other numbers look like this, so a word must announce it. */
    static final double NEEDS_WORD = 0.3;
    /** Form and checksum say enough. */
    static final double LIKELY = 0.6;
    /** Cannot be much else. */
    static final double SURE = 0.85;

    int length() {
        return end - start;
    }

    boolean overlaps(Candidate other) {
        return start < other.end && other.start < end;
    }

    boolean sameSpan(Candidate other) {
        return start == other.start && end == other.end;
    }
}
