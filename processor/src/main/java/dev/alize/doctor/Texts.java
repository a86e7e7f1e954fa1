package dev.alize.doctor;

import java.time.Duration;
import java.util.Locale;

/** Numbers and sentences as they are shown. */
final class Texts {
    private static final int LONGEST = 300;

    private Texts() {}

    /** On one line, without control characters, and not too long. */
    static String line(String text) {
        String one =
                text.replaceAll("\\p{Cntrl}+", " ").replaceAll(" {2,}", " ").strip();
        return one.length() <= LONGEST ? one : one.substring(0, LONGEST - 1) + "…";
    }

    /** Such as {@code 1 member} and {@code 2,000 members}. */
    static String count(long count, String what) {
        return String.format(Locale.ROOT, "%,d %s%s", count, what, count == 1 ? "" : "s");
    }

    static String number(double number) {
        return String.format(Locale.ROOT, "%,.0f", number);
    }

    static String percent(long part, long whole) {
        return whole == 0 ? "0 %" : String.format(Locale.ROOT, "%.1f %%", 100.0 * part / whole);
    }

    /** Such as {@code 12 s}, {@code 5 min}, {@code 3 h} and {@code 40 days}. */
    static String span(Duration duration) {
        long seconds = Math.max(0, duration.toSeconds());
        if (seconds < 120) {
            return seconds + " s";
        }
        if (seconds < 7_200) {
            return seconds / 60 + " min";
        }
        return seconds < 172_800 ? seconds / 3_600 + " h" : seconds / 86_400 + " days";
    }
}
