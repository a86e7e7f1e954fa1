package dev.alize.policies.pii.kinds;

import java.text.Normalizer;

/** Words as numbers: hashes that do not see case and accents, so that looking a word up needs no object. */
public final class Words {
    /** Characters from here on are folded one by one; below it stand the accented letters of European languages. */
    private static final int TABLE = 0x250;

    private static final char[] FOLDED = folded();
    private static final long SEED = 0xcbf29ce484222325L;
    private static final long PRIME = 0x100000001b3L;

    private Words() {}

    /** Of the word in {@code chars} from {@code start} to {@code end}. */
    public static long hash(char[] chars, int start, int end) {
        long hash = SEED;
        for (int i = start; i < end; i++) {
            hash = (hash ^ fold(chars[i])) * PRIME;
        }
        return hash;
    }

    /** Of two words that stand side by side. */
    public static long pair(long first, long second) {
        return (first * 31 ^ second) * PRIME + 1;
    }

    private static char fold(char c) {
        return c < TABLE ? FOLDED[c] : Character.toLowerCase(c);
    }

    private static char[] folded() {
        char[] table = new char[TABLE];
        for (char c = 0; c < TABLE; c++) {
            String apart = Normalizer.normalize(String.valueOf(c), Normalizer.Form.NFD);
            table[c] = Character.toLowerCase(apart.charAt(0));
        }
        return table;
    }
}
