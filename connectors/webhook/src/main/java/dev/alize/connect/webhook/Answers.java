package dev.alize.connect.webhook;

import java.time.Duration;
import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import org.jspecify.annotations.Nullable;

/** What an answer means. Pure. */
final class Answers {
    /** Longer than any budget makes sense, and far from what a clock's arithmetic cannot hold. */
    private static final Duration LONGEST_WAIT = Duration.ofDays(1);

    private Answers() {}

    /**
     * 2xx is delivered; 408, 425, 429 and 5xx are tried again; every other status is final, redirects among them.
     *
     * @param retryAfter the header, seconds or a date, of which a day counts at most; null where there is none
     */
    static Attempted judge(int status, @Nullable String retryAfter, Instant now) {
        if (status / 100 == 2) {
            return new Attempted.Delivered();
        }
        if (status / 100 == 3) {
            return new Attempted.Refused("got status " + status + ", a redirect, and those are not followed");
        }
        if (status == 408 || status == 425 || status == 429 || status >= 500) {
            return new Attempted.Failed("got status " + status, wait(retryAfter, now));
        }
        return new Attempted.Refused("got status " + status);
    }

    private static Duration wait(@Nullable String retryAfter, Instant now) {
        Duration asked = asked(retryAfter, now);
        return asked.compareTo(LONGEST_WAIT) < 0 ? asked : LONGEST_WAIT;
    }

    private static Duration asked(@Nullable String retryAfter, Instant now) {
        if (retryAfter == null) {
            return Duration.ZERO;
        }
        if (retryAfter.matches("[0-9]{1,9}")) {
            return Duration.ofSeconds(Long.parseLong(retryAfter));
        }
        try {
            Instant until = ZonedDateTime.parse(retryAfter, DateTimeFormatter.RFC_1123_DATE_TIME)
                    .toInstant();
            return until.isAfter(now) ? Duration.between(now, until) : Duration.ZERO;
        } catch (DateTimeParseException e) {
            return Duration.ZERO;
        }
    }
}
