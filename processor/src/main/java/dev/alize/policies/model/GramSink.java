package dev.alize.policies.model;

/** Takes what {@link Grams} sees in a text. */
public interface GramSink {
    /** A word, or two words in a row. */
    void words(int bucket);

    /** A piece of a word. */
    void part(int bucket);

    /**
     * The block is complete.
     *
     * @param start offset of its first word
     * @param end offset behind its last word
     */
    void block(int start, int end);
}
