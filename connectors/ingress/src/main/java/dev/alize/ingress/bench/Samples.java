package dev.alize.ingress.bench;

import java.util.Arrays;

/** Numbers of one kind, such as latencies in microseconds. Used by one thread at a time. */
final class Samples {
    private long[] values = new long[1024];
    private int size;
    private boolean sorted;

    void add(long value) {
        if (size == values.length) {
            values = Arrays.copyOf(values, size * 2);
        }
        values[size++] = value;
        sorted = false;
    }

    int size() {
        return size;
    }

    /** The least value that this share of all does not exceed; 0 where there are none. @param share above 0 up to 1 */
    long at(double share) {
        if (size == 0) {
            return 0;
        }
        if (!sorted) {
            Arrays.sort(values, 0, size);
            sorted = true;
        }
        return values[Math.max(0, (int) Math.ceil(share * size) - 1)];
    }
}
