package dev.alize.bench;

/** When a target answers again. */
final class Recovery {
    private static final double SHARE = 0.9;
    private static final long SPAN_NANOS = 2_000_000_000L;

    private Recovery() {}

    /**
     * Seconds from a moment to the first arrival after it; NaN where there is none.
     *
     * @param arrivals in order
     */
    static double firstAfter(long[] arrivals, long moment) {
        for (long arrival : arrivals) {
            if (arrival - moment >= 0) {
                return (arrival - moment) / 1e9;
            }
        }
        return Double.NaN;
    }

    /**
     * Seconds from a moment to the first arrival after it with which the two seconds just passed hold 90 % of the rate;
     * NaN where there is none.
     *
     * @param arrivals in order
     * @param rate per second
     */
    static double recovered(long[] arrivals, long moment, int rate) {
        double enough = SHARE * rate * SPAN_NANOS / 1e9;
        int oldest = 0;
        for (int i = 0; i < arrivals.length; i++) {
            while (arrivals[oldest] - moment < 0 && oldest < i || arrivals[i] - arrivals[oldest] >= SPAN_NANOS) {
                oldest++;
            }
            if (arrivals[oldest] - moment >= 0 && i - oldest + 1 >= enough) {
                return (arrivals[i] - moment) / 1e9;
            }
        }
        return Double.NaN;
    }
}
