package dev.alize.config.yaml;

import java.time.Duration;
import java.util.Map;

/** Durations within bounds, such as {@code 50ms} or {@code 24h}. */
record DurationFormat(Duration min, Duration max) implements Format<Duration> {
    private static final Map<String, Long> MILLIS =
            Quantity.units("ms", 1L, "s", 1_000L, "m", 60_000L, "h", 3_600_000L, "d", 86_400_000L);

    @Override
    public Duration parse(Scalar scalar) throws Misfit {
        Duration duration = Duration.ofMillis(Quantity.parse(scalar, MILLIS, "s"));
        if (duration.compareTo(min) < 0 || duration.compareTo(max) > 0) {
            throw scalar.misfit(expected());
        }
        return duration;
    }

    @Override
    public Map<String, Object> schema() {
        return Quantity.schema(MILLIS);
    }

    @Override
    public String expected() {
        return "a duration from " + Quantity.write(min.toMillis(), MILLIS) + " to "
                + Quantity.write(max.toMillis(), MILLIS);
    }
}
