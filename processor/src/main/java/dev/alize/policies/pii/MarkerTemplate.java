package dev.alize.policies.pii;

import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The form of numbered markers.
 *
 * @param before literal text at the start
 * @param between literal text between kind and number
 * @param behind literal text at the end
 * @param kindFirst whether the kind stands before the number
 */
record MarkerTemplate(String before, String between, String behind, boolean kindFirst) {
    static final MarkerTemplate LABEL = of("[{kind}_{n}]");

    /** Numbers of more digits are no markers of ours. */
    private static final int MOST_DIGITS = 9;

    /** A marker that stands in a text. */
    record Numbered(String label, int number) {}

    static boolean valid(String template) {
        return parse(template) != null;
    }

    static MarkerTemplate of(String template) {
        return Objects.requireNonNull(parse(template), "the settings let only valid templates pass");
    }

    private static @Nullable MarkerTemplate parse(String template) {
        int kind = template.indexOf("{kind}");
        int number = template.indexOf("{n}");
        if (kind < 0 || number < 0 || kind != template.lastIndexOf("{kind}") || number != template.lastIndexOf("{n}")) {
            return null;
        }
        int firstEnd = kind < number ? kind + 6 : number + 3;
        int secondEnd = kind < number ? number + 3 : kind + 6;
        String before = template.substring(0, Math.min(kind, number));
        String between = template.substring(firstEnd, Math.max(kind, number));
        String behind = template.substring(secondEnd);
        boolean literal = (before + between + behind).chars().noneMatch(c -> c < ' ' || Character.isDigit(c));
        boolean apart =
                !before.isEmpty() && !between.isEmpty() && !behind.isEmpty() && !Character.isLetter(behind.charAt(0));
        return literal && apart ? new MarkerTemplate(before, between, behind, kind < number) : null;
    }

    String marker(String label, int number) {
        return kindFirst ? before + label + between + number + behind : before + number + between + label + behind;
    }

    /** The marker that begins at {@code at}, whoever wrote it; null if there is none. */
    @Nullable
    Numbered read(String text, int at) {
        int first = at + before.length();
        int middle = kindFirst ? labelEnd(text, first) : digitsEnd(text, first);
        // A label may end like the text behind it: [FR_NIR_1].
        if (kindFirst && middle < text.length() && text.charAt(middle) >= '0' && text.charAt(middle) <= '9') {
            middle -= between.length();
        }
        if (middle <= first || !text.startsWith(between, middle)) {
            return null;
        }
        int second = middle + between.length();
        int end = kindFirst ? digitsEnd(text, second) : labelEnd(text, second);
        if (end <= second || !text.startsWith(behind, end)) {
            return null;
        }
        String label = kindFirst ? text.substring(first, middle) : text.substring(second, end);
        String digits = kindFirst ? text.substring(second, end) : text.substring(first, middle);
        return digits.length() > MOST_DIGITS ? null : new Numbered(label, Integer.parseInt(digits));
    }

    private static int labelEnd(String text, int from) {
        int i = from;
        while (i < text.length() && i - from < 64 && (Character.isUpperCase(text.charAt(i)) || text.charAt(i) == '_')) {
            i++;
        }
        return i;
    }

    private static int digitsEnd(String text, int from) {
        int i = from;
        while (i < text.length() && i - from <= MOST_DIGITS && text.charAt(i) >= '0' && text.charAt(i) <= '9') {
            i++;
        }
        return i;
    }
}
