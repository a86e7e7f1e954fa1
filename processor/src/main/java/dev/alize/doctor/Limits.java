package dev.alize.doctor;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What headers say of a provider's limits. */
final class Limits {
    private static final String REMAINING = "remaining";

    private Limits() {}

    /**
     * What is left of one limit.
     *
     * @param window such as {@code tokens-minute}
     * @param left 0 or more
     * @param limit -1 where it is not known
     */
    record Left(String window, long left, long limit) {
        /** Below a tenth of what may be used. */
        boolean isLow() {
            return limit > 0 && left * 10 < limit;
        }

        @Override
        public String toString() {
            return window + " " + Texts.number(left) + (limit < 0 ? " left" : " of " + Texts.number(limit) + " left");
        }
    }

    /** Of headers by lower-case name. */
    static List<Left> of(Map<String, String> headers) {
        List<Left> all = new ArrayList<>();
        new TreeMap<>(headers).forEach((name, text) -> {
            long left = name.contains(REMAINING) ? number(text) : -1;
            if (left >= 0) {
                all.add(new Left(window(name), left, number(headers.get(name.replace(REMAINING, "limit")))));
            }
        });
        return all;
    }

    static List<String> texts(Map<String, String> headers) {
        List<String> texts =
                new ArrayList<>(of(headers).stream().map(Left::toString).toList());
        String retry = headers.get("retry-after");
        if (retry != null) {
            texts.add("retry after " + Texts.line(retry));
        }
        return texts.isEmpty() ? List.of("named, but not what is left") : texts;
    }

    private static String window(String name) {
        return name.replaceFirst("^x-", "")
                .replaceFirst("^ratelimit(bysize)?-?", "")
                .replace(REMAINING + "-", "")
                .replace("-" + REMAINING, "")
                .replace(REMAINING, "quota");
    }

    private static long number(@Nullable String text) {
        try {
            return text == null ? -1 : Long.parseLong(text.strip());
        } catch (NumberFormatException e) {
            return -1;
        }
    }
}
