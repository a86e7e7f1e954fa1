package dev.alize.config.reader;

import dev.alize.config.yaml.Format;
import dev.alize.config.yaml.Formats;
import dev.alize.domain.settings.Range;
import java.time.Duration;

/** Formats for the ranges of the settings. */
final class Values {
    private Values() {}

    static Format<Integer> whole(Range<Integer> range) {
        return Formats.whole(range.min(), range.max());
    }

    static Format<Duration> duration(Range<Duration> range) {
        return Formats.duration(range.min(), range.max());
    }

    static Format<Double> decimal(Range<Double> range) {
        return Formats.decimal(range.min(), range.max());
    }

    static Format<Long> size(Range<Long> range) {
        return Formats.size(range.min(), range.max());
    }

    /** Whole seconds without a unit, for the keys that end in {@code _seconds}. */
    static Format<Integer> seconds(Range<Duration> range) {
        return Formats.whole(
                Math.toIntExact(range.min().toSeconds()),
                Math.toIntExact(range.max().toSeconds()));
    }
}
