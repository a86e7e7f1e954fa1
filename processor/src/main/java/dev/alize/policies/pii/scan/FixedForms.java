package dev.alize.policies.pii.scan;

import static dev.alize.policies.pii.kinds.Kind.DE_PASSPORT;
import static dev.alize.policies.pii.kinds.Kind.IT_DRIVER_LICENSE;
import static dev.alize.policies.pii.kinds.Kind.IT_FISCAL_CODE;
import static dev.alize.policies.pii.kinds.Kind.UK_DRIVING_LICENCE;

import dev.alize.policies.pii.checks.Documents;
import dev.alize.policies.pii.checks.WesternIds;
import dev.alize.policies.pii.kinds.Kind;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** Identifiers of a fixed form: cards, national identifiers, passports, dates. */
final class FixedForms implements Recogniser {
    private static final int LONGEST = 40;

    private final Shapes shapes;
    private final Set<Kind> kinds;

    FixedForms(Set<Kind> kinds) {
        this.shapes = new Shapes(Rules.of(kinds));
        this.kinds = kinds;
    }

    @Override
    public void at(Page page, int start, int end) {
        int glued = glued(page, start, end);
        walk(page, start, end, false);
        if (glued > start) {
            walk(page, glued, end, true);
        }
        if (page.standsApart(start, end)) {
            mixed(page, start, end);
        }
    }

    /** Where the digits begin after a word that runs into them, as in {@code is199003052397}. */
    private static int glued(Page page, int start, int end) {
        int i = start;
        while (i < end && page.chars[i] >= 'a' && page.chars[i] <= 'z') {
            i++;
        }
        return i - start >= 2 && i < end ? i : start;
    }

    private void walk(Page page, int start, int end, boolean glued) {
        if (!glued && Chars.word(page.at(start - 1)) || partOfMore(page, start - 1, -1)) {
            return;
        }
        Shapes.@Nullable Node node = shapes.first(page.chars, start, end);
        int tokenEnd = end;
        while (node != null) {
            for (Rule rule : node.rules()) {
                weigh(page, rule, start, tokenEnd, glued);
            }
            int next = nextToken(page, tokenEnd);
            if (next < 0) {
                return;
            }
            char separator = separator(page, tokenEnd, next);
            int nextEnd = tokenEnd(page, next);
            node = Shapes.next(node, separator, page.chars, next, nextEnd);
            tokenEnd = nextEnd;
        }
    }

    private void weigh(Page page, Rule rule, int start, int end, boolean glued) {
        if (Chars.word(page.at(end)) || partOfMore(page, end, 1) || glued && rule.score() < Candidate.LIKELY) {
            return;
        }
        if (rule.check().test(page.compact(start, end, LONGEST))) {
            page.weigh(rule.kind(), start, end, glued ? Candidate.NEEDS_WORD : rule.score());
        }
    }

    /** Whether a hyphen, point or slash at {@code at} joins the value to more digits. */
    private static boolean partOfMore(Page page, int at, int step) {
        char c = Chars.separator(page.at(at));
        return (c == '-' || c == '.' || c == '/') && Chars.digit(page.at(at + step));
    }

    /** Where the next token begins: behind one separator, or behind a slash between blanks; -1 if nothing follows. */
    private static int nextToken(Page page, int end) {
        if (Chars.separator(page.at(end)) == 0) {
            return -1;
        }
        if (Chars.token(page.at(end + 1))) {
            return end + 1;
        }
        boolean slash = page.at(end) == ' ' && page.at(end + 1) == '/' && page.at(end + 2) == ' ';
        return slash && Chars.token(page.at(end + 3)) ? end + 3 : -1;
    }

    private static char separator(Page page, int end, int next) {
        return next == end + 1 ? Chars.separator(page.chars[end]) : '/';
    }

    private static int tokenEnd(Page page, int start) {
        int i = start;
        while (i < page.length && i - start <= Shapes.LONGEST_TOKEN && Chars.token(page.chars[i])) {
            i++;
        }
        return i;
    }

    /** Where letters and digits may change places: told by length. */
    private void mixed(Page page, int start, int end) {
        switch (end - start) {
            case 9 -> check(page, start, end, DE_PASSPORT, Documents::germanPassport, Candidate.NEEDS_WORD + 0.05);
            case 10 -> check(page, start, end, IT_DRIVER_LICENSE, Documents::italianLicence, Candidate.NEEDS_WORD);
            case 16 -> {
                check(page, start, end, IT_FISCAL_CODE, WesternIds::fiscalCode, Candidate.SURE);
                check(page, start, end, UK_DRIVING_LICENCE, Documents::britishLicence, Candidate.LIKELY);
            }
            default -> {}
        }
    }

    private void check(Page page, int start, int end, Kind kind, Predicate<String> check, double score) {
        if (kinds.contains(kind) && check.test(page.compact(start, end, LONGEST))) {
            page.weigh(kind, start, end, score);
        }
    }
}
