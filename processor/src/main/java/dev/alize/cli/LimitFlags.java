package dev.alize.cli;

import dev.alize.simulator.quota.Limit;
import dev.alize.simulator.quota.Limits;
import dev.alize.simulator.quota.Measure;
import dev.alize.simulator.quota.Span;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;
import picocli.CommandLine.TypeConversionException;

/** The rate limits of a simulated vendor. Without any of these flags it has ample limits, and enforces none. */
final class LimitFlags {
    @Option(names = "--requests-per-minute", description = "Limit of each model: enforced, and told in the headers.")
    private @Nullable Long requestsPerMinute;

    @Option(names = "--tokens-per-minute", description = "Limit of each model: enforced, and told in the headers.")
    private @Nullable Long tokensPerMinute;

    @Option(
            names = "--limit",
            paramLabel = "LIMIT",
            description = "Any other limit, such as requests=500/10s or tokens=100000/5m; may be repeated. Windows: 1s,"
                    + " 10s, 1m, 5m, 30d.",
            converter = LimitConverter.class)
    private List<Limit> others = List.of();

    @Option(
            names = "--enforce-limits",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Refuse calls beyond the limits given (on; --no-enforce-limits only tells them).")
    private boolean enforce;

    @Option(
            names = "--time-scale",
            paramLabel = "X",
            defaultValue = "1",
            description = "Make windows X times shorter than the headers say (${DEFAULT-VALUE}).")
    private double timeScale;

    @Option(
            names = "--retry-after",
            description = "Tell it, such as 5s, with calls refused for a limit and by --failure-share.",
            converter = DurationConverter.class)
    private @Nullable Duration retryAfter;

    Limits limits() {
        List<Limit> given = new ArrayList<>();
        if (requestsPerMinute != null) {
            given.add(new Limit(Measure.REQUESTS, requestsPerMinute, Span.MINUTE));
        }
        if (tokensPerMinute != null) {
            given.add(new Limit(Measure.TOKENS, tokensPerMinute, Span.MINUTE));
        }
        given.addAll(others);
        Limits ample = Limits.AMPLE;
        return given.isEmpty()
                ? new Limits(ample.all(), ample.enforced(), timeScale)
                : new Limits(given, enforce, timeScale);
    }

    @Nullable
    Duration retryAfter() {
        return retryAfter;
    }

    /** Such as {@code requests=500/10s}. */
    static final class LimitConverter implements ITypeConverter<Limit> {
        @Override
        public Limit convert(String text) {
            try {
                return Limit.parse(text);
            } catch (IllegalArgumentException e) {
                throw new TypeConversionException(String.valueOf(e.getMessage()));
            }
        }
    }
}
