package dev.alize.routing;

import dev.alize.domain.CallFacts;
import java.time.DateTimeException;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;

/** What {@code retry-after} asks for: seconds, or an HTTP date. Pure; nonsense asks for nothing. */
final class RetryAfter {
    private static final String HEADER = "retry-after";
    private static final double MOST_SECONDS = 1e9;

    private RetryAfter() {}

    /** Milliseconds from the end of the attempt, 0 or more. */
    static long ms(CallFacts facts) {
        String value = facts.limits().get(HEADER);
        if (value == null || value.isBlank()) {
            return 0;
        }
        String text = value.strip();
        return Character.isDigit(text.charAt(0)) ? seconds(text) : untilDate(text, facts);
    }

    private static long seconds(String text) {
        try {
            double seconds = Double.parseDouble(text);
            return (long) Math.ceil(Math.min(MOST_SECONDS, Math.max(0, seconds)) * 1000);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static long untilDate(String text, CallFacts facts) {
        try {
            long date = ZonedDateTime.parse(text, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant()
                    .toEpochMilli();
            return Math.max(0, date - (facts.startedAt() + facts.durationMs()));
        } catch (DateTimeException | ArithmeticException e) {
            return 0;
        }
    }
}
