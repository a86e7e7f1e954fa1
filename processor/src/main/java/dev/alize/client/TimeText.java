package dev.alize.client;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Times as operators write them, on the command line and in the console. */
public final class TimeText {
    private static final Pattern FORM = Pattern.compile("([1-9][0-9]{0,8})(ms|s|m|h)");

    private TimeText() {}

    /**
     * A positive duration with its unit, such as {@code 500ms}, {@code 90s}, {@code 5m} or {@code 2h}.
     *
     * @throws IllegalArgumentException where it is none; the message says what was got and expected
     */
    public static Duration duration(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("got '" + text + "', expected a duration such as 500ms, 90s, 5m or 2h");
        }
        long amount = Long.parseLong(matcher.group(1));
        return switch (matcher.group(2)) {
            case "ms" -> Duration.ofMillis(amount);
            case "s" -> Duration.ofSeconds(amount);
            case "m" -> Duration.ofMinutes(amount);
            default -> Duration.ofHours(amount);
        };
    }

    /**
     * A moment: {@code 2026-11-20T10:00:00Z}, {@code 2026-11-20} (its start, UTC), or so long ago, such as {@code 2h}.
     *
     * @throws IllegalArgumentException where it is none; the message says what was got and expected
     */
    public static Instant moment(String text, Instant now) {
        try {
            if (text.contains("T")) {
                return Instant.parse(text);
            }
            return text.contains("-")
                    ? LocalDate.parse(text).atStartOfDay(ZoneOffset.UTC).toInstant()
                    : now.minus(duration(text));
        } catch (DateTimeException | IllegalArgumentException e) {
            throw new IllegalArgumentException(
                    "got '" + text
                            + "', expected a moment such as 2026-11-20T10:00:00Z or 2026-11-20, or a time ago such as 2h",
                    e);
        }
    }
}
