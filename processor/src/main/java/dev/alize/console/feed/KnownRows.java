package dev.alize.console.feed;

import java.util.HashMap;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The last version of each row of usage that may still grow, so that the next one can be compared with it. A row whose
 * last version is two hours older than the newest record of its partition is forgotten: rows grow during their hour.
 * Bounded: where there are more rows than that, those of an hour that is over make room, and then new ones are not taken.
 * Not thread-safe.
 */
final class KnownRows {
    private static final long KEPT_MS = 2 * 3_600_000L;
    /** A row of an hour that is over, and that did not grow for so long, will not grow any more. */
    private static final long DONE_MS = 5 * 60_000L;

    private static final long SEEK_EVERY_MS = 10_000;

    private final int most;
    private final Map<Integer, LinkedHashMap<Long, Row>> partitions = new HashMap<>();
    private int size;
    private long untaken;
    private long roomSought;

    private record Row(long at, long hour, Figures figures) {}

    /**
     * How a row grew.
     *
     * @param isKnown whether an earlier version of it was there
     */
    record Growth(Figures grown, boolean isKnown) {}

    /** @param most rows that are kept, 1 or more */
    KnownRows(int most) {
        this.most = most;
    }

    /**
     * Takes the next version of a row.
     *
     * @param key hash of its key
     * @param at time of the record, in milliseconds since 1970
     * @param hour start of the row's hour
     * @return empty where it is an old version, or where there is no room for the row
     */
    Optional<Growth> take(int partition, long key, long at, long hour, Figures now) {
        LinkedHashMap<Long, Row> rows = partitions.computeIfAbsent(partition, p -> new LinkedHashMap<>());
        forget(rows, at);
        Row before = rows.get(key);
        if (before != null && now.events() <= before.figures().events()) {
            return Optional.empty();
        }
        if (before == null && size >= most && !makeRoom(at)) {
            untaken++;
            return Optional.empty();
        }
        if (before != null) {
            rows.remove(key);
        } else {
            size++;
        }
        rows.put(key, new Row(at, hour, now));
        return Optional.of(before == null ? new Growth(now, false) : new Growth(now.since(before.figures()), true));
    }

    /** The rows are in the order of their last versions. */
    private void forget(LinkedHashMap<Long, Row> rows, long at) {
        Iterator<Row> oldest = rows.values().iterator();
        while (oldest.hasNext() && oldest.next().at() < at - KEPT_MS) {
            oldest.remove();
            size--;
        }
    }

    private boolean makeRoom(long at) {
        if (Math.abs(at - roomSought) < SEEK_EVERY_MS) {
            return false;
        }
        roomSought = at;
        int before = size;
        for (LinkedHashMap<Long, Row> rows : partitions.values()) {
            Iterator<Row> oldest = rows.values().iterator();
            while (oldest.hasNext()) {
                Row row = oldest.next();
                if (row.at() >= at - DONE_MS) {
                    break;
                }
                if (row.hour() < at - at % 3_600_000L) {
                    oldest.remove();
                    size--;
                }
            }
        }
        return size < before;
    }

    int size() {
        return size;
    }

    /** Versions of rows for which there was no room. */
    long untaken() {
        return untaken;
    }
}
