package dev.alize.policies.quality;

import java.util.function.LongConsumer;

/**
 * The sequences of three words of a text, as hashes. Words are runs of letters, marks and digits without regard to case;
 * each character of Chinese and Japanese is a word, since those are written without spaces. A text of fewer words is one
 * sequence.
 */
final class WordSequences {
    private static final long PRIME = 0x100000001B3L;
    private static final long START = 0xCBF29CE484222325L;
    private static final int WORDS = 3;

    private final LongConsumer sequences;
    private final long[] last = new long[WORDS];
    private long word = START;
    private int count;

    private WordSequences(LongConsumer sequences) {
        this.sequences = sequences;
    }

    static void each(String text, LongConsumer sequences) {
        WordSequences reading = new WordSequences(sequences);
        int i = 0;
        while (i < text.length()) {
            int codePoint = text.codePointAt(i);
            reading.read(codePoint);
            i += Character.charCount(codePoint);
        }
        reading.endWord();
        if (reading.count > 0 && reading.count < WORDS) {
            sequences.accept(reading.sequence());
        }
    }

    private void read(int codePoint) {
        if (isWithoutSpaces(codePoint)) {
            endWord();
            word = (word ^ codePoint) * PRIME;
            endWord();
        } else if (Character.isLetterOrDigit(codePoint) || Character.getType(codePoint) == Character.NON_SPACING_MARK) {
            word = (word ^ Character.toLowerCase(codePoint)) * PRIME;
        } else {
            endWord();
        }
    }

    private static boolean isWithoutSpaces(int codePoint) {
        return codePoint >= 0x3040 && (Character.isIdeographic(codePoint) || codePoint <= 0x30FF);
    }

    private void endWord() {
        if (word == START) {
            return;
        }
        last[count % WORDS] = word;
        word = START;
        count++;
        if (count >= WORDS) {
            sequences.accept(sequence());
        }
    }

    /** Of the last words, in their order. */
    private long sequence() {
        long hash = START;
        for (int i = Math.max(0, count - WORDS); i < count; i++) {
            hash = (hash ^ last[i % WORDS]) * PRIME;
            hash ^= hash >>> 29;
        }
        return hash;
    }
}
