package dev.alize.policies.model;

/**
 * Cuts a normalised text into words, pairs of words and pieces of words, and hashes each into a bucket. Numbers are all
 * alike; a sign is a word of its own. Allocates nothing.
 */
public final class Grams {
    /** Longer words are cut, so that a text without spaces has blocks too. */
    private static final int MAX_WORD = 32;

    private static final int NUMBER = 0x2545F491;
    private static final int EDGE = 0x51ED270B;
    private static final int PART = 0x3C6EF372;

    private Grams() {}

    /** Reports the text's grams block by block; a text without words has no block. */
    public static void walk(char[] text, Shape shape, GramSink sink) {
        int shift = 32 - shape.bits();
        int previous = EDGE;
        int words = 0;
        int blockStart = 0;
        int blockEnd = 0;
        int i = 0;
        while (i < text.length) {
            char unit = text[i];
            if (unit <= ' ' || Character.isWhitespace(unit)) {
                i++;
                continue;
            }
            int end = end(text, i);
            int hash = hash(text, i, end);
            sink.words(mix(hash) >>> shift);
            sink.words(mix(previous * 0x01000193 ^ hash) >>> shift);
            if (hash != NUMBER && inWord(unit)) {
                parts(text, i, end, shape, shift, sink);
            }
            previous = hash;
            if (words++ == 0) {
                blockStart = i;
            }
            i = end;
            blockEnd = end;
            if (words == shape.blockWords()) {
                sink.block(blockStart, blockEnd);
                words = 0;
            }
        }
        if (words > 0) {
            sink.block(blockStart, blockEnd);
        }
    }

    private static int end(char[] text, int start) {
        int end = start + 1;
        char first = text[start];
        if (inWord(first)) {
            while (end < text.length && end - start < MAX_WORD && inWord(text[end])) {
                end++;
            }
        } else {
            while (end < text.length && text[end] == first) {
                end++;
            }
        }
        return end;
    }

    private static boolean inWord(char unit) {
        if (unit < 0x80) {
            return unit >= 'a' && unit <= 'z' || unit >= '0' && unit <= '9' || unit >= 'A' && unit <= 'Z';
        }
        return !Character.isWhitespace(unit) && (Character.isLetterOrDigit(unit) || !isSign(unit));
    }

    /** Signs of the blocks of general punctuation and symbols, and of Latin-1; marks and surrogates are in words. */
    private static boolean isSign(char unit) {
        return unit < 0xC0 || unit >= 0x2000 && unit < 0x2C00 || unit >= 0x3000 && unit < 0x3030;
    }

    private static int hash(char[] text, int start, int end) {
        int hash = 17;
        boolean number = true;
        int stop = inWord(text[start]) ? end : Math.min(end, start + 3);
        for (int i = start; i < stop; i++) {
            char unit = text[i];
            number &= unit >= '0' && unit <= '9';
            hash = 31 * hash + unit;
        }
        return number ? NUMBER : hash;
    }

    private static void parts(char[] text, int start, int end, Shape shape, int shift, GramSink sink) {
        int min = shape.minPart();
        int max = shape.maxPart();
        int edged = end - start + 2;
        for (int from = 0; from + min <= edged; from++) {
            int hash = PART;
            int stop = Math.min(max, edged - from);
            for (int length = 1; length <= stop; length++) {
                int at = from + length - 2;
                hash = 31 * hash + (at < 0 || at >= end - start ? '\b' : text[start + at]);
                if (length >= min) {
                    sink.part(mix(hash) >>> shift);
                }
            }
        }
    }

    /** Spreads a hash over all bits: the finaliser of MurmurHash3. */
    private static int mix(int hash) {
        int mixed = (hash ^ hash >>> 16) * 0x85EBCA6B;
        mixed = (mixed ^ mixed >>> 13) * 0xC2B2AE35;
        return mixed ^ mixed >>> 16;
    }
}
