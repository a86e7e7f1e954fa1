package dev.alize.policies.dlp;

import com.ibm.icu.lang.UCharacter;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Unicode's full case folding, code point by code point: one can become up to three, such as ß, which becomes ss. */
final class Folding {
    /** Those that become more than one; all are in the basic plane. */
    private static final Map<Integer, int[]> LONGER = longer();

    private Folding() {}

    private static Map<Integer, int[]> longer() {
        Map<Integer, int[]> longer = new HashMap<>();
        for (int c = 0x80; c <= Character.MAX_VALUE; c++) {
            if (!Character.isSurrogate((char) c) && Character.isLetter(c)) {
                int[] folded = UCharacter.foldCase(Character.toString(c), true)
                        .codePoints()
                        .toArray();
                if (folded.length > 1) {
                    longer.put(c, folded);
                }
            }
        }
        return Map.copyOf(longer);
    }

    /** What a code point becomes where that is more than one, else null. */
    static int @Nullable [] longer(int codePoint) {
        return codePoint < 0x80 ? null : LONGER.get(codePoint);
    }

    /** What a code point becomes where that is one. */
    static int fold(int codePoint) {
        if (codePoint < 0x80) {
            return codePoint >= 'A' && codePoint <= 'Z' ? codePoint + ('a' - 'A') : codePoint;
        }
        return UCharacter.foldCase(codePoint, true);
    }

    static int[] fold(String text) {
        return text.codePoints()
                .flatMap(codePoint -> {
                    int[] longer = longer(codePoint);
                    return longer == null ? IntStream.of(fold(codePoint)) : Arrays.stream(longer);
                })
                .toArray();
    }
}
