package dev.alize.policies.pii.scan;

import static dev.alize.policies.pii.kinds.Kind.IP_ADDRESS;
import static dev.alize.policies.pii.kinds.Kind.MAC_ADDRESS;
import static dev.alize.policies.pii.kinds.Kind.URL_CREDENTIALS;

import dev.alize.policies.pii.kinds.Kind;
import java.util.Set;
import org.apache.commons.validator.routines.InetAddressValidator;

/** Addresses of machines, and credentials in URLs. */
final class Addresses {
    /** The longest: eight groups with an IPv4 address at the end. */
    private static final int LONGEST_IPV6 = 45;

    private static final int LONGEST_CREDENTIALS = 512;
    private static final InetAddressValidator VALIDATOR = InetAddressValidator.getInstance();

    private final Set<Kind> kinds;

    Addresses(Set<Kind> kinds) {
        this.kinds = kinds;
    }

    /** At a token of digits before a point: an IPv4 address with or without the length of its network. */
    void dotted(Page page, int start) {
        char before = page.at(start - 1);
        boolean joined = (before == '.' || before == '-') && Chars.word(page.at(start - 2));
        if (!kinds.contains(IP_ADDRESS) || Chars.word(before) || joined) {
            return;
        }
        int i = start;
        for (int part = 0; part < 4; part++) {
            int value = 0;
            int from = i;
            while (i - from < 3 && page.at(i) >= '0' && page.at(i) <= '9') {
                value = value * 10 + page.chars[i++] - '0';
            }
            if (i == from
                    || value > 255
                    || i - from > 1 && page.chars[from] == '0'
                    || part < 3 && page.at(i++) != '.') {
                return;
            }
        }
        if (!Chars.word(page.at(i)) && !(page.at(i) == '.' && Chars.digit(page.at(i + 1))) && !version(page, start)) {
            page.sure(IP_ADDRESS, start, network(page, i, 32), Candidate.LIKELY + 0.1);
        }
    }

    private static boolean version(Page page, int start) {
        int word = start - 1;
        while (word > 0 && page.chars[word] == ' ') {
            word--;
        }
        return word >= 6 && page.startsWith("ersion", word - 5);
    }

    /** At a colon: {@code ://} of a URL, a MAC address, or an IPv6 address that it is the first colon of. */
    void colon(Page page, int colon) {
        if (page.at(colon + 1) == '/' && page.at(colon + 2) == '/') {
            credentials(page, colon + 3);
        }
        int start = colon;
        while (start > 0 && colon - start < 5 && Chars.hex(page.chars[start - 1])) {
            start--;
        }
        if (colon - start > 4 || Chars.word(page.at(start - 1)) || page.at(start - 1) == ':') {
            return;
        }
        int end = colon;
        while (end < page.length
                && end - start <= LONGEST_IPV6
                && (Chars.hex(page.chars[end]) || page.chars[end] == ':' || page.chars[end] == '.')) {
            end++;
        }
        if (colon - start == 2 && pairs(page, start, ':')) {
            mac(page, start, start + 17);
        } else if (end - colon > 1 && end - start <= LONGEST_IPV6) {
            sixth(page, start, end);
        }
    }

    private void sixth(Page page, int from, int to) {
        int end = to;
        while (end > from && (page.chars[end - 1] == '.' || page.chars[end - 1] == ':' && page.at(end - 2) != ':')) {
            end--;
        }
        String text = new String(page.chars, from, end - from);
        if (!kinds.contains(IP_ADDRESS)
                || Chars.word(page.at(end))
                || page.at(end) == ':'
                || text.indexOf(':') == text.lastIndexOf(':')
                || !VALIDATOR.isValidInet6Address(text)) {
            return;
        }
        long digits = text.chars().filter(c -> c != ':').count();
        boolean number = text.chars().anyMatch(Character::isDigit);
        int whole = network(page, zone(page, end), 128);
        // Short ones look like slices and scopes of programs: a[1::2], a::b.
        double score = digits >= 5 && number || whole > end ? Candidate.LIKELY + 0.1 : Candidate.NEEDS_WORD;
        page.weigh(IP_ADDRESS, from, whole, score);
    }

    /** Behind {@code %eth0}, if that follows. */
    private static int zone(Page page, int end) {
        int i = end + 1;
        while (page.at(end) == '%' && i - end <= 16 && Chars.token(page.at(i))) {
            i++;
        }
        return i > end + 1 ? i : end;
    }

    /** Behind {@code /24}, if a length up to {@code most} follows. */
    private static int network(Page page, int end, int most) {
        int value = 0;
        int i = end + 1;
        while (page.at(end) == '/' && i - end <= 3 && Chars.digit(page.at(i))) {
            value = value * 10 + Character.digit(page.chars[i++], 10);
        }
        return i > end + 1 && value <= most && !Chars.word(page.at(i)) ? i : end;
    }

    /** At a token of two or four characters: a MAC address with hyphens or points. */
    void hardware(Page page, int start, int end) {
        if (end - start == 2 && pairs(page, start, '-')) {
            mac(page, start, start + 17);
        } else if (end - start == 4 && page.at(end) == '.' && page.at(end + 5) == '.') {
            for (int i = start; i < start + 14; i++) {
                if (i != end && i != end + 5 && !Chars.hex(page.at(i))) {
                    return;
                }
            }
            mac(page, start, start + 14);
        }
    }

    private static boolean pairs(Page page, int start, char separator) {
        for (int i = 0; i < 17; i++) {
            char c = page.at(start + i);
            if (i % 3 == 2 ? c != separator : !Chars.hex(c)) {
                return false;
            }
        }
        return true;
    }

    private void mac(Page page, int start, int end) {
        char after = page.at(end);
        boolean longer = (after == ':' || after == '-') && Chars.hex(page.at(end + 1));
        String hex = page.compact(start, end, 12);
        // All zero is no address, all F is everybody's.
        if (kinds.contains(MAC_ADDRESS)
                && page.standsApart(start, end)
                && !longer
                && !hex.equals("000000000000")
                && !hex.equals("FFFFFFFFFFFF")) {
            page.sure(MAC_ADDRESS, start, end, Candidate.SURE);
        }
    }

    /** Name and password before the @ of a URL's host (RFC 3986, 3.2.1). */
    private void credentials(Page page, int start) {
        int colon = -1;
        int at = -1;
        for (int i = start; i < page.length && i - start <= LONGEST_CREDENTIALS; i++) {
            char c = page.chars[i];
            if (Chars.blank(c)
                    || c == '"'
                    || c == '<'
                    || c == '>'
                    || c == '`'
                    || c == '\\'
                    || c == '/' && colon < 0
                    || c == '?' && colon < 0) {
                break;
            }
            if (c == ':' && colon < 0) {
                colon = i;
            } else if (c == '@') {
                at = i;
                if (page.at(i + 1) != '@') {
                    break;
                }
            }
        }
        if (kinds.contains(URL_CREDENTIALS) && at > colon + 1 && colon >= start) {
            page.sure(URL_CREDENTIALS, start, at, Candidate.SURE + 0.1);
        }
    }
}
