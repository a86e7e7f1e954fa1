package dev.alize.bench;

import java.util.List;

/**
 * How throughput is measured.
 *
 * @param requests of each run, 1 or more
 * @param warmUp requests before the first run, 0 or more
 * @param runs 1 or more
 * @param rig what is measured
 * @param chain whose chain is measured
 */
public record ThroughputOptions(int requests, int warmUp, int runs, RigOptions rig, Chain chain) {
    /**
     * The chain that is measured.
     *
     * @param policies the blocks {@code policies} and {@code policy}; empty: the usual chain, which needs no texts
     * @param texts what prompts are made of; empty: random letters
     * @param compared whether the usual chain is measured beside it, run by run
     */
    public record Chain(String policies, List<String> texts, boolean compared) {
        public static final Chain USUAL = new Chain("", List.of(), false);

        public Chain {
            texts = List.copyOf(texts);
        }
    }

    public ThroughputOptions {
        if (requests < 1 || warmUp < 0 || runs < 1) {
            throw new IllegalArgumentException("requests, warm-up, runs: got %d, %d, %d, expected at least 1, 0, 1"
                    .formatted(requests, warmUp, runs));
        }
    }
}
