package dev.alize.topology;

/**
 * When the chunks of a task are written next. Few streams are written almost at once; with many, deltas gather for a
 * little while, so that there are fewer and larger records. Pure but for its memory of the last time.
 */
final class ChunkPace {
    private static final int FEW_STREAMS = 128;
    private static final long SOON_MS = 10;
    private static final long LATER_MS = 100;

    private long lastMs;
    private int lastStreams;

    /** @param streams that have something to be written */
    boolean isDue(int streams, long nowMs) {
        long wait = Math.max(streams, lastStreams) <= FEW_STREAMS ? SOON_MS : LATER_MS;
        if (nowMs - lastMs < wait && nowMs >= lastMs) {
            return false;
        }
        lastMs = nowMs;
        lastStreams = streams;
        return true;
    }
}
