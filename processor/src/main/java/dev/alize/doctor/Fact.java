package dev.alize.doctor;

/**
 * Something that was seen.
 *
 * @param name such as {@code key}; of one finding all differ
 */
public record Fact(String name, String text) {}
