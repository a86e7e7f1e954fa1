package dev.alize.usage;

import dev.alize.schemas.UsageRow;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Whole hours, since sums by the hour cannot be divided.
 *
 * @param from start of the first hour; null for the beginning
 * @param to end of the last hour; null for the end
 */
public record HourWindow(@Nullable Instant from, @Nullable Instant to) {
    /** The hours that a window touches: it is widened to them. */
    public static HourWindow around(@Nullable Instant from, @Nullable Instant to) {
        Instant end = to == null ? null : UsageKey.hour(to);
        return new HourWindow(
                from == null ? null : UsageKey.hour(from),
                end == null || end.equals(to) ? end : end.plus(Duration.ofHours(1)));
    }

    public boolean holds(UsageRow row) {
        return (from == null || !row.getHour().isBefore(from))
                && (to == null || row.getHour().isBefore(to));
    }
}
