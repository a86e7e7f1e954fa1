package dev.alize.simulator.quota;

import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One limit of a model.
 *
 * @param measure what it counts
 * @param most in any window, 0 or more; 0 means that the account has no right to the model
 * @param span length of the window
 */
public record Limit(Measure measure, long most, Span span) {
    private static final Pattern FORM = Pattern.compile("([a-z]+)=(\\d{1,15})/(.+)");

    public Limit {
        if (most < 0) {
            throw new IllegalArgumentException("limit is %d %s, expected 0 or more".formatted(most, measure.word()));
        }
    }

    /** Reads such as {@code requests=500/10s}; throws IllegalArgumentException for anything else. */
    public static Limit parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException(
                    "'%s' is no limit; write e.g. 'requests=500/10s' or 'tokens=100000/1m'".formatted(text));
        }
        Measure measure = Arrays.stream(Measure.values())
                .filter(each -> each.word().equals(matcher.group(1)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "'%s' is nothing that has limits, expected requests or tokens".formatted(matcher.group(1))));
        return new Limit(measure, Long.parseLong(matcher.group(2)), Span.parse(matcher.group(3)));
    }
}
