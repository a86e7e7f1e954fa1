package dev.alize.connect.batch.source;

import java.util.ArrayList;
import java.util.List;

/** What one poll gives, within its bounds. Not thread-safe. */
final class Harvest {
    private final List<Reading> readings = new ArrayList<>();
    private final int maxLines;
    private final long maxBytes;
    private int lines;
    private long bytes;

    /**
     * @param maxLines lines to read, bad ones counted
     * @param maxBytes of lines to read; the last line may go beyond
     */
    Harvest(int maxLines, long maxBytes) {
        this.maxLines = maxLines;
        this.maxBytes = maxBytes;
    }

    boolean full() {
        return lines >= maxLines || bytes >= maxBytes;
    }

    /** Counts a line, whatever becomes of it. */
    void count(long length) {
        lines++;
        bytes += length;
    }

    void addAll(List<Reading> read) {
        readings.addAll(read);
    }

    boolean isEmpty() {
        return readings.isEmpty();
    }

    List<Reading> readings() {
        return readings;
    }
}
