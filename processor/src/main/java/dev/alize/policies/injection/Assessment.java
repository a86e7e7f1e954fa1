package dev.alize.policies.injection;

import java.util.List;

/**
 * What is made of a text.
 *
 * @param score from 0 to 1: how probable an injection is
 * @param found what speaks for it, sorted by start
 */
public record Assessment(double score, List<Part> found) {
    /**
     * @param kind a kind of rule, or {@code model}; with {@code :base64} and the like where it was encoded
     * @param start offset in the original text in UTF-16 units
     * @param end offset behind the part
     */
    public record Part(String kind, int start, int end) {}

    public Assessment {
        found = List.copyOf(found);
    }
}
