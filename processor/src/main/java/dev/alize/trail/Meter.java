package dev.alize.trail;

import java.util.function.Consumer;

/** Counts what several threads read, and tells it one at a time. */
final class Meter {
    private final long expected;
    private final Consumer<Trail.Progress> told;
    private long read;

    Meter(long expected, Consumer<Trail.Progress> told) {
        this.expected = expected;
        this.told = told;
    }

    synchronized void advance(long records) {
        if (records > 0) {
            read += records;
            told.accept(new Trail.Progress(read, expected));
        }
    }
}
