package dev.alize.policies.text;

import com.ibm.icu.lang.UCharacter;
import com.ibm.icu.lang.UProperty;
import com.ibm.icu.text.Normalizer2;
import org.jspecify.annotations.Nullable;

/**
 * Brings a text to its plain form: compatibility forms composed and case folded (NFKC), what cannot be seen left out
 * (zero-width and bidirectional signs, variation selectors, tags), look-alike letters replaced, digits in words read as
 * letters. Whitespace stays. Linear in the length of the text; thread-safe.
 */
public final class Normaliser {
    /** Longer runs of combining marks are folded in pieces, to stay linear. */
    private static final int MAX_SEGMENT = 32;

    /** Some signs stand for whole sentences (U+FDFA for eighteen letters): a text of them must not grow like that. */
    private static final int MOST_GROWTH = 4;

    private static final Normalizer2 FOLDING = Normalizer2.getNFKCCasefoldInstance();
    private static final String[] COMMON = common();

    private final boolean unicode;
    private final boolean homoglyphs;

    /**
     * @param unicode whether anything but the case of letters is folded
     * @param homoglyphs whether look-alike letters are replaced
     */
    public Normaliser(boolean unicode, boolean homoglyphs) {
        this.unicode = unicode;
        this.homoglyphs = homoglyphs;
        if (homoglyphs) {
            // Reads the table now and not with the first text that needs it.
            Homoglyphs.replace(new Letters(0));
        }
    }

    private static String[] common() {
        String[] common = new String[0x600];
        for (int unit = 0; unit < common.length; unit++) {
            common[unit] = FOLDING.normalize(String.valueOf((char) unit));
        }
        return common;
    }

    public Normalised apply(String text) {
        char[] plain = ascii(text);
        if (plain != null) {
            if (unicode && Disguises.isSpaced(plain, plain.length)) {
                Letters letters = new Letters(plain.length);
                for (int i = 0; i < plain.length; i++) {
                    letters.add(plain[i], i);
                }
                return finish(letters, text.length());
            }
            if (unicode) {
                Disguises.readLeet(plain, plain.length);
            }
            return new Normalised(new String(plain), null, plain.length);
        }
        return finish(fold(text), text.length());
    }

    private Normalised finish(Letters folded, int originalLength) {
        Letters letters = folded;
        if (homoglyphs) {
            Homoglyphs.replace(letters);
        }
        if (unicode) {
            if (Disguises.isSpaced(letters.units, letters.length)) {
                letters = Disguises.join(letters);
            }
            Disguises.readLeet(letters.units, letters.length);
        }
        return new Normalised(new String(letters.units, 0, letters.length), letters.origins, originalLength);
    }

    /** The text in lower case; null where it is not ASCII. */
    private static char @Nullable [] ascii(String text) {
        char[] units = text.toCharArray();
        int seen = 0;
        for (int i = 0; i < units.length; i++) {
            char unit = units[i];
            seen |= unit;
            units[i] = (char) (unit + ((unit - 'A' & 0xFFFF) < 26 ? 32 : 0));
        }
        return seen < 0x80 ? units : null;
    }

    private Letters fold(String text) {
        Letters letters = new Letters(text.length() + 16);
        int i = 0;
        while (i < text.length()) {
            char unit = text.charAt(i);
            int next = i + 1 < text.length() ? text.charAt(i + 1) : 0;
            if (!unicode) {
                letters.add(Character.toLowerCase(unit), i++);
            } else if (unit < COMMON.length && next < 0x300) {
                letters.add(COMMON[unit], i++);
            } else {
                i = segment(text, i, letters);
            }
        }
        return letters;
    }

    /** Folds a sign with the marks that belong to it. */
    private static int segment(String text, int start, Letters letters) {
        int point = text.codePointAt(start);
        int end = start + Character.charCount(point);
        if (UCharacter.hasBinaryProperty(point, UProperty.DEFAULT_IGNORABLE_CODE_POINT)) {
            return end;
        }
        if (point >= 0x1F130 && point <= 0x1F189) {
            // Squared, circled and negative letters, three rows of which NFKC leaves as they are.
            int place = (point - 0x1F130) % 32;
            letters.add(place < 26 ? String.valueOf((char) ('a' + place)) : text.substring(start, end), start);
            return end;
        }
        while (end < text.length() && end - start < MAX_SEGMENT) {
            int behind = text.codePointAt(end);
            if (FOLDING.hasBoundaryBefore(behind)) {
                break;
            }
            end += Character.charCount(behind);
        }
        if (end - start == Character.charCount(point) && FOLDING.isInert(point)) {
            letters.add(text.substring(start, end), start);
        } else {
            String plain = text.substring(start, end);
            String folded = FOLDING.normalize(plain);
            letters.add(folded.length() > MOST_GROWTH * plain.length() ? plain : folded, start);
        }
        return end;
    }
}
