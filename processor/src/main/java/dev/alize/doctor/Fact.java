package dev.alize.doctor;

/**
 * Something that was seen.
 *
 * @param name such as {@code key}; of one finding all differ
 */
public record Fact(String name, String text) {
    /** Names come from a topic that others may write to: nothing in them moves the terminal's cursor. */
    public Fact {
        name = name.replaceAll("\\p{Cntrl}+", " ");
        text = text.replaceAll("\\p{Cntrl}+", " ");
    }
}
