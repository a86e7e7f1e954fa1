package dev.alize.policies.pii.scan;

/** Classes of characters, by table for ASCII. */
final class Chars {
    private static final byte OTHER = 0;
    private static final byte LETTER = 1;
    private static final byte DIGIT = 2;
    private static final byte[] ASCII = new byte[128];

    static {
        for (char c = 0; c < 128; c++) {
            ASCII[c] = c >= '0' && c <= '9' ? DIGIT : (c | 32) >= 'a' && (c | 32) <= 'z' ? LETTER : OTHER;
        }
    }

    private Chars() {}

    /** A to Z. */
    static boolean letter(char c) {
        return c < 128 && ASCII[c] == LETTER;
    }

    /** A decimal digit of any script. */
    static boolean digit(char c) {
        return c < 128 ? ASCII[c] == DIGIT : Character.isDigit(c);
    }

    /** A to Z, or a decimal digit of any script: what tokens are made of. */
    static boolean token(char c) {
        return c < 128 ? ASCII[c] != OTHER : Character.isDigit(c);
    }

    /** Part of a word or number of any script. */
    static boolean word(char c) {
        return c < 128 ? ASCII[c] != OTHER : Character.isLetterOrDigit(c);
    }

    static boolean anyLetter(char c) {
        return c < 128 ? ASCII[c] == LETTER : Character.isLetter(c);
    }

    static boolean hex(char c) {
        return c >= '0' && c <= '9' || (c | 32) >= 'a' && (c | 32) <= 'f';
    }

    static boolean upper(char c) {
        return c >= 'A' && c <= 'Z';
    }

    static boolean blank(char c) {
        return c <= ' ' || c == '\u00A0' || c >= '\u2000' && c <= '\u200B' || c == '\u202F' || c == '\u3000';
    }

    /**
     * What stands between the groups of a number, in its plain form: a blank (not a line break) as a space, every hyphen
     * as {@code -}, or one of {@code . / : _ +}; 0 where it separates nothing.
     */
    static char separator(char c) {
        return switch (c) {
            case '-', '.', '/', ':', '_', '+', ' ' -> c;
            case '\t', '\u00A0', '\u2007', '\u2009', '\u202F', '\u200B' -> ' ';
            case '\u2010', '\u2011', '\u2012', '\u2013' -> '-';
            default -> 0;
        };
    }
}
