package dev.alize.policies.safety;

import java.util.Arrays;

/** A text into which marks were put, and where each of its units stood before. For one thread. */
final class MarkedText {
    /** Units that a mark takes: a space and itself. */
    private static final int MARK_LENGTH = 2;

    private final String plain;
    private final StringBuilder marked;
    private int[] places = new int[16];
    private int count;
    private int copied;

    MarkedText(String text) {
        plain = Evidence.of(isPrivate(text) ? withoutPrivate(text) : text);
        marked = new StringBuilder(text.length() + text.length() / 2 + 16);
    }

    private static boolean isPrivate(String text) {
        for (int i = 0; i < text.length(); i++) {
            if (isPrivate(text.charAt(i))) {
                return true;
            }
        }
        return false;
    }

    private static boolean isPrivate(char unit) {
        return unit >= 0xE000 && unit < 0xF900;
    }

    private static String withoutPrivate(String text) {
        char[] units = text.toCharArray();
        for (int i = 0; i < units.length; i++) {
            units[i] = isPrivate(units[i]) ? ' ' : units[i];
        }
        return new String(units);
    }

    /** The text without marks, in which offsets are as before. */
    String plain() {
        return plain;
    }

    /** Puts a mark in at an offset of the text; offsets ascend. */
    void mark(int offset, char mark) {
        marked.append(plain, copied, offset).append(' ').append(mark);
        copied = offset;
        if (count == places.length) {
            places = Arrays.copyOf(places, 2 * count);
        }
        places[count++] = marked.length() - MARK_LENGTH;
    }

    /** There are no more marks. */
    void end() {
        marked.append(plain, copied, plain.length());
    }

    String text() {
        return marked.toString();
    }

    /** The offset in the text without marks, of an offset in the text with them. */
    int origin(int offset) {
        int found = Arrays.binarySearch(places, 0, count, offset);
        int before = found >= 0 ? found : -found - 1;
        int inserted = before * MARK_LENGTH;
        // Between the space of a mark and the mark itself.
        if (before > 0 && offset - places[before - 1] < MARK_LENGTH) {
            inserted--;
        }
        return offset - inserted;
    }
}
