package dev.alize.bench;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How a storm of failures is measured.
 *
 * @param requests of each run, 10 or more
 * @param share of the requests that fail at each attempt, above 0, below 1
 * @param openCalls bound of open calls, so that failing calls take the places of others
 * @param latency of answers, 1 ms to 10 s
 * @param failureLatency of failures, up to 10 s
 * @param rig what is measured
 */
public record StormOptions(
        int requests, double share, int openCalls, Duration latency, Duration failureLatency, RigOptions rig) {
    private static final long LONGEST_MILLIS = 10_000;

    public StormOptions {
        if (requests < 10 || !(share > 0 && share < 1) || openCalls < 1) {
            throw new IllegalArgumentException(
                    "requests, share, open calls: got %d, %s, %d, expected 10 or more, between 0 and 1, 1 or more"
                            .formatted(requests, share, openCalls));
        }
        if (isOutside(latency, 1) || isOutside(failureLatency, 0)) {
            throw new IllegalArgumentException("latencies: got %s and %s, expected 1 ms (failures 0 ms) to 10 s"
                    .formatted(latency, failureLatency));
        }
        rig = rig.orElse("max_open_calls", Integer.toString(openCalls))
                .with(new Providers(
                        List.of(new Provider(
                                "simulated",
                                "mistral",
                                "mistral-small-latest",
                                List.of("--no-validate", "--latency", latency.toMillis() + "ms"),
                                List.of())),
                        List.of()));
    }

    private static boolean isOutside(Duration latency, long least) {
        return latency.toMillis() < least || latency.toMillis() > LONGEST_MILLIS;
    }

    /** The behaviour of the simulator in the storm. */
    String behaviour() {
        return "{\"latency\": \"%dms\", \"rules\": [{\"do\": \"refuse\", \"status\": 500, \"request_share\": %s, \"latency\": \"%dms\"}]}"
                .formatted(latency.toMillis(), share, failureLatency.toMillis());
    }

    /** Puts them into the results. */
    void describe(Map<String, @Nullable Object> json) {
        json.put("requests", requests);
        json.put("share", share);
        json.put("open_calls", openCalls);
        json.put("latency_ms", latency.toMillis());
        json.put("failure_latency_ms", failureLatency.toMillis());
    }
}
