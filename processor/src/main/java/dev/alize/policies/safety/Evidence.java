package dev.alize.policies.safety;

import java.util.Arrays;

/**
 * What of a text can be evidence at all. Numbers say nothing, nor does what is said again and again: without this, a table
 * of figures or a row of one letter adds up to whatever its pieces happen to weigh. Blanks stand in place of what is left
 * out, so that offsets stay.
 */
final class Evidence {
    /** A unit that is repeated more often stands for itself so often: "sooo". */
    private static final int MOST_REPEATS = 3;

    private Evidence() {}

    static String of(String text) {
        char[] units = text.toCharArray();
        boolean changed = blankRuns(units);
        changed |= blankWords(units);
        return changed ? new String(units) : text;
    }

    /** Of the same sign, letter or pair of surrogates over and over the first few are kept. */
    private static boolean blankRuns(char[] units) {
        boolean changed = false;
        int run = 1;
        int pairs = 1;
        for (int i = 1; i < units.length; i++) {
            char unit = units[i];
            run = isSame(units, i, 1) ? run + 1 : 1;
            pairs = Character.isSurrogate(unit) && isSame(units, i, 2) ? pairs + 1 : 1;
            if (run > MOST_REPEATS + 1) {
                units[i - 1] = ' ';
                changed = true;
            }
            if (pairs > 2 * MOST_REPEATS + 2) {
                units[i - 2] = ' ';
                changed = true;
            }
        }
        return changed;
    }

    private static boolean isSame(char[] units, int at, int back) {
        return at >= back && units[at] == units[at - back] && units[at] != ' ';
    }

    /** Words without a letter, and a word that only says the one before it again. */
    private static boolean blankWords(char[] units) {
        boolean changed = false;
        int lastStart = 0;
        int lastEnd = 0;
        int i = 0;
        while (i < units.length) {
            while (i < units.length && Character.isWhitespace(units[i])) {
                i++;
            }
            int start = i;
            boolean letters = false;
            while (i < units.length && !Character.isWhitespace(units[i])) {
                letters |= Character.isLetter(units[i]) || Character.isSurrogate(units[i]);
                i++;
            }
            if (start == i) {
                break;
            }
            boolean digits = !letters && hasDigit(units, start, i);
            if (digits || letters && isSame(units, lastStart, lastEnd, start, i)) {
                Arrays.fill(units, start, i, ' ');
                changed = true;
            } else {
                lastStart = start;
                lastEnd = i;
            }
        }
        return changed;
    }

    private static boolean hasDigit(char[] units, int start, int end) {
        for (int i = start; i < end; i++) {
            if (Character.isDigit(units[i])) {
                return true;
            }
        }
        return false;
    }

    private static boolean isSame(char[] units, int firstStart, int firstEnd, int start, int end) {
        return firstEnd - firstStart == end - start && Arrays.equals(units, firstStart, firstEnd, units, start, end);
    }
}
