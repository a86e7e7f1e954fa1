package dev.alize.policies.text;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** A text in its plain form, and where each of its units came from. */
public final class Normalised {
    private final String text;
    private final int @Nullable [] origins;
    private final int originalLength;

    /** @param origins offset of each unit's origin, ascending; null where every unit stands where it stood */
    Normalised(String text, int @Nullable [] origins, int originalLength) {
        this.text = text;
        this.origins = origins == null ? null : Arrays.copyOf(origins, text.length());
        this.originalLength = originalLength;
    }

    public String text() {
        return text;
    }

    /** Where the unit at {@code index} began in the original, in UTF-16 units. */
    public int start(int index) {
        if (index >= text.length()) {
            return originalLength;
        }
        return origins == null ? index : origins[index];
    }

    /** Where the part of the original ends that became the units before {@code index}. */
    public int end(int index) {
        if (origins == null || index == 0) {
            return start(index);
        }
        int next = index;
        while (next < text.length() && origins[next] == origins[index - 1]) {
            next++;
        }
        return start(next);
    }
}
