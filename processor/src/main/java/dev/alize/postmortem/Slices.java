package dev.alize.postmortem;

import dev.alize.trail.Window;
import java.time.Instant;
import java.util.stream.LongStream;

/**
 * A window cut into slices of one length, which is a round one.
 *
 * @param window what is cut
 * @param millis length of a slice; the last one may reach beyond the window
 * @param count 1 to {@link #MOST}
 */
public record Slices(Window window, long millis, int count) {
    public static final int MOST = 120;

    private static final long SECOND = 1_000;
    private static final long MINUTE = 60 * SECOND;
    private static final long HOUR = 60 * MINUTE;
    private static final long DAY = 24 * HOUR;
    private static final long[] LENGTHS = {
        SECOND,
        2 * SECOND,
        5 * SECOND,
        10 * SECOND,
        15 * SECOND,
        30 * SECOND,
        MINUTE,
        2 * MINUTE,
        5 * MINUTE,
        10 * MINUTE,
        15 * MINUTE,
        30 * MINUTE,
        HOUR,
        2 * HOUR,
        6 * HOUR,
        12 * HOUR,
        DAY,
        2 * DAY,
        7 * DAY,
        30 * DAY
    };

    public static Slices of(Window window) {
        long length = Math.max(1, window.length().toMillis());
        long millis = LongStream.of(LENGTHS)
                .filter(candidate -> length <= candidate * MOST)
                .findFirst()
                .orElse((length + MOST - 1) / MOST);
        return new Slices(window, millis, (int) ((length + millis - 1) / millis));
    }

    /** The slice of a moment; what lies outside of the window belongs to its first or last slice. */
    int of(long epochMillis) {
        long passed = epochMillis - window.from().toEpochMilli();
        return (int) Math.clamp(Math.floorDiv(passed, millis), 0, count - 1);
    }

    Instant start(int slice) {
        return window.from().plusMillis(slice * millis);
    }
}
