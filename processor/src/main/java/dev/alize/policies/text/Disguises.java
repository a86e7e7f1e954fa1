package dev.alize.policies.text;

/** Undoes how words are hidden from filters and still read by people: digits for letters, and letters set apart. */
final class Disguises {
    /** So many single letters in a row are a word set apart, and no list of initials or variables. */
    private static final int SPACED = 6;

    /** What the digits 0 to 9 are put for; 0 for none. */
    private static final char[] DIGITS = {'o', 'i', 'z', 'e', 'a', 's', 'g', 't', 'b', 0};

    private Disguises() {}

    /** Replaces digits and signs within words of letters by the letters they stand for, such as {@code 1gn0r3}. */
    static void readLeet(char[] units, int length) {
        int start = 0;
        while (start < length) {
            if (!inWord(units[start])) {
                start++;
                continue;
            }
            int end = start;
            int letters = 0;
            int signs = 0;
            int changes = 0;
            while (end < length && inWord(units[end])) {
                boolean letter = isLetter(units[end]);
                letters += letter ? 1 : 0;
                signs += letter ? 0 : 1;
                changes += end > start && letter != isLetter(units[end - 1]) ? 1 : 0;
                end++;
            }
            if (signs > 0 && end - start >= 4 && end - start <= 24 && letters >= signs && changes >= 2) {
                word(units, start, end);
            }
            start = end;
        }
    }

    private static void word(char[] units, int start, int end) {
        for (int i = start; i < end; i++) {
            char unit = units[i];
            if (unit == '@') {
                units[i] = 'a';
            } else if (unit == '$') {
                units[i] = 's';
            } else if (unit >= '0' && unit <= '9' && DIGITS[unit - '0'] != 0) {
                units[i] = DIGITS[unit - '0'];
            }
        }
    }

    private static boolean isLetter(char unit) {
        return unit >= 'a' && unit <= 'z';
    }

    private static boolean inWord(char unit) {
        return isLetter(unit) || unit >= '0' && unit <= '9' || unit == '@' || unit == '$';
    }

    /** Whether there are letters set apart, such as {@code i g n o r e} or {@code i.g.n.o.r.e}. */
    static boolean isSpaced(char[] units, int length) {
        int run = 0;
        for (int i = 0; i < length; i++) {
            if (single(units, i, length)) {
                run = i >= 2 && single(units, i - 2, length) ? run + 1 : 1;
                if (run >= SPACED) {
                    return true;
                }
                i++;
            } else {
                run = 0;
            }
        }
        return false;
    }

    /** Puts letters together that are set apart. */
    static Letters join(Letters text) {
        Letters joined = new Letters(text.length);
        int i = 0;
        while (i < text.length) {
            int end = i;
            while (single(text.units, end, text.length)) {
                end += 2;
            }
            int step = (end - i) / 2 >= SPACED ? 2 : 1;
            int stop = Math.min(text.length, Math.max(end, i + 1));
            for (int k = i; k < stop; k += step) {
                joined.add(text.units[k], text.origins[k]);
            }
            if (step == 2 && stop > 0) {
                joined.add(' ', text.origins[stop - 1]);
            }
            i = stop;
        }
        return joined;
    }

    /** A letter alone: something else, or nothing, before and behind it. */
    private static boolean single(char[] units, int i, int length) {
        return i < length
                && Character.isLetter(units[i])
                && (i == 0 || isGap(units[i - 1]))
                && (i + 1 >= length || isGap(units[i + 1]));
    }

    private static boolean isGap(char unit) {
        return unit == ' ' || unit == '.' || unit == '-' || unit == '_' || unit == '*';
    }
}
