package dev.alize.simulator.quota;

/**
 * What was used up in the time just passed, exact to the millisecond up to windows of a minute, to a 65,536th of longer
 * ones. Amounts of the same moment share an entry, so no window holds more than 65,537 of them (1 MiB). Not thread-safe.
 */
final class SlidingWindow {
    private static final long FINENESS = 65_536;
    private static final int FIRST_CAPACITY = 64;

    private final long length;
    private final long grain;
    /** Ring: moments in order, and what was used in each. */
    private long[] moments = new long[FIRST_CAPACITY];

    private long[] amounts = new long[FIRST_CAPACITY];
    private int oldest;
    private int entries;
    private long sum;

    /** @param length in milliseconds, 1 or more */
    SlidingWindow(long length) {
        this.length = length;
        this.grain = (length + FINENESS - 1) / FINENESS;
    }

    /** Adds an amount. Time that goes back a little (another thread's clock) counts as the newest moment. */
    void add(long millis, long amount) {
        forget(millis);
        long moment = Math.floorDiv(millis, grain) * grain;
        if (entries == 0 || moment > moments[slot(entries - 1)]) {
            append(moment);
        }
        amounts[slot(entries - 1)] += amount;
        sum += amount;
    }

    /** The sum of the window that ends now; what is exactly as old as the window is long has left it. */
    long used(long millis) {
        forget(millis);
        return sum;
    }

    /** Milliseconds until nothing of it is left, if nothing comes. */
    long untilEmpty(long millis) {
        forget(millis);
        return entries == 0 ? 0 : Math.max(0, moments[slot(entries - 1)] + length - millis);
    }

    private void forget(long millis) {
        while (entries > 0 && moments[oldest] <= millis - length) {
            sum -= amounts[oldest];
            oldest = slot(1);
            entries--;
        }
    }

    private void append(long moment) {
        if (entries == moments.length) {
            moments = unrolled(moments);
            amounts = unrolled(amounts);
            oldest = 0;
        }
        entries++;
        moments[slot(entries - 1)] = moment;
        amounts[slot(entries - 1)] = 0;
    }

    private long[] unrolled(long[] ring) {
        long[] larger = new long[2 * ring.length];
        System.arraycopy(ring, oldest, larger, 0, ring.length - oldest);
        System.arraycopy(ring, 0, larger, ring.length - oldest, oldest);
        return larger;
    }

    private int slot(int entry) {
        return (oldest + entry) % moments.length;
    }
}
