package dev.alize.policies.text;

import com.ibm.icu.text.SpoofChecker;
import java.util.Locale;

/**
 * Letters of other scripts that look like Latin ones, by Unicode's table of confusables (UTS 39) as ICU has it. They are
 * replaced only in words that mix scripts, and in words of look-alikes alone within a Latin text; so Russian, Greek and
 * other texts stay what they are.
 */
final class Homoglyphs {
    /** Cherokee's small letters end here; what follows are ideographs and syllables. */
    private static final int TABLE = 0xABC0;

    private static final char[] LATIN = table();

    private Homoglyphs() {}

    private static char[] table() {
        SpoofChecker checker = new SpoofChecker.Builder().build();
        char[] table = new char[TABLE];
        for (int unit = 0x80; unit < TABLE; unit++) {
            boolean far = unit >= 0x3000 && unit < 0xA4D0;
            if (!far && Character.isLetter(unit)) {
                String text = String.valueOf((char) unit);
                char same = latin(checker.getSkeleton(text));
                table[unit] = same != 0 ? same : latin(checker.getSkeleton(text.toUpperCase(Locale.ROOT)));
            }
        }
        return table;
    }

    private static char latin(String skeleton) {
        if (skeleton.length() != 1) {
            return 0;
        }
        char unit = Character.toLowerCase(skeleton.charAt(0));
        return unit >= 'a' && unit <= 'z' ? unit : 0;
    }

    /** Replaces look-alikes in a text that is folded already. */
    static void replace(Letters text) {
        boolean latinText = mostlyLatin(text);
        int start = 0;
        while (start < text.length) {
            if (!Character.isLetter(text.units[start])) {
                start++;
                continue;
            }
            int end = start + 1;
            while (end < text.length && Character.isLetter(text.units[end])) {
                end++;
            }
            word(text, start, end, latinText);
            start = end;
        }
    }

    private static void word(Letters text, int start, int end, boolean latinText) {
        boolean latin = false;
        boolean other = false;
        boolean all = true;
        for (int i = start; i < end; i++) {
            char unit = text.units[i];
            if (unit < 0x80) {
                latin = true;
            } else {
                boolean alike = unit < TABLE && LATIN[unit] != 0;
                other |= alike;
                all &= alike;
            }
        }
        if (other && (latin || all && latinText)) {
            for (int i = start; i < end; i++) {
                char unit = text.units[i];
                if (unit >= 0x80 && unit < TABLE && LATIN[unit] != 0) {
                    text.units[i] = LATIN[unit];
                }
            }
        }
    }

    private static boolean mostlyLatin(Letters text) {
        int latin = 0;
        int other = 0;
        for (int i = 0; i < text.length; i++) {
            char unit = text.units[i];
            if (unit >= 'a' && unit <= 'z') {
                latin++;
            } else if (unit > 0x24F && Character.isLetter(unit)) {
                other++;
            }
        }
        return latin > other;
    }
}
