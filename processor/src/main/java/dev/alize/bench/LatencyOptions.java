package dev.alize.bench;

import java.time.Duration;

/**
 * How latency is measured.
 *
 * @param rate requests per second, 1 to 10,000
 * @param seconds how long is measured, 1 or more
 * @param warmUpSeconds before that, at the same rate, 0 or more
 * @param median of the provider's latency, at least 1 ms
 * @param sigma of the provider's latency, a lognormal distribution, 0 to 5
 * @param seed of the provider's latencies
 * @param rig what is measured
 */
public record LatencyOptions(
        int rate, int seconds, int warmUpSeconds, Duration median, double sigma, long seed, RigOptions rig) {
    public LatencyOptions {
        if (rate < 1 || rate > 10_000 || seconds < 1 || warmUpSeconds < 0) {
            throw new IllegalArgumentException(
                    "rate, seconds, warm-up: got %d, %d, %d, expected 1 to 10000, at least 1, at least 0"
                            .formatted(rate, seconds, warmUpSeconds));
        }
    }

    int requests() {
        return rate * (warmUpSeconds + seconds);
    }

    int warmUpRequests() {
        return rate * warmUpSeconds;
    }
}
