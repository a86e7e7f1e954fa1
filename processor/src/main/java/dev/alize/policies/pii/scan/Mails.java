package dev.alize.policies.pii.scan;

import static dev.alize.policies.pii.kinds.Kind.EMAIL_ADDRESS;

import org.apache.commons.validator.routines.DomainValidator;
import org.apache.commons.validator.routines.EmailValidator;

/** E-mail addresses: from an @ as far as its neighbours can belong to it (RFC 5321: 64 before, 255 behind). */
final class Mails {
    private static final int LONGEST_LOCAL = 64;
    private static final int LONGEST_DOMAIN = 255;
    private static final DomainValidator DOMAINS = DomainValidator.getInstance();
    private static final EmailValidator LENIENT = EmailValidator.getInstance(true);

    private Mails() {}

    static void at(Page page, int at) {
        int start = at;
        while (start > 0 && at - start <= LONGEST_LOCAL && local(page.chars[start - 1])) {
            start--;
        }
        if (at - start > LONGEST_LOCAL) {
            return;
        }
        while (start < at && (page.chars[start] == '.' || page.chars[start] == '\'')) {
            start++;
        }
        int end = domainEnd(page, at + 1);
        if (start == at || page.chars[at - 1] == '.' || doubled(page, start, at) || page.at(start - 1) == '@') {
            return;
        }
        int top = topLevel(page, at + 1, end);
        if (top > 0 && DOMAINS.isValidTld(new String(page.chars, top, end - top))) {
            page.sure(EMAIL_ADDRESS, start, end, Candidate.SURE);
        }
    }

    /** A text that is one address and nothing else may be of the rarer forms: quoted, or of a host without a dot. */
    static void whole(Page page) {
        int start = 0;
        int end = page.length;
        if (end <= LONGEST_LOCAL + LONGEST_DOMAIN) {
            String text = new String(page.chars);
            start = text.length() - text.stripLeading().length();
            end = text.stripTrailing().length();
            int at = text.lastIndexOf('@');
            if (at > start && host(text.substring(at + 1, end)) && LENIENT.isValid(text.substring(start, end))) {
                page.sure(EMAIL_ADDRESS, start, end, 1);
            }
        }
    }

    private static boolean host(String domain) {
        return domain.indexOf('.') > 0 || domain.endsWith("]") || domain.equals("localhost");
    }

    private static int domainEnd(Page page, int from) {
        int end = from;
        while (end < page.length && end - from <= LONGEST_DOMAIN && domain(page.chars[end])) {
            end++;
        }
        while (end > from && (page.chars[end - 1] == '.' || page.chars[end - 1] == '-')) {
            end--;
        }
        return end;
    }

    /** Where the last label begins; -1 where the labels are no host name. */
    private static int topLevel(Page page, int from, int end) {
        int label = from;
        int top = -1;
        for (int i = from; i <= end; i++) {
            if (i == end || page.chars[i] == '.') {
                if (i == label || page.chars[label] == '-' || page.chars[i - 1] == '-') {
                    return -1;
                }
                top = label > from ? label : -1;
                label = i + 1;
            }
        }
        char next = page.at(end);
        return next == '@' || next == '_' || next == '!' && Chars.word(page.at(end + 1)) ? -1 : top;
    }

    private static boolean doubled(Page page, int start, int end) {
        for (int i = start + 1; i < end; i++) {
            if (page.chars[i] == '.' && page.chars[i - 1] == '.') {
                return true;
            }
        }
        return false;
    }

    private static boolean local(char c) {
        return Chars.word(c)
                || switch (c) {
                    case '.', '_', '-', '+', '%', '\'', '!', '#', '$', '&', '*', '?', '^', '~' -> true;
                    default -> false;
                };
    }

    private static boolean domain(char c) {
        return Chars.word(c) || c == '.' || c == '-';
    }
}
