package dev.alize.config;

import dev.alize.domain.settings.Range;
import java.time.Duration;

/**
 * The part of block {@code processing} that says how long an instance remembers.
 *
 * @param window how long an answered request is recognised when it comes again, from its answer on, 1 s to 30 d;
 *     default 24 h
 * @param entries most answered requests that an instance remembers, oldest leave early, 1 to 100,000,000; default
 *     1,000,000
 * @param earlyCancelWindow how long a cancel that came before its request is kept, 0 (not at all) to 1 d; default 10 m
 */
public record Idempotency(Duration window, int entries, Duration earlyCancelWindow) {
    public static final Range<Duration> WINDOW = Range.of(Duration.ofSeconds(1), Duration.ofDays(30));
    public static final Range<Integer> ENTRIES = Range.of(1, 100_000_000);
    public static final Range<Duration> EARLY_CANCEL = Range.of(Duration.ZERO, Duration.ofDays(1));
    public static final Idempotency DEFAULT = new Idempotency(Duration.ofHours(24), 1_000_000, Duration.ofMinutes(10));

    public Idempotency {
        WINDOW.check("processing.idempotency_window", window);
        ENTRIES.check("processing.idempotency_entries", entries);
        EARLY_CANCEL.check("processing.early_cancel_window", earlyCancelWindow);
    }
}
