package dev.alize.policies.pii.scan;

import static dev.alize.policies.pii.kinds.Kind.DATE_OF_BIRTH;

import dev.alize.policies.pii.kinds.Words;
import java.util.HashSet;
import java.util.Set;

/** Dates whose month is a word, where a word says that somebody was born then. */
final class Birthdays implements Recogniser {
    private static final Set<Long> MONTHS = new HashSet<>();

    static {
        for (String month : ("january february march april may june july august september october november december "
                        + "jan feb mar apr jun jul aug sep sept oct nov dec janvier fevrier mars avril mai juin juillet "
                        + "aout septembre octobre novembre decembre januar februar marz juni juli oktober dezember "
                        + "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre "
                        + "gennaio febbraio aprile maggio giugno luglio settembre ottobre dicembre janeiro fevereiro "
                        + "marco maio junho julho setembro outubro novembro dezembro januari februari maart mei "
                        + "augustus december")
                .split(" ")) {
            MONTHS.add(Words.hash(month.toCharArray(), 0, month.length()));
        }
    }

    static boolean month(char[] chars, int start, int end) {
        return end - start >= 3 && end - start <= 10 && MONTHS.contains(Words.hash(chars, start, end));
    }

    @Override
    public void at(Page page, int start, int end) {
        int digits = 0;
        while (start + digits < end && Chars.digit(page.chars[start + digits])) {
            digits++;
        }
        if (digits < 1 || digits > 2 || Chars.word(page.at(start - 1))) {
            return;
        }
        int before = monthBefore(page, start);
        // The suffix of 1st, 1er and 3rd belongs to the token.
        int from = before >= 0 ? before : start;
        int stop = before >= 0 ? year(page, skip(page, end)) : year(page, skip(page, monthBehind(page, end)));
        if (stop > 0) {
            page.weigh(DATE_OF_BIRTH, from, stop, Candidate.NEEDS_WORD);
        }
    }

    private static int monthBefore(Page page, int start) {
        int end = start;
        while (end > 0 && start - end < 3 && (page.chars[end - 1] == ' ' || page.chars[end - 1] == '.')) {
            end--;
        }
        int from = end;
        while (from > 0 && end - from <= 10 && Chars.anyLetter(page.chars[from - 1])) {
            from--;
        }
        return end < start && month(page.chars, from, end) ? from : -1;
    }

    /** Behind the month that follows, with a short word between, as in {@code 3 de marzo}; -1 if none does. */
    private static int monthBehind(Page page, int end) {
        int i = skip(page, end);
        for (int word = 0; word < 2; word++) {
            int from = i;
            while (i < page.length && i - from <= 10 && Chars.anyLetter(page.chars[i])) {
                i++;
            }
            if (month(page.chars, from, i)) {
                return i;
            }
            if (i - from != 2) {
                return -1;
            }
            i = skip(page, i);
        }
        return -1;
    }

    /** Behind blanks, points, commas and hyphens; over a {@code de} as well; -1 stays. */
    private static int skip(Page page, int at) {
        int i = at;
        while (i >= 0 && i - at < 3 && " .,-º".indexOf(page.at(i)) >= 0) {
            i++;
        }
        return i >= 0 && page.startsWith("de ", i) ? i + 3 : i;
    }

    /** Behind the four digits of a year at {@code at}; -1 if there are none. */
    private static int year(Page page, int at) {
        if (at < 0 || page.at(at) != '1' && page.at(at) != '2' || Chars.word(page.at(at + 4))) {
            return -1;
        }
        for (int i = at; i < at + 4; i++) {
            if (!Chars.digit(page.at(i))) {
                return -1;
            }
        }
        return at + 4;
    }
}
