package dev.alize.connect.webhook;

import java.time.Duration;

/** Waits between attempts. Pure. */
final class Backoff {
    private Backoff() {}

    /**
     * The wait after so many attempts: doubled each time up to the longest, then between half and all of it, and never less
     * than the receiver asked for.
     *
     * @param attempts 1 or more
     * @param sample from 0 (inclusive) to 1
     */
    static Duration wait(Settings.Retry retry, int attempts, Duration atLeast, double sample) {
        long doubled = retry.first().toMillis() << Math.min(attempts - 1, 20);
        long bound = Math.min(doubled, retry.longest().toMillis());
        Duration wait = Duration.ofMillis(Math.max(1, Math.round(bound * (0.5 + sample / 2))));
        return wait.compareTo(atLeast) < 0 ? atLeast : wait;
    }
}
