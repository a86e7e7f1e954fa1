package dev.alize.alerts;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** When the next attempt is due: exponential backoff with full jitter. Not thread-safe. */
final class Pace {
    private static final long FIRST_MS = 1_000;
    private static final long MOST_MS = Duration.ofMinutes(5).toMillis();
    private static final long FIRST_LASTING_MS = Duration.ofSeconds(30).toMillis();
    private static final long MOST_LASTING_MS = Duration.ofMinutes(10).toMillis();
    private static final long MOST_ASKED_MS = Duration.ofHours(1).toMillis();
    private static final int MOST_DOUBLINGS = 20;

    private final RandomGenerator random;
    private int failures;
    private long notBefore;

    Pace(RandomGenerator random) {
        this.random = random;
    }

    /** In milliseconds since 1970; 0 while nothing failed. */
    long notBefore() {
        return notBefore;
    }

    /** Attempts that failed one after the other. */
    int failures() {
        return failures;
    }

    void failed(Delivery.Failed failure, long now) {
        long doubled = 1L << Math.min(failures, MOST_DOUBLINGS);
        long wait = switch (failure.kind()) {
            case PASSING -> random.nextLong(Math.min(MOST_MS, FIRST_MS * doubled) + 1);
            case LASTING, REFUSED -> {
                long cap = Math.min(MOST_LASTING_MS, FIRST_LASTING_MS * doubled);
                yield cap / 2 + random.nextLong(cap / 2 + 1);
            }
        };
        long asked =
                failure.retryAfter() == null ? 0 : Math.min(failure.retryAfter().toMillis(), MOST_ASKED_MS);
        failures++;
        notBefore = now + Math.max(wait, asked);
    }
}
