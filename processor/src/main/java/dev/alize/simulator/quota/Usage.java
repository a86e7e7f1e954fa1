package dev.alize.simulator.quota;

import java.util.List;

/**
 * What a model's limits saw since its first call after the last reset.
 *
 * @param model its name
 * @param ageMillis since that first call
 * @param limits in the order in which they were given
 */
public record Usage(String model, long ageMillis, List<Of> limits) {
    public Usage {
        limits = List.copyOf(limits);
    }

    /**
     * What one limit saw.
     *
     * @param limit which one
     * @param windowMillis its true length, the time scale applied
     * @param fullest the most that any window held, wherever it began
     * @param used by tenths of the window, counted from the model's first call
     * @param refused calls refused for this limit, in the same way
     */
    @SuppressWarnings("ArrayRecordComponent") // read once, for JSON
    public record Of(Limit limit, long windowMillis, long fullest, long[] used, long[] refused) {
        /** Entries of {@code used} that make a window. */
        public static final int SLICES_PER_WINDOW = Timeline.PER_WINDOW;
    }
}
