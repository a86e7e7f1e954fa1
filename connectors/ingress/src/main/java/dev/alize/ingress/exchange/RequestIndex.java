package dev.alize.ingress.exchange;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;

/**
 * Where requests and their responses lie, for the newest of them: a ring of entries in the order in which they came, and
 * a table that leads to them by a hash of tenant and id. An entry takes {@value #ENTRY_BYTES} bytes; all are taken at once.
 * The oldest leaves when there is no room, or when it is older than the window.
 *
 * <p>Who reads a record by its place has to look whether it is the right one: hashes can be equal.
 */
public final class RequestIndex {
    /** Most topics. */
    static final int MOST = 1 << 8;

    static final int MOST_PARTITIONS = 1 << 15;

    private static final int OFFSET_BITS = 40;
    private static final long ANSWERED = 1L << 63;

    /** Of one entry: two longs of the hash, its place, its time, and two places of the table. */
    public static final int ENTRY_BYTES = 3 * Long.BYTES + Integer.BYTES + 2 * 2 * Integer.BYTES;

    private static final ThreadLocal<MessageDigest> DIGEST = ThreadLocal.withInitial(() -> {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    });

    /** By their numbers in places; only grows. */
    private final List<String> topics = new CopyOnWriteArrayList<>();

    private final long windowSeconds;
    private final long[] high;
    private final long[] low;
    private final long[] place;
    private final int[] seconds;
    /** Slots of the ring plus one, by hash; 0 where there is none. Of a power of two. */
    private final int[] table;

    private int oldest;
    private int newest;
    private int size;
    private long pushedOut;

    private record Hash(long high, long low) {}

    /**
     * @param entries most of them, 1 to 2^28
     * @param windowSeconds how long an entry stays, by the times of records
     */
    public RequestIndex(int entries, long windowSeconds) {
        this.windowSeconds = windowSeconds;
        this.high = new long[entries];
        this.low = new long[entries];
        this.place = new long[entries];
        this.seconds = new int[entries];
        this.table = new int[Integer.highestOneBit(Math.max(2, entries) - 1) << 2];
    }

    /** A request lies there; nothing changes where it, or its response, is known already. @param ms time of the record */
    public void requested(Identity identity, Place where, long ms) {
        put(hash(identity), pack(where), ms);
    }

    /**
     * A request of before lies there. It takes nobody's place. Nor is it taken up where its response may have left the
     * index already, for room or for age: it would pass for open.
     *
     * @param ms time of the record
     */
    public void requestedBefore(Identity identity, Place where, long ms) {
        Hash hash = hash(identity);
        long packed = pack(where);
        synchronized (this) {
            if (table[position(hash)] != 0 || newest - ms / 1_000 > windowSeconds) {
                return;
            }
            if (pushedOut > 0 || size == high.length) {
                pushedOut++;
            } else {
                put(hash, packed, ms);
            }
        }
    }

    /** A response lies there; of two, such as after a redrive, the later one counts. @param ms time of the record */
    public void answered(Identity identity, Place where, long ms) {
        put(hash(identity), pack(where) | ANSWERED, ms);
    }

    /** What is known of a request; never {@link Found.Building}. */
    public Found find(Identity identity) {
        long packed = packed(hash(identity));
        if (packed < 0) {
            return new Found.Answered(unpack(packed & ~ANSWERED));
        }
        return packed == Long.MAX_VALUE ? new Found.Unknown() : new Found.Open(unpack(packed));
    }

    private synchronized long packed(Hash hash) {
        int at = table[position(hash)];
        return at == 0 ? Long.MAX_VALUE : place[at - 1];
    }

    private synchronized void put(Hash hash, long packed, long ms) {
        int position = position(hash);
        if (table[position] != 0) {
            int slot = table[position] - 1;
            if (packed < 0 && (place[slot] >= 0 || packed > place[slot])) {
                place[slot] = packed;
            }
            return;
        }
        int now = (int) (ms / 1_000);
        newest = Math.max(newest, now);
        forget(now);
        if (size == high.length) {
            removeOldest();
            pushedOut++;
        }
        int slot = (int) (((long) oldest + size) % high.length);
        size++;
        high[slot] = hash.high();
        low[slot] = hash.low();
        place[slot] = packed;
        seconds[slot] = now;
        table[position(hash)] = slot + 1;
    }

    private void forget(int now) {
        while (size > 0 && now - seconds[oldest] > windowSeconds) {
            removeOldest();
        }
    }

    private void removeOldest() {
        vacate(position(new Hash(high[oldest], low[oldest])));
        oldest = oldest + 1 == high.length ? 0 : oldest + 1;
        size--;
    }

    /** Where the hash stands in the table, or would. */
    private int position(Hash hash) {
        int at = home(hash.low());
        while (table[at] != 0 && (low[table[at] - 1] != hash.low() || high[table[at] - 1] != hash.high())) {
            at = at + 1 & table.length - 1;
        }
        return at;
    }

    private int home(long lowHash) {
        return (int) lowHash & table.length - 1;
    }

    /** Empties a place of the table and moves up those behind it that would not be found any more. */
    private void vacate(int position) {
        int hole = position;
        int at = hole + 1 & table.length - 1;
        while (table[at] != 0) {
            int wanted = home(low[table[at] - 1]);
            boolean stays = hole <= at ? hole < wanted && wanted <= at : hole < wanted || wanted <= at;
            if (!stays) {
                table[hole] = table[at];
                hole = at;
            }
            at = at + 1 & table.length - 1;
        }
        table[hole] = 0;
    }

    private long pack(Place where) {
        int topic = number(where.topic());
        if (topic >= MOST || where.partition() >= MOST_PARTITIONS || where.offset() >= 1L << OFFSET_BITS) {
            throw new IllegalArgumentException("got " + where + ", expected a partition below " + MOST_PARTITIONS
                    + " and an offset below 2^" + OFFSET_BITS + " of " + MOST + " topics");
        }
        return ((long) topic << 15 | where.partition()) << OFFSET_BITS | where.offset();
    }

    private int number(String topic) {
        int number = topics.indexOf(topic);
        if (number >= 0) {
            return number;
        }
        synchronized (this) {
            if (!topics.contains(topic) && topics.size() < MOST) {
                topics.add(topic);
            }
            number = topics.indexOf(topic);
            return number < 0 ? MOST : number;
        }
    }

    private Place unpack(long packed) {
        int partition = (int) (packed >>> OFFSET_BITS) & MOST_PARTITIONS - 1;
        int topic = (int) (packed >>> OFFSET_BITS + 15) & MOST - 1;
        return new Place(topics.get(topic), partition, packed & (1L << OFFSET_BITS) - 1);
    }

    private static Hash hash(Identity identity) {
        MessageDigest digest = DIGEST.get();
        digest.update(identity.tenant().getBytes(StandardCharsets.UTF_8));
        digest.update((byte) 0);
        byte[] bytes = digest.digest(identity.requestId().getBytes(StandardCharsets.UTF_8));
        return new Hash(number(bytes, 0), number(bytes, Long.BYTES));
    }

    private static long number(byte[] bytes, int from) {
        long number = 0;
        for (int i = 0; i < Long.BYTES; i++) {
            number = number << 8 | bytes[from + i] & 0xff;
        }
        return number;
    }

    /** How many entries there are. */
    public synchronized int size() {
        return size;
    }

    /** How many left before their time, because there was no room. */
    public synchronized long pushedOut() {
        return pushedOut;
    }
}
