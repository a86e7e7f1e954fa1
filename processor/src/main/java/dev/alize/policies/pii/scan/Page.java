package dev.alize.policies.pii.scan;

import dev.alize.policies.pii.kinds.Kind;
import java.util.ArrayList;
import java.util.List;

/** A text that is being searched, and what was found in it. Used by one thread. */
final class Page {
    /** Candidates for telephone numbers that may be parsed, as one more per this many characters. */
    private static final int CHARS_PER_PARSE = 128;

    private static final int FIRST_PARSES = 128;

    final char[] chars;
    final int length;
    /** Behind the last telephone number with its country code: no other begins inside. */
    int phonesUntil;

    private final List<Candidate> found = new ArrayList<>();
    private final int bareStart;
    private final int bareEnd;
    private int parses;

    Page(String text) {
        this.chars = text.toCharArray();
        this.length = chars.length;
        this.parses = FIRST_PARSES + length / CHARS_PER_PARSE;
        int from = 0;
        int to = length;
        while (from < to && Chars.blank(chars[from])) {
            from++;
        }
        while (to > from && Chars.blank(chars[to - 1])) {
            to--;
        }
        this.bareStart = from;
        this.bareEnd = to;
    }

    List<Candidate> found() {
        return found;
    }

    /** The character, or a line break outside of the text. */
    char at(int index) {
        return index >= 0 && index < length ? chars[index] : '\n';
    }

    /** Whether no word or number goes on to the left of {@code start} or to the right of {@code end}. */
    boolean standsApart(int start, int end) {
        return !Chars.word(at(start - 1)) && !Chars.word(at(end));
    }

    /** Whether the text is nothing else, as an answer to a question is. */
    boolean alone(int start, int end) {
        return start == bareStart && end == bareEnd;
    }

    /** Notes what needs no word to announce it. */
    void sure(Kind kind, int start, int end, double score) {
        found.add(new Candidate(kind, start, end, score));
    }

    /** Notes it with the score of its form, and more where it is announced or stands alone. */
    void weigh(Kind kind, int start, int end, double score) {
        double more = Surroundings.bonus(this, start, end, kind.bit());
        found.add(new Candidate(kind, start, end, Math.min(1, score + more)));
    }

    /** Whether one more number may be given to the parser, which is slow. */
    boolean mayParse() {
        return parses-- > 0;
    }

    /** Digits and letters between, the letters in upper case, at most {@code limit} of them. */
    String compact(int start, int end, int limit) {
        StringBuilder compact = new StringBuilder(Math.min(limit, end - start));
        for (int i = start; i < end && compact.length() < limit; i++) {
            char c = chars[i];
            if (Chars.letter(c)) {
                compact.append((char) (c & ~32));
            } else if (Chars.digit(c)) {
                compact.append((char) ('0' + Character.digit(c, 10)));
            }
        }
        return compact.toString();
    }

    boolean startsWith(String prefix, int at) {
        if (at + prefix.length() > length) {
            return false;
        }
        for (int i = 0; i < prefix.length(); i++) {
            if (chars[at + i] != prefix.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
