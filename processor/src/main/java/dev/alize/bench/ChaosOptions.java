package dev.alize.bench;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How chaos is made.
 *
 * @param calls requests during the kills, 1 or more
 * @param kills 1 or more
 * @param latency of the provider, at least 1 ms
 * @param spacing mean time between two kills, at least 1 ms
 * @param fullWindow whether each processor first answers as many requests as its idempotency window holds
 * @param windowEntries {@code processing.idempotency_entries}: how many that is, 1 or more
 * @param seed of times and victims
 * @param rig what is killed
 */
public record ChaosOptions(
        int calls,
        int kills,
        Duration latency,
        Duration spacing,
        boolean fullWindow,
        int windowEntries,
        long seed,
        RigOptions rig) {
    public ChaosOptions {
        if (calls < 1 || kills < 1 || windowEntries < 1) {
            throw new IllegalArgumentException(
                    "calls, kills, window: got %d, %d, %d, expected 1 or more".formatted(calls, kills, windowEntries));
        }
        if (latency.toMillis() < 1 || spacing.toMillis() < 1) {
            throw new IllegalArgumentException(
                    "latency, spacing: got %s, %s, expected at least 1 ms".formatted(latency, spacing));
        }
    }

    /** Puts them into the results. */
    void describe(Map<String, @Nullable Object> json) {
        json.put("instances", rig.processors());
        json.put("calls", calls);
        json.put("latency_ms", latency.toMillis());
        json.put("spacing_ms", spacing.toMillis());
        json.put("full_window", fullWindow);
        json.put("idempotency_entries", windowEntries);
        json.put("seed", seed);
    }
}
