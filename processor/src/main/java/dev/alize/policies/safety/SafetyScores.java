package dev.alize.policies.safety;

import java.util.List;

/**
 * What the safety filter makes of a text.
 *
 * @param parts one for each category, in their order
 */
public record SafetyScores(List<Part> parts) {
    /**
     * The part of a text with the highest score for a category.
     *
     * @param score 0 to 1
     * @param start offset in the text, in UTF-16 units
     * @param end offset behind it
     */
    public record Part(Category category, double score, int start, int end) {}

    public SafetyScores {
        parts = List.copyOf(parts);
    }

    public double score(Category category) {
        return parts.get(category.ordinal()).score();
    }

    /** The highest score of any category. */
    public double highest() {
        double highest = 0;
        for (Part part : parts) {
            highest = Math.max(highest, part.score());
        }
        return highest;
    }
}
