package dev.alize.policies.text;

import java.util.Arrays;

/** A text on its way to its plain form: its units, and the offset in the original that each came from. */
final class Letters {
    char[] units;
    int[] origins;
    int length;

    Letters(int capacity) {
        units = new char[capacity];
        origins = new int[capacity];
    }

    void add(char unit, int origin) {
        if (length == units.length) {
            int capacity = Math.max(16, length + (length >> 1));
            units = Arrays.copyOf(units, capacity);
            origins = Arrays.copyOf(origins, capacity);
        }
        units[length] = unit;
        origins[length++] = origin;
    }

    void add(CharSequence text, int origin) {
        for (int i = 0; i < text.length(); i++) {
            add(text.charAt(i), origin);
        }
    }
}
