package dev.alize.simulator.behaviour;

import java.time.Duration;
import java.util.random.RandomGenerator;

/** How long the simulated provider takes from the whole request to the first byte of its answer. */
public sealed interface Latency {
    /** No timer at all: the answer leaves in the same turn of the event loop. */
    Latency NONE = new Fixed(Duration.ZERO);

    /** Always the same time. */
    record Fixed(Duration time) implements Latency {
        public Fixed {
            requireNotNegative(time);
        }

        @Override
        public Duration sample(RandomGenerator random) {
            return time;
        }
    }

    /**
     * Lognormal: half the answers are faster than the median.
     *
     * @param median above zero
     * @param sigma standard deviation of the logarithm, 0 to 5; 0.5 puts the 99th percentile at 3.2 medians
     */
    record Lognormal(Duration median, double sigma) implements Latency {
        public Lognormal {
            if (median.isZero() || median.isNegative()) {
                throw new IllegalArgumentException(
                        "median of the latency is %s, expected above zero".formatted(median));
            }
            if (!(sigma >= 0 && sigma <= 5)) {
                throw new IllegalArgumentException("sigma of the latency is %s, expected 0 to 5".formatted(sigma));
            }
        }

        @Override
        public Duration sample(RandomGenerator random) {
            return Duration.ofNanos((long) (median.toNanos() * Math.exp(sigma * random.nextGaussian())));
        }
    }

    /** One latency, drawn with the given random numbers; never negative. */
    Duration sample(RandomGenerator random);

    /** Reads {@code 200ms} or {@code lognormal:<median>:<sigma>}; throws IllegalArgumentException for anything else. */
    static Latency parse(String text) {
        String[] parts = text.strip().split(":", -1);
        if (parts.length == 1) {
            return new Fixed(DurationText.parse(parts[0]));
        }
        if (parts.length == 3 && parts[0].equals("lognormal")) {
            return new Lognormal(DurationText.parse(parts[1]), number(parts[2]));
        }
        throw new IllegalArgumentException(
                "'%s' is no latency; write e.g. '200ms' or 'lognormal:200ms:0.5'".formatted(text));
    }

    private static double number(String text) {
        try {
            return Double.parseDouble(text);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("sigma '%s' is no number; write e.g. '0.5'".formatted(text), e);
        }
    }

    private static void requireNotNegative(Duration time) {
        if (time.isNegative()) {
            throw new IllegalArgumentException("latency is %s, expected zero or more".formatted(time));
        }
    }
}
