package dev.alize.routing;

import dev.alize.domain.FailureKind;
import dev.alize.domain.Router.Routing.Nowhere;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.Locale;

/** Says which configured model a request may have meant. Pure. */
final class ModelNames {
    private static final int SHOWN = 64;

    private ModelNames() {}

    /** @param known at least one */
    static Nowhere unknown(String model, Collection<String> known) {
        String shown = shown(model);
        String meant = shown.toLowerCase(Locale.ROOT);
        String nearest = known.stream()
                .min(Comparator.comparingInt((String name) -> beginning(meant, plain(name)))
                        .thenComparingInt(name -> distance(meant, plain(name))))
                .orElseThrow();
        return new Nowhere(
                FailureKind.UNKNOWN_MODEL,
                "no target serves the model '" + shown + "'; the nearest configured one is '" + nearest + "'");
    }

    private static String plain(String name) {
        return shown(name).toLowerCase(Locale.ROOT);
    }

    private static String shown(String model) {
        StringBuilder shown = new StringBuilder();
        model.codePoints()
                .filter(point -> Character.isDefined(point)
                        && !Character.isISOControl(point)
                        && Character.getType(point) != Character.FORMAT
                        && Character.getType(point) != Character.LINE_SEPARATOR
                        && Character.getType(point) != Character.PARAGRAPH_SEPARATOR
                        && Character.getType(point) != Character.SURROGATE)
                .limit(SHOWN)
                .forEach(shown::appendCodePoint);
        return shown.toString();
    }

    /** The least distance to any beginning of the name: people leave out dates and versions at the end. */
    static int beginning(String left, String name) {
        return Arrays.stream(distances(left, name)).min().orElseThrow();
    }

    static int distance(String left, String right) {
        return distances(left, right)[right.length()];
    }

    /** Levenshtein distance to each beginning of the right word, the empty one first; with two rows. */
    private static int[] distances(String left, String right) {
        int[] above = new int[right.length() + 1];
        int[] row = new int[right.length() + 1];
        for (int j = 0; j <= right.length(); j++) {
            above[j] = j;
        }
        for (int i = 1; i <= left.length(); i++) {
            row[0] = i;
            for (int j = 1; j <= right.length(); j++) {
                int replaced = above[j - 1] + (left.charAt(i - 1) == right.charAt(j - 1) ? 0 : 1);
                row[j] = Math.min(replaced, 1 + Math.min(above[j], row[j - 1]));
            }
            int[] done = above;
            above = row;
            row = done;
        }
        return above;
    }
}
