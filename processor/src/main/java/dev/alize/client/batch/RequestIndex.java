package dev.alize.client.batch;

/**
 * Where each request of a file stands, and whether it is answered: an open-addressing table of 28 bytes per slot, at
 * most 60 % full. Not thread-safe.
 */
final class RequestIndex {
    private static final int INITIAL_SLOTS = 1 << 10;

    private long[] highs = new long[INITIAL_SLOTS];
    private long[] lows = new long[INITIAL_SLOTS];
    private long[] offsets = new long[INITIAL_SLOTS];
    /** The line's number from 1; 0 for a free slot, negative for an answered request. */
    private int[] lines = new int[INITIAL_SLOTS];

    private int size;
    private int open;

    /**
     * Adds an open request.
     *
     * @param line number of its line, from 1
     * @param offset position of its line in the file, in bytes
     * @return 0, or the line of the request that already has this id (then nothing was added)
     */
    int add(RequestId id, int line, long offset) {
        if (size >= lines.length * 0.6) {
            grow();
        }
        int slot = slotOf(id);
        if (lines[slot] != 0) {
            return Math.abs(lines[slot]);
        }
        highs[slot] = id.high();
        lows[slot] = id.low();
        offsets[slot] = offset;
        lines[slot] = line;
        size++;
        open++;
        return 0;
    }

    boolean contains(RequestId id) {
        return lines[slotOf(id)] != 0;
    }

    boolean isOpen(RequestId id) {
        return lines[slotOf(id)] > 0;
    }

    /** Marks an open request as answered; false where it is not open. */
    boolean answer(RequestId id) {
        int slot = slotOf(id);
        if (lines[slot] <= 0) {
            return false;
        }
        lines[slot] = -lines[slot];
        open--;
        return true;
    }

    /** Position of the line of a known request, in bytes. */
    long offset(RequestId id) {
        return offsets[slotOf(id)];
    }

    /** How many requests the file has. */
    int size() {
        return size;
    }

    /** How many of them are not answered. */
    int open() {
        return open;
    }

    private int slotOf(RequestId id) {
        int mask = lines.length - 1;
        int slot = (int) id.low() & mask;
        while (lines[slot] != 0 && (highs[slot] != id.high() || lows[slot] != id.low())) {
            slot = (slot + 1) & mask;
        }
        return slot;
    }

    private void grow() {
        RequestIndex bigger = new RequestIndex();
        int slots = lines.length * 2;
        bigger.highs = new long[slots];
        bigger.lows = new long[slots];
        bigger.offsets = new long[slots];
        bigger.lines = new int[slots];
        for (int slot = 0; slot < lines.length; slot++) {
            if (lines[slot] != 0) {
                int to = bigger.slotOf(new RequestId(highs[slot], lows[slot]));
                bigger.highs[to] = highs[slot];
                bigger.lows[to] = lows[slot];
                bigger.offsets[to] = offsets[slot];
                bigger.lines[to] = lines[slot];
            }
        }
        highs = bigger.highs;
        lows = bigger.lows;
        offsets = bigger.offsets;
        lines = bigger.lines;
    }
}
