package dev.alize.training;

/**
 * A text to learn from.
 *
 * @param text normalised
 * @param answers by label: 1 where it holds, -1 where it does not, 0 where nobody knows
 * @param weight how much it counts, above 0; 1 is usual
 */
@SuppressWarnings("ArrayRecordComponent")
public record Example(Row row, String text, int[] answers, double weight) {}
