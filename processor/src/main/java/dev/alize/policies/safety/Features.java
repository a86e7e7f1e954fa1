package dev.alize.policies.safety;

/**
 * What the model of whole texts sees of a text.
 *
 * @param words buckets of its words and pairs of words, each once
 * @param parts buckets of its pieces of words, each once
 * @param dense how much of it are words of each group, what the rules say for each category, how long it is
 */
@SuppressWarnings("ArrayRecordComponent")
public record Features(int[] words, int[] parts, float[] dense) {
    /** How much a text's pieces of words count against its words. */
    private static final float PARTS = 0.5f;

    /** Brings the numbers to about the size at which one regularisation suits them and the grams. By cross-validation. */
    private static final double GROUP = 0.3;

    private static final double LENGTH = 0.06;

    /** Words that every text has besides its own, so that one word of five is not a fifth of a text. */
    private static final int PRIOR_WORDS = 5;

    static Features of(Rulebook book, RuleScan scan) {
        return of(book, scan, Seen.of(scan.marked().text()));
    }

    /** @param seen the grams of the marked text */
    static Features of(Rulebook book, RuleScan scan, Seen seen) {
        Category[] categories = Category.values();
        float[] dense = new float[book.groups() + categories.length + 1];
        int at = 0;
        double words = scan.words() + PRIOR_WORDS;
        for (int group = 0; group < book.groups(); group++) {
            dense[at++] = (float) (GROUP * Math.log1p(100 * scan.count(group) / words));
        }
        for (Category category : categories) {
            dense[at++] = (float) scan.marks().score(category);
        }
        dense[at] = (float) (LENGTH * Math.log(words));
        return new Features(seen.words(), seen.parts(), dense);
    }

    /** The value of each word: the words of a text together have length 1. */
    public float wordValue() {
        return (float) (1 / Math.sqrt(Math.max(1, words.length)));
    }

    /** The value of each piece of a word. */
    public float partValue() {
        return (float) (PARTS / Math.sqrt(Math.max(1, parts.length)));
    }
}
