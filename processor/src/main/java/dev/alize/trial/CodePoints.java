package dev.alize.trial;

import org.jspecify.annotations.Nullable;

/** Offsets of one text in code points, for offsets in UTF-16 units. A surrogate without its other half counts as one. */
final class CodePoints {
    /** Code points before each unit; null where every unit is one. */
    private final int @Nullable [] before;

    CodePoints(String text) {
        this.before = text.chars().anyMatch(unit -> Character.isSurrogate((char) unit)) ? count(text) : null;
    }

    private static int[] count(String text) {
        int[] before = new int[text.length() + 1];
        for (int i = 1; i <= text.length(); i++) {
            boolean whole = i < text.length()
                    && Character.isHighSurrogate(text.charAt(i - 1))
                    && Character.isLowSurrogate(text.charAt(i));
            before[i] = before[i - 1] + (whole ? 0 : 1);
        }
        return before;
    }

    /** Between the halves of a pair: of the pair. */
    int of(int unit) {
        return before == null ? unit : before[unit];
    }
}
