package dev.alize.pacing;

import java.time.Duration;
import java.util.List;

/**
 * What a quota group does at one moment, for metrics.
 *
 * @param share part of the limits that this instance may use, from 0 to 1
 * @param pausedNanos until the pause after a 429 ends, 0 where there is none
 * @param stopped whether the provider gives it no quota at all
 * @param refused calls that the provider refused because a limit was used up, since the start
 * @param windows its limits
 */
public record GroupState(
        String name, double share, long pausedNanos, boolean stopped, long refused, List<WindowState> windows) {
    public GroupState {
        windows = List.copyOf(windows);
    }

    /**
     * @param used by this instance in the span that ends now
     * @param remaining for everybody, as last heard; -1 where it was not
     */
    public record WindowState(Kind kind, Duration length, long limit, double used, long remaining) {}
}
