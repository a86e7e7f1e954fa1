package dev.alize.policies.pii.scan;

import static dev.alize.policies.pii.kinds.Kind.PHONE_NUMBER;

import com.google.i18n.phonenumbers.NumberParseException;
import com.google.i18n.phonenumbers.PhoneNumberUtil;
import com.google.i18n.phonenumbers.Phonenumber.PhoneNumber;
import dev.alize.policies.pii.kinds.Announcements;
import java.util.List;

/**
 * Telephone numbers: international ones must be valid by libphonenumber; national ones are taken without a word only if
 * they are written like one and are valid in one of the countries.
 */
final class Phones implements Recogniser {
    /** ITU-T E.164: 15 digits with the country code; two more for 00 before it. */
    private static final int MOST_DIGITS = 17;

    private static final int MOST_GROUPS = 8;

    private static final PhoneNumberUtil LIBRARY = PhoneNumberUtil.getInstance();

    private final List<String> countries;

    Phones(List<String> countries) {
        this.countries = List.copyOf(countries);
    }

    @Override
    public void at(Page page, int start, int end) {
        if (start < page.phonesUntil || !onlyDigits(page, start, end)) {
            return;
        }
        int from = opening(page, start);
        if (Chars.word(page.at(from - 1)) || continues(page, from)) {
            return;
        }
        PhoneSpan span = PhoneSpan.read(page, from, start, MOST_DIGITS, MOST_GROUPS);
        // Too long for one number: two stand side by side, or other digits follow.
        for (int groups = span.groups(); groups > 0; groups--) {
            if (judge(page, span.upTo(groups))) {
                return;
            }
        }
    }

    private boolean judge(Page page, PhoneSpan span) {
        if (span.digits() < 7 || span.digits() > MOST_DIGITS || Chars.word(page.at(span.end())) || span.joined(page)) {
            return false;
        }
        if (span.international(page)) {
            return abroad(page, span);
        }
        if (span.digits() > 12) {
            return false;
        }
        if (span.date() || !span.grouped()) {
            return false;
        }
        double score = national(page, span) ? Candidate.LIKELY - 0.02 : span.groups() > 1 ? 0.28 : 0.22;
        weigh(page, span, score);
        return true;
    }

    /** Announced by a word for telephones, or, if it is formatted, for some number. */
    private static void weigh(Page page, PhoneSpan span, double score) {
        double more = Surroundings.bonus(page, span.start(), span.end(), PHONE_NUMBER.bit());
        if (more == 0 && span.groups() > 1 && span.plausible()) {
            more = Surroundings.hint(page, span.start(), Announcements.SOME_NUMBER);
        }
        page.sure(PHONE_NUMBER, span.start(), span.end(), Math.min(1, score + more));
    }

    private static boolean abroad(Page page, PhoneSpan span) {
        String number = span.text(page);
        String plain = number.startsWith("+") ? number : "+" + number.substring(2);
        if (!page.mayParse()) {
            sure(page, span);
            return true;
        }
        double score = sureness(plain);
        if (score == Candidate.SURE) {
            sure(page, span);
        } else if (score > 0) {
            weigh(page, span, score);
        }
        return score > 0;
    }

    private static void sure(Page page, PhoneSpan span) {
        page.sure(PHONE_NUMBER, span.start(), span.end(), Candidate.SURE);
        page.phonesUntil = span.end();
    }

    /** Valid numbers are sure; others of a possible length must be announced: ranges for films and examples. */
    private static double sureness(String number) {
        try {
            PhoneNumber parsed = LIBRARY.parse(number, "ZZ");
            return LIBRARY.isValidNumber(parsed)
                    ? Candidate.SURE
                    : LIBRARY.isPossibleNumber(parsed) ? Candidate.NEEDS_WORD : 0;
        } catch (NumberParseException e) {
            return 0;
        }
    }

    private boolean national(Page page, PhoneSpan span) {
        if (!span.written(page)) {
            return false;
        }
        String number = span.text(page);
        boolean trunk = number.startsWith("0");
        for (String country : countries) {
            boolean american = country.equals("US") || country.equals("CA");
            if (american == (trunk || !span.american())) {
                continue;
            }
            if (!page.mayParse()) {
                return true;
            }
            if (valid(number, country)) {
                return true;
            }
        }
        return false;
    }

    private static boolean valid(String number, String country) {
        try {
            return LIBRARY.isValidNumberForRegion(LIBRARY.parse(number, country), country);
        } catch (NumberParseException e) {
            return false;
        }
    }

    /** Where the number begins if a plus or a parenthesis stands before its first digit. */
    private static int opening(Page page, int start) {
        int from = start;
        if (page.at(from - 1) == '(') {
            from--;
        }
        if (page.at(from - 1) == '+') {
            from--;
        }
        return from;
    }

    /** Whether more of a number or an identifier stands before it. */
    private static boolean continues(Page page, int from) {
        char before = page.at(from - 1);
        return (Chars.separator(before) == '-' || before == '.' || before == '/' || before == '+' || before == ':')
                && Chars.word(page.at(from - 2));
    }

    private static boolean onlyDigits(Page page, int start, int end) {
        if (end - start > MOST_DIGITS) {
            return false;
        }
        for (int i = start; i < end; i++) {
            if (!Chars.digit(page.chars[i])) {
                return false;
            }
        }
        return true;
    }
}
