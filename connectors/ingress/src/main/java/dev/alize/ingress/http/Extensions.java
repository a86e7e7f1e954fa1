package dev.alize.ingress.http;

import dev.alize.ingress.errors.ApiError;
import dev.alize.ingress.errors.Refusals;
import dev.alize.schemas.CompletionRequest;
import dev.alize.schemas.Priority;
import io.vertx.core.MultiMap;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What headers say of a request besides its body.
 *
 * @param deadline when the answer is no longer of use; null for never
 * @param orderingKey 1 to 1,024 characters; null where order does not matter
 * @param subject whom it is about, 1 to 256 characters; null for nobody
 * @param cache whether the response cache may answer; null as the gateway's configuration says
 * @param idempotencyKey the caller's own id of the request, 1 to 256 characters; null where it gave none
 */
record Extensions(
        @Nullable Instant deadline,
        Priority priority,
        @Nullable String orderingKey,
        @Nullable String subject,
        @Nullable Boolean cache,
        @Nullable String idempotencyKey) {
    static final String DEADLINE = "x-alize-deadline";
    static final String PRIORITY = "x-alize-priority";
    static final String ORDERING_KEY = "x-alize-ordering-key";
    static final String SUBJECT = "x-alize-subject";
    static final String CACHE = "x-alize-cache";
    static final String IDEMPOTENCY_KEY = "idempotency-key";

    private static final Pattern AFTER = Pattern.compile("([0-9]{1,9})(ms|s|m|h)");
    private static final Pattern QUOTED = Pattern.compile("\"([^\"\\\\]*)\"");

    /** What headers say, or the first that is wrong. */
    sealed interface Reading {
        record Good(Extensions extensions) implements Reading {}

        record Bad(ApiError error) implements Reading {}
    }

    /** A header that is wrong. */
    private static final class Wrong extends Exception {
        private static final long serialVersionUID = 1L;

        private final transient ApiError error;

        Wrong(String header, String got, String expected) {
            super(header, null, false, false);
            this.error = Refusals.invalid(header, got, expected);
        }
    }

    static Reading read(MultiMap headers, Instant now) {
        try {
            return new Reading.Good(new Extensions(
                    deadline(headers.get(DEADLINE), now),
                    priority(headers.get(PRIORITY)),
                    name(headers, ORDERING_KEY, 1_024),
                    name(headers, SUBJECT, 256),
                    cache(headers.get(CACHE)),
                    idempotencyKey(headers)));
        } catch (Wrong e) {
            return new Reading.Bad(e.error);
        }
    }

    /** Writes them into a request, but for the deadline and the key. */
    void into(CompletionRequest request) {
        request.setPriority(priority);
        request.setOrderingKey(orderingKey);
        request.setSubject(subject);
        request.setCache(cache);
    }

    private static @Nullable Instant deadline(@Nullable String text, Instant now) throws Wrong {
        if (text == null) {
            return null;
        }
        Matcher after = AFTER.matcher(text);
        Instant deadline;
        try {
            Instant exact = after.matches()
                    ? now.plus(duration(after))
                    : OffsetDateTime.parse(text).toInstant();
            deadline = Instant.ofEpochMilli(exact.toEpochMilli());
        } catch (DateTimeException | ArithmeticException e) {
            throw new Wrong(DEADLINE, "another text", "a time from now such as 30s, or an instant such as " + now);
        }
        if (!deadline.isAfter(now)) {
            throw new Wrong(DEADLINE, "a time that has passed", "one that is to come");
        }
        return deadline;
    }

    private static Duration duration(Matcher after) {
        long number = Long.parseLong(after.group(1));
        return switch (after.group(2)) {
            case "ms" -> Duration.ofMillis(number);
            case "s" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            default -> Duration.ofHours(number);
        };
    }

    private static Priority priority(@Nullable String text) throws Wrong {
        if (text == null) {
            return Priority.NORMAL;
        }
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "interactive" -> Priority.INTERACTIVE;
            case "normal" -> Priority.NORMAL;
            case "bulk" -> Priority.BULK;
            default -> throw new Wrong(PRIORITY, "another word", "interactive, normal or bulk");
        };
    }

    private static @Nullable Boolean cache(@Nullable String text) throws Wrong {
        if (text == null) {
            return null;
        }
        return switch (text) {
            case "true" -> Boolean.TRUE;
            case "false" -> Boolean.FALSE;
            default -> throw new Wrong(CACHE, "another word", "true or false");
        };
    }

    private static @Nullable String name(MultiMap headers, String header, int most) throws Wrong {
        String text = headers.get(header);
        if (text != null && !isName(text, most)) {
            throw new Wrong(header, text.length() + " characters", "1 to " + most + " without control characters");
        }
        return text;
    }

    /** Several are refused rather than one of them taken; quotes as in the IETF's draft do not belong to it. */
    private static @Nullable String idempotencyKey(MultiMap headers) throws Wrong {
        if (headers.getAll(IDEMPOTENCY_KEY).size() > 1) {
            throw new Wrong(IDEMPOTENCY_KEY, "several of them", "one");
        }
        String text = headers.get(IDEMPOTENCY_KEY);
        if (text == null) {
            return null;
        }
        Matcher quoted = QUOTED.matcher(text);
        String key = quoted.matches() ? quoted.group(1) : text;
        if (!isName(key, 256) || key.isBlank() || key.chars().anyMatch(c -> c > '~')) {
            throw new Wrong(IDEMPOTENCY_KEY, key.length() + " characters", "1 to 256 printable ones of ASCII");
        }
        return key;
    }

    static boolean isName(String text, int most) {
        return Optional.of(text)
                .filter(name -> !name.isEmpty() && name.length() <= most)
                .filter(name -> name.chars().noneMatch(Character::isISOControl))
                .isPresent();
    }
}
