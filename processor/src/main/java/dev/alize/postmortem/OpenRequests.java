package dev.alize.postmortem;

/**
 * The requests that were admitted and not answered yet, with what happened to them meanwhile: 13 bytes for a place,
 * open addressing by a hash of 64 bits. Not thread-safe.
 */
final class OpenRequests {
    /** Nothing is known of the request. */
    static final long UNKNOWN = Long.MIN_VALUE;

    private static final int SMALLEST = 1 << 10;

    private final int most;
    private long[] keys = new long[SMALLEST];
    /** The lower half of the milliseconds since 1970. */
    private int[] admitted = new int[SMALLEST];

    private byte[] marks = new byte[SMALLEST];
    private int size;
    private long refused;

    /** @param most requests that are followed at a time; others are only counted */
    OpenRequests(int most) {
        this.most = most;
    }

    /** A request; its key is a hash, not 0. */
    static long key(String tenant, String requestId, int redrive) {
        long hash = 0xcbf29ce484222325L ^ redrive;
        hash = mixed(hash, tenant);
        hash = mixed(hash * 31 + 7, requestId);
        hash ^= hash >>> 32;
        hash *= 0x9E3779B97F4A7C15L;
        hash ^= hash >>> 29;
        return hash == 0 ? 1 : hash;
    }

    private static long mixed(long hash, String text) {
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
        }
        return hash;
    }

    void admit(long key, long atMillis) {
        int place = place(key);
        if (keys[place] == key) {
            return;
        }
        if (size >= most) {
            refused++;
            return;
        }
        keys[place] = key;
        admitted[place] = (int) atMillis;
        marks[place] = 0;
        if (++size * 3L > keys.length * 2L) {
            grow();
        }
    }

    void mark(long key, int mark) {
        int place = place(key);
        if (keys[place] == key) {
            marks[place] |= (byte) mark;
        }
    }

    /** 0 where the request is not known. */
    int marks(long key) {
        int place = place(key);
        return keys[place] == key ? marks[place] : 0;
    }

    /**
     * The request was answered.
     *
     * @param atMillis less than 24 days after it was admitted
     * @return when it was admitted; {@link #UNKNOWN} where it is not known
     */
    long remove(long key, long atMillis) {
        int place = place(key);
        if (keys[place] != key) {
            return UNKNOWN;
        }
        long at = atMillis - ((int) atMillis - admitted[place]);
        size--;
        close(place);
        return at;
    }

    int size() {
        return size;
    }

    /** Requests that were not followed, because there were too many at a time. */
    long refused() {
        return refused;
    }

    private int place(long key) {
        int place = (int) key & (keys.length - 1);
        while (keys[place] != 0 && keys[place] != key) {
            place = (place + 1) & (keys.length - 1);
        }
        return place;
    }

    /** Moves up what a search would no longer find across the gap. */
    private void close(int gap) {
        int mask = keys.length - 1;
        int next = (gap + 1) & mask;
        while (keys[next] != 0) {
            int home = (int) keys[next] & mask;
            if (((next - home) & mask) >= ((next - gap) & mask)) {
                keys[gap] = keys[next];
                admitted[gap] = admitted[next];
                marks[gap] = marks[next];
                gap = next;
            }
            next = (next + 1) & mask;
        }
        keys[gap] = 0;
    }

    private void grow() {
        long[] oldKeys = keys;
        int[] oldAdmitted = admitted;
        byte[] oldMarks = marks;
        keys = new long[oldKeys.length * 2];
        admitted = new int[keys.length];
        marks = new byte[keys.length];
        for (int i = 0; i < oldKeys.length; i++) {
            if (oldKeys[i] != 0) {
                int place = place(oldKeys[i]);
                keys[place] = oldKeys[i];
                admitted[place] = oldAdmitted[i];
                marks[place] = oldMarks[i];
            }
        }
    }
}
