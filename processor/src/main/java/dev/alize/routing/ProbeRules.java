package dev.alize.routing;

import java.time.Duration;

/**
 * How a target is probed.
 *
 * @param interval between two probes, 1 ms or more
 * @param timeout of one, 1 ms or more
 */
public record ProbeRules(Duration interval, Duration timeout) {
    public ProbeRules {
        if (interval.toMillis() < 1 || timeout.toMillis() < 1) {
            throw new IllegalArgumentException(
                    "expected an interval and a timeout of 1 ms or more, got " + interval + " and " + timeout);
        }
    }
}
