package dev.alize.simulator.quota;

import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** The windows for which the vendor has limits; the name is part of a header's name. */
public enum Span {
    /** One second. */
    SECOND("second", "1s", Duration.ofSeconds(1)),
    /** Ten seconds. */
    TEN_SECONDS("10-second", "10s", Duration.ofSeconds(10)),
    /** A minute, the usual one. */
    MINUTE("minute", "1m", Duration.ofMinutes(1)),
    /** Five minutes. */
    FIVE_MINUTES("5-minute", "5m", Duration.ofMinutes(5)),
    /** Thirty days. */
    MONTH("month", "30d", Duration.ofDays(30));

    private final String word;
    private final String text;
    private final Duration length;

    Span(String word, String text, Duration length) {
        this.word = word;
        this.text = text;
        this.length = length;
    }

    /** In the names of headers. */
    public String word() {
        return word;
    }

    /** Before any time scale. */
    public Duration length() {
        return length;
    }

    /** Reads {@code 10s} or {@code 10-second}; throws IllegalArgumentException for anything else. */
    static Span parse(String given) {
        Optional<Span> span = Arrays.stream(values())
                .filter(each -> each.word.equals(given) || each.text.equals(given))
                .findFirst();
        return span.orElseThrow(() -> new IllegalArgumentException("'%s' is no window of the vendor, expected one of %s"
                .formatted(given, Arrays.stream(values()).map(each -> each.text).collect(Collectors.joining(", ")))));
    }
}
