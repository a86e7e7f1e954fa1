package dev.alize.bench;

/**
 * How throughput is measured.
 *
 * @param requests of each run, 1 or more
 * @param warmUp requests before the first run, 0 or more
 * @param runs 1 or more
 * @param rig what is measured
 */
public record ThroughputOptions(int requests, int warmUp, int runs, RigOptions rig) {
    public ThroughputOptions {
        if (requests < 1 || warmUp < 0 || runs < 1) {
            throw new IllegalArgumentException("requests, warm-up, runs: got %d, %d, %d, expected at least 1, 0, 1"
                    .formatted(requests, warmUp, runs));
        }
    }
}
