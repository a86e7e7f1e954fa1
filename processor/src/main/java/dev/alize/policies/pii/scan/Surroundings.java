package dev.alize.policies.pii.scan;

import dev.alize.policies.pii.kinds.Announcements;
import dev.alize.policies.pii.kinds.Kind;
import dev.alize.policies.pii.kinds.Words;

/** The words around a value: what they announce, and how much that counts. */
final class Surroundings {
    /** Characters before a value in which a word announces it. */
    static final int BEFORE = 72;
    /** Characters behind it, on the same line. */
    static final int BEHIND = 40;
    /** What a word next to the value adds; at the far end of its reach it adds {@link #FAR_LESS} less. */
    private static final double NEAR = 0.45;

    private static final double FAR_LESS = 0.12;
    /** A word behind the value counts less than one before it. */
    private static final double BEHIND_LESS = 0.08;

    private static final int HINT = 32;
    private static final double HINT_LESS = 0.12;

    private static final char[] COMPOUND = "nummer".toCharArray();

    private Surroundings() {}

    /** What is added for a value of these kinds: 0 where nothing announces it. */
    static double bonus(Page page, int start, int end, long kinds) {
        if (page.alone(start, end)) {
            // A date alone is nobody's birthday.
            return kinds == Kind.DATE_OF_BIRTH.bit() ? 0 : NEAR - FAR_LESS;
        }
        double before = before(page, start, kinds, BEFORE);
        return before > 0 ? before : behind(page, end, kinds);
    }

    /** What a word shortly before it adds that says less: that this is some number. */
    static double hint(Page page, int start, long kinds) {
        double more = before(page, start, kinds, HINT);
        return more > 0 ? more - HINT_LESS : 0;
    }

    private static double before(Page page, int start, long kinds, int reach) {
        int limit = Math.max(0, start - reach);
        long nearer = 0;
        int i = start;
        while (i > limit) {
            int end = i;
            while (i > limit && Chars.anyLetter(page.chars[i - 1]) && !hump(page, i, end)) {
                i--;
            }
            if (i == limit && limit > 0 && Chars.anyLetter(page.chars[i - 1]) && !hump(page, i, end)) {
                return 0;
            }
            if (i == end) {
                if (paragraph(page, i)) {
                    return 0;
                }
                i--;
                continue;
            }
            long hash = Words.hash(page.chars, i, end);
            if ((announced(page, i, end, hash) & kinds) != 0
                    || nearer != 0 && (Announcements.kinds(Words.pair(hash, nearer)) & kinds) != 0) {
                return NEAR - FAR_LESS * (start - end) / BEFORE;
            }
            nearer = hash;
        }
        return 0;
    }

    private static double behind(Page page, int end, long kinds) {
        int limit = Math.min(page.length, end + BEHIND);
        long earlier = 0;
        int i = end;
        while (i < limit) {
            int start = i;
            while (i < limit && Chars.anyLetter(page.chars[i])) {
                i++;
            }
            if (i == limit && Chars.anyLetter(page.at(i))) {
                return 0;
            }
            if (i == start) {
                if (page.chars[i] == '\n') {
                    return 0;
                }
                i++;
                continue;
            }
            long hash = Words.hash(page.chars, start, i);
            if ((announced(page, start, i, hash) & kinds) != 0
                    || earlier != 0 && (Announcements.kinds(Words.pair(earlier, hash)) & kinds) != 0) {
                return NEAR - BEHIND_LESS - FAR_LESS * (start - end) / BEHIND;
            }
            earlier = hash;
        }
        return 0;
    }

    /** Of the word, or of what a compound begins with, as in Reisepassnummer. */
    private static long announced(Page page, int start, int end, long hash) {
        long kinds = Announcements.kinds(hash);
        int stem = end - COMPOUND.length;
        if (kinds == 0 && stem > start) {
            for (int i = 0; i < COMPOUND.length; i++) {
                if ((page.chars[stem + i] | 32) != COMPOUND[i]) {
                    return 0;
                }
            }
            return Announcements.kinds(Words.hash(page.chars, start, stem));
        }
        return kinds;
    }

    /** Between {@code dateOf} and {@code Birth}: a word of its own begins at {@code i}. */
    private static boolean hump(Page page, int i, int end) {
        return i < end && Chars.upper(page.chars[i]) && page.chars[i - 1] >= 'a' && page.chars[i - 1] <= 'z';
    }

    private static boolean paragraph(Page page, int i) {
        return page.chars[i - 1] == '\n' && page.at(i - 2) == '\n';
    }
}
