package dev.alize.bench;

import dev.alize.config.Bounds;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * How cancels beside a backlog are measured.
 *
 * @param backlog requests, more than {@code 2 * cancels}
 * @param cancels with the intake closed, and again with it open; an even number, 2 or more
 * @param rate cancels per second, 1 to 1,000
 * @param latency of the provider while the intake is closed, 1 s to 45 s; longer than the cancels and writing the backlog
 *     take
 * @param warmUp requests answered before that, 0 or more
 * @param rig what is measured
 */
public record StallOptions(int backlog, int cancels, int rate, Duration latency, int warmUp, RigOptions rig) {
    private static final int LONGEST_SECONDS = 45;
    private static final String OPEN_CALLS = "max_open_calls";

    public StallOptions {
        if (cancels < 2 || cancels % 2 != 0 || rate < 1 || rate > 1_000 || backlog <= 2 * cancels || warmUp < 0) {
            throw new IllegalArgumentException(
                    "cancels, rate, backlog, warm-up: got %d, %d, %d, %d, expected an even number, 1 to 1000, more than twice the cancels, 0 or more"
                            .formatted(cancels, rate, backlog, warmUp));
        }
        if (latency.toSeconds() < 1 || latency.toSeconds() > LONGEST_SECONDS) {
            throw new IllegalArgumentException(
                    "latency: got %s, expected 1 s to %d s".formatted(latency, LONGEST_SECONDS));
        }
        rig = rig.orElse(OPEN_CALLS, Integer.toString(Bounds.DEFAULT.maxOpenCalls()));
        if (openCalls(rig) < 2 * cancels) {
            throw new IllegalArgumentException(
                    "max_open_calls: got %d, expected twice the %d cancels or more".formatted(openCalls(rig), cancels));
        }
    }

    /** Nanoseconds between two cancels. */
    long interval() {
        return 1_000_000_000L / rate;
    }

    /** {@code max_open_calls} of the processor. */
    int openCalls() {
        return openCalls(rig);
    }

    private static int openCalls(RigOptions rig) {
        return Integer.parseInt(rig.processing().getOrDefault(OPEN_CALLS, "0"));
    }

    /** Puts them into the results. */
    void describe(Map<String, @Nullable Object> json) {
        json.put("backlog", backlog);
        json.put("cancels", cancels);
        json.put("rate", rate);
        json.put("latency_ms", latency.toMillis());
        json.put("warm_up", warmUp);
    }
}
