package dev.alize.policies.safety;

import java.util.Map;

/** Words by their hash, each with the groups it belongs to. Asking allocates nothing. Immutable. */
final class Vocabulary {
    /** Of FNV-1a with 64 bits: among a few thousand words no two are alike. */
    static final long SEED = 0xCBF29CE484222325L;

    private static final long PRIME = 0x100000001B3L;

    private static final int[] NONE = {};

    private final long[] keys;
    private final int[][] groups;

    /** @param words without accents, in lower case */
    Vocabulary(Map<String, int[]> words) {
        int capacity = Integer.highestOneBit(Math.max(1, words.size())) * 4;
        keys = new long[capacity];
        groups = new int[capacity][];
        words.forEach((word, numbers) -> {
            long key = SEED;
            for (int i = 0; i < word.length(); i++) {
                key = next(key, word.charAt(i));
            }
            int slot = slot(key);
            if (keys[slot] == key) {
                throw new IllegalArgumentException("two words have one hash, one of them is '" + word + "'");
            }
            keys[slot] = key;
            groups[slot] = numbers;
        });
    }

    /** The hash of a word that goes on with another unit. */
    static long next(long key, char unit) {
        return (key ^ unit) * PRIME;
    }

    /** The groups of the word with this hash. */
    int[] groups(long key) {
        int[] found = groups[slot(key)];
        return found == null ? NONE : found;
    }

    private int slot(long key) {
        int slot = (int) (key ^ key >>> 32) & keys.length - 1;
        while (groups[slot] != null && keys[slot] != key) {
            slot = slot + 1 & keys.length - 1;
        }
        return slot;
    }
}
