package dev.alize.policies.pii.scan;

import static dev.alize.policies.pii.kinds.Kind.API_KEY;
import static dev.alize.policies.pii.kinds.Kind.PRIVATE_KEY;

import dev.alize.policies.pii.kinds.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Keys: by the prefixes that their makers document, by entropy where a word announces them, and in PEM armour. */
final class Secrets {
    /** Longer keys are cut: what a signed token with many claims may need. */
    static final int LONGEST_KEY = 4096;
    /** An RSA key of 16,384 bits in PEM. */
    static final int LONGEST_ARMOUR = 16_384;

    private static final String BEGIN = "-----BEGIN ";
    private static final String KEY_LINE = "PRIVATE KEY";
    /** Bits per character: words and numbers have less, random base 62 of 20 characters has about 4. */
    private static final double RANDOM = 3.4;

    /** Keys of this maker have no digits. */
    private static final String LETTERS_ONLY = "hf_";

    /** Of tokens with a signature (RFC 7519), and of any object of JSON in base 64. */
    private static final String TOKEN = "eyJ";

    /** Keys in base 64: of 256 bits and more, and not the data of a picture. */
    private static final int SHORTEST_BASE64 = 40;

    private static final int LONGEST_BASE64 = 128;
    /** Bits per character that such a key has and a path has not. */
    private static final double RANDOM_BASE64 = 4.3;

    private static final Map<Character, List<Prefix>> PREFIXES = new HashMap<>();

    /** @param least characters behind the prefix */
    private record Prefix(String text, int least) {}

    static {
        for (String entry : ("sk-:20 sk_live_:16 sk_test_:16 rk_live_:16 rk_test_:16 pk_live_:16 whsec_:24 ghp_:36 "
                        + "gho_:36 ghu_:36 ghs_:36 ghr_:36 github_pat_:30 glpat-:20 xoxb-:20 xoxp-:20 xoxa-:20 xoxr-:20 "
                        + "xoxs-:20 xapp-:20 AKIA:16 ASIA:16 AIza:30 ya29.:20 hf_:30 npm_:30 pypi-:40 SG.:40 "
                        + "dop_v1_:60 shpat_:32 shpss_:32 sq0atp-:22 sq0csp-:40 key-:32 eyJ:40 gsk_:40 nvapi-:40 "
                        + "r8_:36 hvs.:24 dckr_pat_:24 lin_api_:32 figd_:32 pplx-:40 xai-:40 tvly-:20")
                .split(" ")) {
            int colon = entry.indexOf(':');
            Prefix prefix = new Prefix(entry.substring(0, colon), Integer.parseInt(entry.substring(colon + 1)));
            PREFIXES.computeIfAbsent(prefix.text().charAt(0), any -> new ArrayList<>())
                    .add(prefix);
        }
    }

    private final Set<Kind> kinds;

    Secrets(Set<Kind> kinds) {
        this.kinds = kinds;
    }

    /** At the first token of what may be a key. */
    void key(Page page, int start, int end) {
        if (!kinds.contains(API_KEY) || Chars.word(page.at(start - 1)) || inside(page.at(start - 1))) {
            return;
        }
        List<Prefix> prefixes = PREFIXES.getOrDefault(page.chars[start], List.of());
        for (Prefix prefix : prefixes) {
            if (page.startsWith(prefix.text(), start)) {
                int stop = stop(page, start);
                boolean random = prefix.text().equals(TOKEN)
                        ? signed(page, start, stop)
                        : prefix.text().equals(LETTERS_ONLY) || mixed(page, start, stop);
                if (stop - start - prefix.text().length() >= prefix.least() && random) {
                    page.sure(API_KEY, start, stop, Candidate.SURE);
                    return;
                }
            }
        }
        int base64 = base64(page, start);
        if (base64 > stop(page, start)) {
            announcedBase64(page, start, base64);
        } else if (end - start >= 16 && !joins(page.at(start - 1))) {
            announced(page, start, stop(page, start));
        }
    }

    /** Header, claims and signature, with dots between. */
    private static boolean signed(Page page, int start, int stop) {
        int dots = 0;
        for (int i = start; i < stop; i++) {
            dots += page.chars[i] == '.' ? 1 : 0;
        }
        return dots >= 2;
    }

