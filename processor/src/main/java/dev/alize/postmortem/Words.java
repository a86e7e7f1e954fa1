package dev.alize.postmortem;

import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Numbers and times as a reader wants them. */
final class Words {
    private static final double NANO = 1e9;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm:ss", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd", Locale.ROOT).withZone(ZoneOffset.UTC);

    private Words() {}

    /** Such as {@code 1 request} and {@code 2,000 requests}. */
    static String count(long count, String what) {
        return String.format(Locale.ROOT, "%,d %s%s", count, what, count == 1 ? "" : "s");
    }

    static String number(long number) {
        return String.format(Locale.ROOT, "%,d", number);
    }

    static String usd(long nanoUsd) {
        double usd = nanoUsd / NANO;
        return String.format(Locale.ROOT, usd == 0 || Math.abs(usd) >= 1 ? "%,.2f USD" : "%,.6f USD", usd);
    }

    static String percent(double share) {
        double percent = share * 100;
        return String.format(
                Locale.ROOT, percent < 10 && percent != Math.rint(percent) ? "%.1f %%" : "%.0f %%", percent);
    }

    /** Such as {@code 1h 5m}, {@code 12m 5s}, {@code 3.2 s} and {@code 250 ms}. */
    static String duration(Duration duration) {
        if (duration.toHours() > 0) {
            return duration.toHours() + "h " + duration.toMinutesPart() + "m";
        }
        if (duration.toMinutes() > 0) {
            return duration.toMinutes() + "m " + duration.toSecondsPart() + "s";
        }
        return millis(duration.toMillis());
    }

    static String millis(long millis) {
        if (millis < 0) {
            return "none";
        }
        if (millis < 1_000) {
            return millis + " ms";
        }
        return String.format(Locale.ROOT, millis < 100_000 ? "%.1f s" : "%,.0f s", millis / 1e3);
    }

    static String time(Instant at) {
        return TIME.format(at);
    }

    static String date(Instant at) {
        return DATE.format(at);
    }

    /** With the date. */
    static String moment(Instant at) {
        return date(at) + " " + time(at);
    }
}
