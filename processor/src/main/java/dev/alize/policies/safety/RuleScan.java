package dev.alize.policies.safety;

import java.text.Normalizer;
import java.util.Arrays;

/**
 * Looks for the rules' words in one text, in one pass. The score of a category is that of its best window: the chance that
 * at least one of the rules that fired within {@link #WINDOW} words is right, were they independent. Along the way it
 * writes the text anew for the model, with a mark for each group behind each word that the rulebook knows: what the model
 * learns of a mark holds for words it has never seen. For one text and thread.
 */
final class RuleScan {
    /** Words over which rules add up: about a paragraph. */
    static final int WINDOW = 100;

    private static final char[] PLAIN = plain();
    private static final int NEVER = -1_000_000;

    /** Marks are private signs of Unicode; those that a text brings along are taken out. */
    private static final char MARK = 0xE000;

    private final Rulebook book;
    private final int[] lastOfGroup;
    private final int[] countOfGroup;
    private final int[] startOfGroup;
    private final int[] lastOfRule;
    private final int[] startOfRule;
    private final Marks best = new Marks();
    private final MarkedText marked;
    private int position;

    /** @param text normalised */
    RuleScan(Rulebook book, String text) {
        this.book = book;
        this.marked = new MarkedText(text);
        this.lastOfGroup = filled(book.groups());
        this.startOfGroup = new int[book.groups()];
        this.countOfGroup = new int[book.groups()];
        this.lastOfRule = filled(book.rules().size());
        this.startOfRule = new int[book.rules().size()];
    }

    private static int[] filled(int length) {
        int[] filled = new int[length];
        Arrays.fill(filled, NEVER);
        return filled;
    }

    /** Latin letters with accents, and the letters below them. */
    private static char[] plain() {
        char[] plain = new char[0x180];
        for (char unit = 0; unit < plain.length; unit++) {
            char base = Normalizer.normalize(String.valueOf(unit), Normalizer.Form.NFD)
                    .charAt(0);
            plain[unit] = base < 0x80 && Character.isLetterOrDigit(base) ? Character.toLowerCase(base) : unit;
        }
        return plain;
    }

    /** What the rules say. */
    Marks marks() {
        return best;
    }

    /** The text for the model. */
    MarkedText marked() {
        return marked;
    }

    /** Words of the text. */
    int words() {
        return position;
    }

    /** Words of the text that are in a group. */
    int count(int group) {
        return countOfGroup[group];
    }

    RuleScan scan() {
        String text = marked.plain();
        int start = 0;
        long key = Vocabulary.SEED;
        int length = text.length();
        for (int i = 0; i <= length; i++) {
            char unit = i < length ? text.charAt(i) : ' ';
            if (unit < PLAIN.length ? isLetter(PLAIN[unit]) : Character.isLetterOrDigit(unit)) {
                key = Vocabulary.next(key, unit < PLAIN.length ? PLAIN[unit] : unit);
            } else {
                if (i > start) {
                    word(key, start, i);
                }
                start = i + 1;
                key = Vocabulary.SEED;
            }
        }
        marked.end();
        return this;
    }

    private static boolean isLetter(char unit) {
        return unit >= 'a' && unit <= 'z' || unit >= '0' && unit <= '9' || unit >= 0xC0;
    }

    private void word(long key, int start, int end) {
        int[] groups = book.vocabulary().groups(key);
        position++;
        for (int group : groups) {
            lastOfGroup[group] = position;
            countOfGroup[group]++;
            startOfGroup[group] = start;
            marked.mark(end, (char) (MARK + group));
        }
        for (int group : groups) {
            for (int rule : book.rulesOf(group)) {
                if (book.rules().get(rule).fires(lastOfGroup, position)) {
                    fired(rule, end);
                }
            }
        }
    }

    private void fired(int number, int end) {
        Rule rule = book.rules().get(number);
        boolean added = lastOfRule[number] <= position - WINDOW;
        lastOfRule[number] = position;
        if (added) {
            int start = end;
            for (int group : rule.groups()) {
                start = Math.min(start, startOfGroup[group]);
            }
            startOfRule[number] = start;
            add(rule.category(), end);
        }
    }

    /** One more rule of the category holds in the window. */
    private void add(Category category, int end) {
        double none = 1;
        int start = end;
        for (int number = 0; number < lastOfRule.length; number++) {
            Rule rule = book.rules().get(number);
            if (rule.category() == category && lastOfRule[number] > position - WINDOW) {
                none *= 1 - rule.weight();
                start = Math.min(start, startOfRule[number]);
            }
        }
        best.raise(category, 1 - none, start, end);
    }
}
