package dev.alize.policies.pii.scan;

import static dev.alize.policies.pii.kinds.Kind.IBAN_CODE;
import static dev.alize.policies.pii.kinds.Kind.SWIFT_CODE;

import dev.alize.policies.pii.kinds.Kind;
import java.util.Locale;
import java.util.Set;
import org.apache.commons.validator.routines.IBANValidator;

/** Accounts and banks: IBAN (ISO 13616, lengths and forms by SWIFT's registry) and BIC (ISO 9362). */
final class Accounts {
    private static final int LONGEST = 34;
    private static final int SHORTEST = 15;
    private static final IBANValidator VALIDATOR = IBANValidator.getInstance();
    private static final Set<String> COUNTRIES = Set.of(Locale.getISOCountries());

    private final Set<Kind> kinds;

    Accounts(Set<Kind> kinds) {
        this.kinds = kinds;
    }

    /** At a token that begins with two letters and two digits. */
    void iban(Page page, int start) {
        if (!kinds.contains(IBAN_CODE) || Chars.word(page.at(start - 1))) {
            return;
        }
        StringBuilder compact = new StringBuilder(LONGEST);
        int i = start;
        while (compact.length() < LONGEST && Chars.token(page.at(i)) && page.at(i) < 128) {
            compact.append(page.chars[i++]);
            if (compact.length() >= SHORTEST && !Chars.word(page.at(i)) && valid(page, start, i, compact)) {
                return;
            }
            char gap = Chars.separator(page.at(i));
            if ((gap == ' ' || gap == '-') && Chars.token(page.at(i + 1))) {
                i++;
            }
        }
    }

    private static boolean valid(Page page, int start, int end, CharSequence compact) {
        String iban = compact.toString();
        String upper = iban.toUpperCase(Locale.ROOT);
        IBANValidator.Validator form = VALIDATOR.getValidator(upper);
        if (form == null || form.getIbanLength() != upper.length()) {
            return false;
        }
        if (VALIDATOR.isValid(iban)) {
            page.sure(IBAN_CODE, start, end, 1);
            return true;
        }
        // Lower case is no IBAN by the standard, but people write it: a word must announce it.
        if (VALIDATOR.isValid(upper) && !page.alone(start, end)) {
            page.weigh(IBAN_CODE, start, end, Candidate.NEEDS_WORD);
            return true;
        }
        return false;
    }

    /** At a token of 8 or 11 characters: only a word tells a BIC from other words in capitals. */
    void bic(Page page, int start, int end) {
        if (!kinds.contains(SWIFT_CODE) || !page.standsApart(start, end)) {
            return;
        }
        for (int i = start; i < end; i++) {
            char c = page.chars[i];
            if (!Chars.upper(c) && (i < start + 6 || c < '0' || c > '9')) {
                return;
            }
        }
        if (COUNTRIES.contains(new String(page.chars, start + 4, 2)) && !page.alone(start, end)) {
            page.weigh(SWIFT_CODE, start, end, Candidate.NEEDS_WORD);
        }
    }
}
