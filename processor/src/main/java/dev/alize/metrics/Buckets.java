package dev.alize.metrics;

import java.time.Duration;
import java.util.stream.LongStream;

/** Upper bounds of the buckets of a histogram. */
final class Buckets {
    private Buckets() {}

    static Duration[] millis(long... bounds) {
        return LongStream.of(bounds).mapToObj(Duration::ofMillis).toArray(Duration[]::new);
    }
}
