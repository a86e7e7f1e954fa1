package dev.alize.policies.quality;

/** A set of hashes without an object for each. Grows; not thread-safe while it does. */
final class LongSet {
    private static final long MIX = 0x9E3779B97F4A7C15L;

    private long[] places = new long[256];
    private int size;

    /** Whether it was not there. */
    boolean add(long value) {
        if (++size * 2 > places.length) {
            long[] old = places;
            places = new long[old.length * 2];
            for (long kept : old) {
                if (kept != 0) {
                    places[place(kept)] = kept;
                }
            }
        }
        long key = value == 0 ? MIX : value;
        int place = place(key);
        boolean fresh = places[place] == 0;
        size -= fresh ? 0 : 1;
        places[place] = key;
        return fresh;
    }

    boolean contains(long value) {
        return places[place(value == 0 ? MIX : value)] != 0;
    }

    /** Where it is, or would be. */
    private int place(long key) {
        int place = (int) (key * MIX >>> 32) & places.length - 1;
        while (places[place] != 0 && places[place] != key) {
            place = place + 1 & places.length - 1;
        }
        return place;
    }
}