    /** Behind the run of signs of base 64 that begins here; the start itself inside of a run. */
    private static int base64(Page page, int start) {
        if (joins(page.at(start - 1)) && Chars.token(page.at(start - 2))) {
            return start;
        }
        int i = start;
        while (i < page.length && i - start <= LONGEST_BASE64 && (Chars.token(page.chars[i]) || joins(page.chars[i]))) {
            i++;
        }
        while (i > start && i < page.length && i - start <= LONGEST_BASE64 && page.chars[i] == '=') {
            i++;
        }
        return i;
    }

    private static void announcedBase64(Page page, int start, int stop) {
        int length = stop - start;
        if (length >= SHORTEST_BASE64
                && length <= LONGEST_BASE64
                && mixed(page, start, stop)
                && entropy(page, start, stop) >= RANDOM_BASE64) {
            page.weigh(API_KEY, start, stop, Candidate.NEEDS_WORD - 0.15);
        }
    }

    private static boolean joins(char c) {
        return c == '+' || c == '/';
    }

    /** Random enough, and a word says that it is a secret. */
    private static void announced(Page page, int start, int stop) {
        if (stop - start <= LONGEST_KEY && mixed(page, start, stop) && entropy(page, start, stop) >= RANDOM) {
            page.weigh(API_KEY, start, stop, Candidate.NEEDS_WORD - 0.15);
        }
    }

    private static int stop(Page page, int start) {
        int i = start;
        while (i < page.length && i - start < LONGEST_KEY && (Chars.token(page.chars[i]) || inside(page.chars[i]))) {
            i++;
        }
        while (i > start && !Chars.token(page.chars[i - 1])) {
            i--;
        }
        return i;
    }

    private static boolean inside(char c) {
        return c == '-' || c == '_' || c == '.';
    }

    private static boolean mixed(Page page, int start, int end) {
        boolean digit = false;
        boolean letter = false;
        for (int i = start; i < end; i++) {
            digit |= Chars.digit(page.chars[i]);
            letter |= Chars.letter(page.chars[i]);
        }
        return digit && letter;
    }

    private static double entropy(Page page, int start, int end) {
        int[] counts = new int[128];
        for (int i = start; i < end; i++) {
            counts[page.chars[i] & 127]++;
        }
        double bits = 0;
        double length = end - start;
        for (int count : counts) {
            if (count > 0) {
                bits -= count / length * Math.log(count / length) / Math.log(2);
            }
        }
        return bits;
    }

    /**
     * At five hyphens: a private key in PEM armour (RFC 7468), up to the end of its last line or of what may be in it.
     *
     * @return where to go on
     */
    int armour(Page page, int start) {
        if (!page.startsWith(BEGIN, start)) {
            return start + 1;
        }
        int line = start + BEGIN.length();
        int i = line;
        while (i < page.length && i - line < 64 && page.chars[i] != '\n' && !page.startsWith("-----", i)) {
            i++;
        }
        String title = new String(page.chars, line, i - line);
        if (!kinds.contains(PRIVATE_KEY) || !page.startsWith("-----", i) || !title.contains(KEY_LINE)) {
            return i;
        }
        int end = body(page, i + 5, start);
        page.sure(PRIVATE_KEY, start, end, 1);
        return end;
    }

    private static int body(Page page, int from, int start) {
        int i = from;
        while (i < page.length && i - start < LONGEST_ARMOUR && armoured(page.chars[i])) {
            if (page.startsWith("-----END ", i)) {
                int line = i + 9;
                int end = line;
                while (end < page.length
                        && end - line < 64
                        && page.chars[end] != '\n'
                        && !page.startsWith("-----", end)) {
                    end++;
                }
                return page.startsWith("-----", end) ? end + 5 : end;
            }
            i++;
        }
        while (i > from && Chars.blank(page.chars[i - 1])) {
            i--;
        }
        return i;
    }

    /** Base 64, line breaks (written out in some texts), and the header lines of old keys. */
    private static boolean armoured(char c) {
        return Chars.token(c)
                || Chars.blank(c)
                || switch (c) {
                    case '+', '/', '=', '\\', '-', ':', ',' -> true;
                    default -> false;
                };
    }
}
