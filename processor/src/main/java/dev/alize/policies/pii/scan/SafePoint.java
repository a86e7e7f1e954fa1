package dev.alize.policies.pii.scan;

import java.util.Comparator;
import java.util.List;

/**
 * Up to where a text that is still coming can be let go: no value that may be there or may become one reaches beyond,
 * and every word that counts for those before it has come.
 */
public final class SafePoint {
    /** Longer than any value of several words: an IBAN in groups, the title of a key. */
    private static final int LONGEST_PHRASE = 100;
    /** Longer than any value without blanks but armoured keys: a signed token. */
    private static final int LONGEST_TOKEN = Secrets.LONGEST_KEY + 128;
    /** Without a blank so much is kept; then all but {@link #LONGEST_TOKEN} goes. */
    private static final int MOST_KEPT = 2 * LONGEST_TOKEN;
    /** Words between a day and its year, as in {@code 3 de marzo de 1980}. */
    private static final int WORDS_IN_DATE = 4;

    private static final int SHORT_CAPITALS = 6;

    private SafePoint() {}

    /** Whether such a point may lie in this part. */
    public static boolean in(String part) {
        for (int i = 0; i < part.length(); i++) {
            if (ends(part.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    /** What no value contains, but for blanks inside of numbers and dates. */
    private static boolean ends(char c) {
        return Chars.blank(c) || c == '"' || c == '<' || c == '>' || c == '`';
    }

    /**
     * @param text that is still coming
     * @param from up to where it was let go
     * @param candidates that begin at {@code from} or later
     * @return {@code from} or more
     */
    public static int before(String text, int from, List<Candidate> candidates) {
        int point = quiet(text.toCharArray(), from);
        List<Candidate> last = candidates.stream()
                .sorted(Comparator.comparingInt(Candidate::start).reversed())
                .toList();
        for (Candidate candidate : last) {
            boolean reaches = candidate.end() > point || candidate.end() + Surroundings.BEHIND >= text.length();
            if (candidate.start() < point && reaches) {
                point = candidate.start();
            }
        }
        return Math.max(from, point);
    }

    /** The last place behind which nothing goes on that began before it. */
    private static int quiet(char[] chars, int from) {
        for (int i = chars.length; i > from; i--) {
            if (ends(chars[i - 1]) && (chars.length - i >= LONGEST_PHRASE || plain(chars, from, i))) {
                return i;
            }
        }
        int rest = chars.length - from > MOST_KEPT ? chars.length - LONGEST_TOKEN : from;
        return rest > from && Character.isLowSurrogate(chars[rest]) ? rest - 1 : rest;
    }

    /** Whether the words before this place cannot be the start of a value that goes on behind it. */
    private static boolean plain(char[] chars, int from, int at) {
        int end = at;
        for (int word = 0; word < WORDS_IN_DATE; word++) {
            while (end > from && ends(chars[end - 1])) {
                end--;
            }
            int start = end;
            while (start > from && !ends(chars[start - 1])) {
                start--;
            }
            if (start < end && opens(chars, start, end, word == 0)) {
                return false;
            }
            end = start;
        }
        return true;
    }

    private static boolean opens(char[] chars, int start, int end, boolean last) {
        for (int i = start; i < end; i++) {
            if (Chars.digit(chars[i]) || chars[i] == '-' && i + 1 < end && chars[i + 1] == '-') {
                return true;
            }
        }
        if (!last) {
            return false;
        }
        int capitals = end;
        while (capitals > start && Chars.upper(chars[capitals - 1])) {
            capitals--;
        }
        if (capitals < end && end - capitals <= SHORT_CAPITALS) {
            return true;
        }
        int letters = end;
        while (letters > start && !Chars.anyLetter(chars[letters - 1])) {
            letters--;
        }
        int word = letters;
        while (word > start && Chars.anyLetter(chars[word - 1])) {
            word--;
        }
        return Birthdays.month(chars, word, letters);
    }
}
