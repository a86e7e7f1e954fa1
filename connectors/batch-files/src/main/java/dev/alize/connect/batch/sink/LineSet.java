package dev.alize.connect.batch.sink;

import java.util.HashMap;
import java.util.Map;

/** A set of line numbers: a bit for each, in blocks of 512 bytes. A million lines in a row take 150 KB. Not thread-safe. */
final class LineSet {
    private static final int BLOCK_BITS = 12;
    private static final int WORDS = 1 << (BLOCK_BITS - 6);

    private final Map<Long, long[]> blocks = new HashMap<>();
    private long size;

    /** Adds a line number, 0 or more; false where it is there already. */
    boolean add(long line) {
        long[] block = blocks.computeIfAbsent(line >> BLOCK_BITS, key -> new long[WORDS]);
        int word = (int) (line >> 6) & (WORDS - 1);
        long bit = 1L << line;
        if ((block[word] & bit) != 0) {
            return false;
        }
        block[word] |= bit;
        size++;
        return true;
    }

    boolean contains(long line) {
        long[] block = blocks.get(line >> BLOCK_BITS);
        return block != null && (block[(int) (line >> 6) & (WORDS - 1)] & (1L << line)) != 0;
    }

    /** How many lines up to this one are in it. */
    long upTo(long last) {
        long lines = 0;
        for (Map.Entry<Long, long[]> block : blocks.entrySet()) {
            long first = block.getKey() << BLOCK_BITS;
            for (int word = 0; word < WORDS && first + 64L * word <= last; word++) {
                long beyond = first + 64L * word + 63 - last;
                lines += Long.bitCount(block.getValue()[word] & (beyond > 0 ? -1L >>> beyond : -1L));
            }
        }
        return lines;
    }

    /** How many lines are in it. */
    long size() {
        return size;
    }
}
