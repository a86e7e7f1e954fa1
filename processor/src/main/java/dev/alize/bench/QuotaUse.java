package dev.alize.bench;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/**
 * How far the provider's limits were used, by its own count, in slices of a window from the first call on. All limits
 * have windows of the same length. The tighter limit of a window is the one of which more was used; where a window was
 * used beyond a limit (tokens count afterwards), that limit counts as used up and not as more.
 *
 * @param age milliseconds since the first call
 * @param window length in milliseconds
 * @param limits one or more
 */
record QuotaUse(long age, long window, List<Limit> limits) {
    /** Slices of a window. */
    static final int SLICES = 10;

    /**
     * One limit.
     *
     * @param of requests or tokens
     * @param most in any window
     * @param fullest the most in any window, wherever it began
     * @param used by slices
     * @param refused calls, by slices
     */
    record Limit(String of, long most, long fullest, List<Long> used, List<Long> refused) {
        Limit {
            used = List.copyOf(used);
            refused = List.copyOf(refused);
        }

        /** Share that the window beginning with this slice used of it, at most 1. */
        double share(int slice) {
            return Math.min(1, sum(used, slice, slice + SLICES) / (double) most);
        }

        static long sum(List<Long> slices, int from, int to) {
            return slices.subList(Math.min(from, slices.size()), Math.min(to, slices.size())).stream()
                    .mapToLong(Long::longValue)
                    .sum();
        }
    }

    QuotaUse {
        limits = List.copyOf(limits);
    }

    /** As the simulator tells it. */
    static QuotaUse of(JsonNode model) {
        List<Limit> limits = new ArrayList<>();
        model.path("limits")
                .forEach(limit -> limits.add(new Limit(
                        limit.path("of").asText(),
                        limit.path("most").asLong(),
                        limit.path("fullest").asLong(),
                        longs(limit.path("used")),
                        longs(limit.path("refused")))));
        return new QuotaUse(
                model.path("age_ms").asLong(),
                model.path("limits").path(0).path("window_ms").asLong(),
                limits);
    }

    private static List<Long> longs(JsonNode array) {
        List<Long> values = new ArrayList<>();
        array.forEach(value -> values.add(value.asLong()));
        return values;
    }

    /** Share of the tighter limit that the window beginning with this slice used. */
    double share(int slice) {
        return limits.stream().mapToDouble(limit -> limit.share(slice)).max().orElseThrow();
    }

    /** Of the windows from the second one on, one after the other, up to this one. */
    double[] shares(int windows) {
        return IntStream.range(1, windows).mapToDouble(i -> share(i * SLICES)).toArray();
    }

    /** Number of the slice at this age. */
    int slice(long millis) {
        return Math.toIntExact(millis * SLICES / window);
    }

    /** Refused calls from the second window on, up to this one. */
    long refused(int windows) {
        return limits.stream().mapToLong(limit -> refused(limit, windows)).sum();
    }

    /** The same for one limit. */
    long refused(Limit limit, int windows) {
        return Limit.sum(limit.refused(), SLICES, windows * SLICES);
    }

    /** Calls let in from the second window on, up to this one; they are answered. */
    long answered(int windows) {
        return limits.stream()
                .filter(limit -> limit.of().equals("requests"))
                .mapToLong(limit -> Limit.sum(limit.used(), SLICES, windows * SLICES))
                .sum();
    }
}
