package dev.alize.bench;

import java.nio.file.Path;
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
 * @param brokerKills how many brokers die, one at a time; 0 or more, and 0 with one broker
 * @param brokerDown how long each of them is dead, positive
 * @param seed of times and victims
 * @param trail where the audit trail is written to after the kills; null for nowhere
 * @param rig what is killed
 */
public record ChaosOptions(
        int calls,
        int kills,
        Duration latency,
        Duration spacing,
        boolean fullWindow,
        int windowEntries,
        int brokerKills,
        Duration brokerDown,
        long seed,
        @Nullable Path trail,
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
        if (brokerKills < 0 || (brokerKills > 0 && rig.brokers() == 1) || !brokerDown.isPositive()) {
            throw new IllegalArgumentException(
                    "broker kills, down: got %d of %d brokers, %s, expected none of one, a positive time"
                            .formatted(brokerKills, rig.brokers(), brokerDown));
        }
    }

    /** Puts them into the results. */
    void describe(Map<String, @Nullable Object> json) {
        json.put("instances", rig.processors());
        json.put("brokers", rig.brokers());
        json.put("calls", calls);
        json.put("latency_ms", latency.toMillis());
        json.put("spacing_ms", spacing.toMillis());
        json.put("full_window", fullWindow);
        json.put("idempotency_entries", windowEntries);
        json.put("seed", seed);
    }
}
