package dev.alize.cli;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/** How many requests a second were answered in the last ten seconds. Not thread-safe. */
final class Speed {
    private static final Duration WINDOW = Duration.ofSeconds(10);

    private record Sample(Instant at, int done) {}

    private final Deque<Sample> samples = new ArrayDeque<>();

    /** Takes a look; the time never goes back. */
    void sample(Instant now, int done) {
        while (samples.size() > 1 && samples.getFirst().at().isBefore(now.minus(WINDOW))) {
            samples.removeFirst();
        }
        samples.addLast(new Sample(now, done));
    }

    /** Requests a second between the oldest and the newest look; 0 where there is nothing to compare. */
    double perSecond() {
        if (samples.size() < 2) {
            return 0;
        }
        Sample oldest = samples.getFirst();
        Sample newest = samples.getLast();
        double seconds = Duration.between(oldest.at(), newest.at()).toNanos() / 1e9;
        return seconds <= 0 ? 0 : (newest.done() - oldest.done()) / seconds;
    }
}
