package dev.alize.policies.safety;

import dev.alize.policies.model.GramSink;
import dev.alize.policies.model.Grams;
import java.util.Arrays;

/** Which grams a text has, each once however often it comes. For one text and thread. */
final class Seen implements GramSink {
    private final long[] bits = new long[WholeText.SHAPE.buckets() >>> 6];
    private int[] words = new int[256];
    private int[] parts = new int[512];
    private int wordCount;
    private int partCount;

    Seen() {}

    /** @param text normalised, with marks */
    static Seen of(String text) {
        Seen seen = new Seen();
        Grams.walk(text.toCharArray(), WholeText.SHAPE, seen);
        return seen;
    }

    @Override
    public void words(int bucket) {
        if (isNew(bucket)) {
            if (wordCount == words.length) {
                words = Arrays.copyOf(words, 2 * wordCount);
            }
            words[wordCount++] = bucket;
        }
    }

    @Override
    public void part(int bucket) {
        if (isNew(bucket)) {
            if (partCount == parts.length) {
                parts = Arrays.copyOf(parts, 2 * partCount);
            }
            parts[partCount++] = bucket;
        }
    }

    private boolean isNew(int bucket) {
        long bit = 1L << bucket;
        boolean isNew = (bits[bucket >>> 6] & bit) == 0;
        bits[bucket >>> 6] |= bit;
        return isNew;
    }

    @Override
    public void block(int start, int end) {}

    /** Buckets of words and pairs of words. */
    int[] words() {
        return Arrays.copyOf(words, wordCount);
    }

    /** Buckets of pieces of words. */
    int[] parts() {
        return Arrays.copyOf(parts, partCount);
    }
}
