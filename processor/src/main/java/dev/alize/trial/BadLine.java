package dev.alize.trial;

/**
 * A line of the input that cannot be judged.
 *
 * @param number 1 for the first line
 * @param got what is there; never a text
 * @param expected what should be there
 */
public record BadLine(long number, String got, String expected) {}
