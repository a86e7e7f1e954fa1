package dev.alize.policies.pii.scan;

import static dev.alize.policies.pii.kinds.Kind.DRIVER_LICENSE;
import static dev.alize.policies.pii.kinds.Kind.PASSPORT;
import static dev.alize.policies.pii.kinds.Kind.US_DRIVER_LICENSE;

import dev.alize.policies.pii.kinds.Kind;
import java.util.Set;

/** Passports and driving licences of any country, which have no common form: any code that a word announces. */
final class Papers implements Recogniser {
    private static final int SHORTEST = 6;
    private static final int LONGEST = 18;
    private static final int LEAST_DIGITS = 5;

    private final Set<Kind> kinds;

    Papers(Set<Kind> kinds) {
        this.kinds = kinds;
    }

    @Override
    public void at(Page page, int start, int end) {
        char before = page.at(start - 1);
        if (Chars.word(before) || before == '-' || before == '.' || before == '@') {
            return;
        }
        int digits = 0;
        int length = 0;
        int stop = start;
        for (int i = start; i - start <= LONGEST + 4; i++) {
            char c = page.at(i);
            if (Chars.token(c)) {
                length++;
                digits += Chars.digit(c) ? 1 : 0;
                stop = i + 1;
            } else if (c != '-' || !Chars.token(page.at(i + 1))) {
                break;
            }
        }
        char after = page.at(stop);
        if (length >= SHORTEST
                && length <= LONGEST
                && digits >= LEAST_DIGITS
                && !Chars.word(after)
                && after != '@'
                && !page.alone(start, stop)) {
            weigh(page, PASSPORT, start, stop);
            weigh(page, US_DRIVER_LICENSE, start, stop);
            weigh(page, DRIVER_LICENSE, start, stop);
        }
    }

    private void weigh(Page page, Kind kind, int start, int stop) {
        if (kinds.contains(kind)) {
            page.weigh(kind, start, stop, Candidate.NEEDS_WORD - 0.02);
        }
    }
}
