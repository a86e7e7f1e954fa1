package dev.alize.policies.model;

/**
 * What a model makes of a text: for each label the highest margin of all windows, and that window.
 *
 * @param margins by label; negative infinity for a text without words
 * @param starts offsets of the windows' first words in the normalised text
 * @param ends offsets behind their last words
 * @param windows how many the text has, at least 1
 */
@SuppressWarnings("ArrayRecordComponent")
public record Reading(float[] margins, int[] starts, int[] ends, int windows) {}
