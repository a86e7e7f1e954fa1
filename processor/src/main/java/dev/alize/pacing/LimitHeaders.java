package dev.alize.pacing;

import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The rate limit headers of one answer. The families that recorded traffic showed: {@code
 * x-ratelimit-limit-req-minute} (the window is part of the name), {@code x-ratelimitbysize-limit-minute} and {@code
 * ratelimitbysize-limit} (tokens), {@code x-ratelimit-limit-requests} (no window: a minute). What cannot be read is
 * ignored.
 *
 * @param windows each window once
 * @param queryCost tokens that this call was charged, -1 where it is not said
 * @param retryAfterNanos -1 where it is not said
 */
record LimitHeaders(List<LimitHeader> windows, long queryCost, long retryAfterNanos) {
    static final LimitHeaders NONE = new LimitHeaders(List.of(), -1, -1);

    /** A month's window is longer than any other; its exact length does not matter: it is not paced. */
    static final Duration MONTH = Duration.ofDays(30);

    private static final Duration LONGEST_WAIT = Duration.ofDays(31);
    private static final Map<String, Duration> LENGTHS = Map.of(
            "second", Duration.ofSeconds(1),
            "10-second", Duration.ofSeconds(10),
            "minute", Duration.ofMinutes(1),
            "5-minute", Duration.ofMinutes(5),
            "hour", Duration.ofHours(1),
            "day", Duration.ofDays(1),
            "month", MONTH);
    private static final Pattern TIME_PART = Pattern.compile("([0-9]+(?:\\.[0-9]+)?)(ms|us|s|m|h|d)");

    LimitHeaders {
        windows = List.copyOf(windows);
    }

    /** @param headers by lower-case name */
    static LimitHeaders of(Map<String, String> headers, Clock wallClock) {
        if (headers.isEmpty()) {
            return NONE;
        }
        Map<String, LimitHeader> windows = new LinkedHashMap<>();
        headers.forEach((name, value) -> {
            Part part = Part.of(name);
            if (part != null) {
                windows.compute(part.label, (label, known) -> part.into(known, value));
            }
        });
        List<LimitHeader> said = new ArrayList<>();
        for (LimitHeader window : windows.values()) {
            if (window.limit() >= 0 || window.remaining() >= 0) {
                said.add(window);
            }
        }
        return new LimitHeaders(said, queryCost(headers), retryAfter(headers, wallClock));
    }

    private static long queryCost(Map<String, String> headers) {
        String cost = headers.get("x-ratelimit-tokens-query-cost");
        return number(cost != null ? cost : headers.get("ratelimitbysize-query-cost"));
    }

    private static long retryAfter(Map<String, String> headers, Clock wallClock) {
        long millis = number(headers.get("retry-after-ms"));
        if (millis >= 0) {
            return bounded(millis / 1e3);
        }
        String value = headers.get("retry-after");
        if (value == null) {
            return -1;
        }
        try {
            return bounded(Double.parseDouble(value.strip()));
        } catch (NumberFormatException e) {
            return untilDate(value.strip(), wallClock);
        }
    }

    private static long untilDate(String date, Clock wallClock) {
        try {
            ZonedDateTime until = ZonedDateTime.parse(date, DateTimeFormatter.RFC_1123_DATE_TIME);
            long millis =
                    Duration.between(wallClock.instant(), until.toInstant()).toMillis();
            return bounded(Math.max(0, millis) / 1e3);
        } catch (DateTimeException e) {
            return -1;
        }
    }

    /** Nanoseconds of such as {@code 12ms} or {@code 6m0s}; -1 for anything else. */
    static long time(String value) {
        Matcher part = TIME_PART.matcher(value.strip());
        double seconds = 0;
        int end = 0;
        while (part.find() && part.start() == end) {
            seconds += Double.parseDouble(part.group(1)) * unit(part.group(2));
            end = part.end();
        }
        return end == 0 || end < value.strip().length() ? -1 : bounded(seconds);
    }

    private static double unit(String name) {
        return switch (name) {
            case "us" -> 1e-6;
            case "ms" -> 1e-3;
            case "m" -> 60;
            case "h" -> 3_600;
            case "d" -> 86_400;
            default -> 1;
        };
    }

    private static long bounded(double seconds) {
        return seconds >= 0 ? (long) (Math.min(seconds, LONGEST_WAIT.toSeconds()) * 1e9) : -1;
    }

    private static long number(@Nullable String value) {
        try {
            return value == null ? -1 : Math.max(-1, Long.parseLong(value.strip()));
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    /**
     * What a header's name says.
     *
     * @param field {@code limit}, {@code remaining} or {@code reset}
     */
    private record Part(String field, Kind kind, String label, Duration length) {
        static @Nullable Part of(String name) {
            String rest = name.startsWith("x-") ? name.substring(2) : name;
            boolean bySize = rest.startsWith("ratelimitbysize-");
            if (!bySize && !rest.startsWith("ratelimit-")) {
                return null;
            }
            rest = rest.substring(rest.indexOf('-') + 1);
            int dash = rest.indexOf('-');
            String field = dash < 0 ? rest : rest.substring(0, dash);
            if (!field.equals("limit") && !field.equals("remaining") && !field.equals("reset")) {
                return null;
            }
            String what = dash < 0 ? "" : rest.substring(dash + 1);
            return bySize ? window(field, Kind.TOKENS, what.isEmpty() ? "minute" : what) : named(field, what);
        }

        private static @Nullable Part named(String field, String what) {
            if (what.equals("requests") || what.equals("tokens")) {
                return window(field, what.equals("tokens") ? Kind.TOKENS : Kind.REQUESTS, "minute");
            }
            if (what.startsWith("req-")) {
                return window(field, Kind.REQUESTS, what.substring("req-".length()));
            }
            return what.startsWith("tokens-") ? window(field, Kind.TOKENS, what.substring("tokens-".length())) : null;
        }

        private static @Nullable Part window(String field, Kind kind, String window) {
            Duration length = LENGTHS.get(window);
            return length == null ? null : new Part(field, kind, kind.code() + "-" + window, length);
        }

        LimitHeader into(@Nullable LimitHeader known, String value) {
            long limit = known == null ? -1 : known.limit();
            long remaining = known == null ? -1 : known.remaining();
            long reset = known == null ? -1 : known.resetNanos();
            return switch (field) {
                case "limit" -> new LimitHeader(kind, label, length, number(value), remaining, reset);
                case "remaining" -> new LimitHeader(kind, label, length, limit, number(value), reset);
                default -> new LimitHeader(kind, label, length, limit, remaining, time(value));
            };
        }
    }
}
