package dev.alize.policies.pii.scan;

import dev.alize.policies.pii.kinds.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Finds personal data in texts: one pass, linear in the length. Immutable, for any thread. */
public final class Finder {
    /** How far from a value the words are that count for it, in UTF-16 units. */
    public static final int WORDS_BEHIND = Surroundings.BEHIND;

    private static final int SHORT_WORD = 6;

    private final List<Recogniser> numbers;
    private final FixedForms forms;
    private final Addresses addresses;
    private final Accounts accounts;
    private final Secrets secrets;
    private final boolean mails;

    /**
     * @param kinds what to look for
     * @param countries ISO 3166 codes: whose national telephone numbers are known without a word
     */
    public Finder(Set<Kind> kinds, List<String> countries) {
        this.forms = new FixedForms(kinds);
        this.addresses = new Addresses(kinds);
        this.accounts = new Accounts(kinds);
        this.secrets = new Secrets(kinds);
        this.mails = kinds.contains(Kind.EMAIL_ADDRESS);
        this.numbers = new ArrayList<>();
        if (kinds.contains(Kind.PHONE_NUMBER)) {
            numbers.add(new Phones(countries));
        }
        if (kinds.contains(Kind.CRYPTO)) {
            numbers.add(new Wallets());
        }
        if (kinds.contains(Kind.DATE_OF_BIRTH)) {
            numbers.add(new Birthdays());
        }
        numbers.add(new Papers(kinds));
    }

    /** Everything that may be personal data, however unsure; may overlap. */
    public List<Candidate> candidates(String text) {
        Page page = new Page(text);
        int i = 0;
        while (i < page.length) {
            char c = page.chars[i];
            i = Chars.token(c) ? token(page, i) : sign(page, i, c);
        }
        if (mails) {
            Mails.whole(page);
        }
        return page.found();
    }

    private int sign(Page page, int at, char c) {
        if (c == '@' && mails) {
            Mails.at(page, at);
        } else if (c == ':') {
            addresses.colon(page, at);
        } else if (c == '-' && page.at(at + 4) == '-') {
            return secrets.armour(page, at);
        }
        return at + 1;
    }

    /** @return behind the token */
    private int token(Page page, int start) {
        int end = start;
        boolean digit = false;
        while (end < page.length && Chars.token(page.chars[end])) {
            digit |= Chars.digit(page.chars[end++]);
        }
        if (digit) {
            withDigits(page, start, end);
        } else {
            word(page, start, end);
        }
        return end;
    }

    private void withDigits(Page page, int start, int end) {
        forms.at(page, start, end);
        for (Recogniser recogniser : numbers) {
            recogniser.at(page, start, end);
        }
        int length = end - start;
        if (length >= 4
                && Chars.letter(page.chars[start])
                && Chars.letter(page.chars[start + 1])
                && Chars.digit(page.chars[start + 2])
                && Chars.digit(page.chars[start + 3])) {
            accounts.iban(page, start);
        }
        if (length <= 3 && page.at(end) == '.' && Chars.digit(page.at(end + 1))) {
            addresses.dotted(page, start);
        }
        addresses.hardware(page, start, end);
        if (length == 8 || length == 11) {
            accounts.bic(page, start, end);
        }
        secrets.key(page, start, end);
    }

    /** Words begin few values: forms whose first letters stand apart, keys, hardware addresses, banks. */
    private void word(Page page, int start, int end) {
        int length = end - start;
        char next = page.at(end);
        if (next == '/' || next == '+') {
            secrets.key(page, start, end);
        } else if (length <= SHORT_WORD) {
            if (Chars.upper(page.chars[end - 1]) && (next == ' ' || next == '-')) {
                forms.at(page, start, end);
            }
            if (next == '-' || next == '_' || next == '.') {
                addresses.hardware(page, start, end);
                secrets.key(page, start, end);
            }
        } else if (length == 8 || length == 11) {
            accounts.bic(page, start, end);
        } else if (length >= 16) {
            secrets.key(page, start, end);
        }
    }
}
