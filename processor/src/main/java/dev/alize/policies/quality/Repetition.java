package dev.alize.policies.quality;

/**
 * How much of a text was there before: the share of its stretches of 50 characters that occurred earlier. Ordinary prose
 * has hardly any, tables and code up to a third; a model in a loop comes close to 1.
 */
final class Repetition {
    /** UTF-16 units of a stretch: longer than any usual phrase, shorter than a sentence. */
    private static final int STRETCH = 50;
    /** Most units that are judged; of a longer text the end, since that is where loops are. */
    private static final int LONGEST = 100_000;

    private static final long BASE = 1_000_003;

    private Repetition() {}

    /** From 0 to 1; 0 of a text that is shorter than one stretch. Linear: a rolling hash. */
    static double of(String text) {
        int from = Math.max(0, text.length() - LONGEST);
        int stretches = text.length() - from - STRETCH + 1;
        if (stretches < 1) {
            return 0;
        }
        long leaving = 1;
        for (int i = 1; i < STRETCH; i++) {
            leaving *= BASE;
        }
        LongSet seen = new LongSet();
        long hash = 0;
        int repeated = 0;
        for (int i = from; i < text.length(); i++) {
            if (i - from >= STRETCH) {
                hash -= text.charAt(i - STRETCH) * leaving;
            }
            hash = hash * BASE + text.charAt(i);
            if (i - from >= STRETCH - 1 && !seen.add(hash)) {
                repeated++;
            }
        }
        return (double) repeated / stretches;
    }
}
