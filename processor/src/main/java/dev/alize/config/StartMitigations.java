package dev.alize.config;

import dev.alize.domain.settings.InvalidSettingException;
import dev.alize.domain.settings.Range;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Live mitigations that are in force from the start of an instance, for the targets of provider {@code mistral}. They
 * come from the environment, and are no part of the configuration or its version.
 *
 * @param maxConcurrent {@code MAX_CONCURRENT_MISTRAL}: most calls of the instance open at once at each target, as
 *     {@code max_concurrency}; null for what the file says
 * @param forceFallback {@code MISTRAL_FALLBACK}: whether requests go to targets of other providers at once
 * @param timeout {@code MISTRAL_TIMEOUT_MS}: in place of {@code timeout_seconds} and {@code stream_timeout_seconds},
 *     1 ms to 1 day; null for what the file says
 */
public record StartMitigations(
        @Nullable Integer maxConcurrent,
        boolean forceFallback,
        @Nullable Duration timeout) {
    /** Whose targets they are for. */
    public static final String PROVIDER = "mistral";

    public static final Range<Duration> TIMEOUT = Range.of(Duration.ofMillis(1), Duration.ofDays(1));
    public static final StartMitigations NONE = new StartMitigations(null, false, null);

    private static final String CALLS = "MAX_CONCURRENT_MISTRAL";
    private static final String FALLBACK = "MISTRAL_FALLBACK";
    private static final String MILLIS = "MISTRAL_TIMEOUT_MS";

    public StartMitigations {
        if (maxConcurrent != null) {
            QuotaSettings.CONCURRENCY.check(CALLS, maxConcurrent);
        }
        if (timeout != null) {
            TIMEOUT.check(MILLIS, timeout);
        }
    }

    /**
     * A variable that is not set, or is blank, changes nothing.
     *
     * @throws InvalidSettingException where {@link #problems} finds one: the first
     */
    public static StartMitigations of(Environment environment) {
        List<InvalidSettingException> problems = new ArrayList<>();
        StartMitigations read = read(environment, problems);
        if (!problems.isEmpty()) {
            throw problems.getFirst();
        }
        return read;
    }

    /** What is wrong with the variables: a sentence for each that cannot be used. */
    public static List<String> problems(Environment environment) {
        List<InvalidSettingException> problems = new ArrayList<>();
        read(environment, problems);
        return problems.stream().map(InvalidSettingException::getMessage).toList();
    }

    private static StartMitigations read(Environment environment, List<InvalidSettingException> problems) {
        Variables variables = new Variables(environment, problems);
        int most = QuotaSettings.CONCURRENCY.max();
        return new StartMitigations(
                variables
                        .read(CALLS, "a whole number from 1 to " + most, text -> whole(text, most))
                        .map(Math::toIntExact)
                        .orElse(null),
                variables
                        .read(FALLBACK, "true, false, 1 or 0", StartMitigations::flag)
                        .orElse(false),
                variables
                        .read(
                                MILLIS,
                                "milliseconds, a whole number from 1 to "
                                        + TIMEOUT.max().toMillis(),
                                text -> whole(text, TIMEOUT.max().toMillis()))
                        .map(Duration::ofMillis)
                        .orElse(null));
    }

    private static Optional<Long> whole(String text, long max) {
        return Optional.of(text)
                .filter(digits -> digits.matches("[0-9]{1,18}"))
                .map(Long::valueOf)
                .filter(number -> number >= 1 && number <= max);
    }

    private static Optional<Boolean> flag(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true", "1" -> Optional.of(true);
            case "false", "0" -> Optional.of(false);
            default -> Optional.empty();
        };
    }

    private record Variables(Environment environment, List<InvalidSettingException> problems) {
        <T> Optional<T> read(String name, String expected, Function<String, Optional<T>> format) {
            Optional<String> text =
                    environment.variable(name).map(String::strip).filter(given -> !given.isEmpty());
            Optional<T> value = text.flatMap(format);
            if (text.isPresent() && value.isEmpty()) {
                problems.add(new InvalidSettingException(
                        "environment variable " + name, "got '" + text.get() + "', expected " + expected));
            }
            return value;
        }
    }
}
