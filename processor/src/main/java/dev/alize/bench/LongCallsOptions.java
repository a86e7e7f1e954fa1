package dev.alize.bench;

import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How long calls are measured.
 *
 * @param openCalls {@code processing.max_open_calls} of the first part, 1 or more
 * @param latency of the provider in the first part, 1 ms to 50 s
 * @param rounds requests of the first part, in multiples of {@code openCalls}; at least two more than {@code warmUpRounds}
 * @param warmUpRounds of them before the steady part, 1 or more
 * @param many calls open at once in the second part, 1 or more
 * @param manyLatency of the provider in the second part, 1 ms to 50 s
 * @param heapMib heap of the processor in the second part, MiB, 64 or more
 * @param rig what is measured
 */
public record LongCallsOptions(
        int openCalls,
        Duration latency,
        int rounds,
        int warmUpRounds,
        int many,
        Duration manyLatency,
        int heapMib,
        RigOptions rig) {
    /** The target's timeout is 60 s, and the call must be over by then. */
    private static final Duration LONGEST = Duration.ofSeconds(50);

    public LongCallsOptions {
        if (openCalls < 1 || many < 1 || warmUpRounds < 1 || rounds < warmUpRounds + 2 || heapMib < 64) {
            throw new IllegalArgumentException(
                    "open calls, many, warm-up rounds, rounds, heap: got %d, %d, %d, %d, %d, expected 1 or more, 1 or more, 1 or more, two more than that, 64 MiB or more"
                            .formatted(openCalls, many, warmUpRounds, rounds, heapMib));
        }
        requireLatency(latency);
        requireLatency(manyLatency);
    }

    private static void requireLatency(Duration latency) {
        if (latency.toMillis() < 1 || latency.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("latency: got %s, expected 1 ms to 50 s".formatted(latency));
        }
    }

    /** The most that can be answered per second: {@code openCalls} per latency. */
    double limit() {
        return openCalls * 1e3 / latency.toMillis();
    }

    /** Puts them into the results. */
    void describe(Map<String, @Nullable Object> json) {
        json.put("open_calls", openCalls);
        json.put("latency_ms", latency.toMillis());
        json.put("rounds", rounds);
        json.put("warm_up_rounds", warmUpRounds);
        json.put("many", many);
        json.put("many_latency_ms", manyLatency.toMillis());
        json.put("heap_mb", heapMib);
    }
}
