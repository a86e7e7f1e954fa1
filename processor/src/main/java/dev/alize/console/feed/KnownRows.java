package dev.alize.console.feed;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * The last version of each row of usage, so that the next one can be compared with it, whichever partition it comes from.
 * Bounded: for want of room the rows of whole hours are forgotten, the oldest first, as long as those are over and did not
 * grow for a while. What comes of a forgotten hour later is not taken: it could be a version of a row that was counted, and
 * sums that are short are said to be short. Not thread-safe.
 */
final class KnownRows {
    private static final long HOUR_MS = 3_600_000L;
    /** A row of an hour that is over, and that did not grow for so long, will hardly grow any more. */
    private static final long DONE_MS = 5 * 60_000L;

    private static final long SEEK_EVERY_MS = 10_000;
    /** For each look for room, so many rows that find none: a look costs as much as there are rows. */
    private static final int SEEK_SHARE = 50;

    private final int most;
    private final Map<Long, Row> rows = new HashMap<>();
    /** Time of the newest record by partition: a first reading is not equally far in all. */
    private final Map<Integer, Long> newest = new HashMap<>();
    /** The last hour of which rows were forgotten, by partition. */
    private final Map<Integer, Long> forgotten = new HashMap<>();

    private long untaken;
    private long missedSince;
    private long roomSought = -SEEK_EVERY_MS;

    private record Row(int partition, long at, long hour, Figures figures) {}

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
        newest.merge(partition, at, Math::max);
        Row before = rows.get(key);
        if (before != null && now.events() <= before.figures().events()) {
            return Optional.empty();
        }
        if (before == null && !hasRoom(partition, at, hour)) {
            untaken++;
            return Optional.empty();
        }
        rows.put(key, new Row(partition, at, hour, now));
        return Optional.of(before == null ? new Growth(now, false) : new Growth(now.since(before.figures()), true));
    }

    private boolean hasRoom(int partition, long at, long hour) {
        if (hour <= forgotten.getOrDefault(partition, Long.MIN_VALUE)) {
            return false;
        }
        return rows.size() < most || makeRoom(at);
    }

    private boolean makeRoom(long at) {
        missedSince++;
        if (Math.abs(at - roomSought) < SEEK_EVERY_MS && missedSince <= most / SEEK_SHARE) {
            return false;
        }
        roomSought = at;
        missedSince = 0;
        Set<Long> hours = new TreeSet<>();
        rows.values().stream().filter(this::isDone).forEach(row -> hours.add(row.hour()));
        for (long hour : hours) {
            if (rows.size() <= most - Math.max(1, most / SEEK_SHARE)) {
                break;
            }
            forget(hour);
        }
        return rows.size() < most;
    }

    private boolean isDone(Row row) {
        long now = newest.getOrDefault(row.partition(), row.at());
        return row.at() < now - DONE_MS && row.hour() + HOUR_MS <= now;
    }

    private void forget(long hour) {
        rows.values().removeIf(row -> {
            boolean goes = row.hour() == hour && isDone(row);
            if (goes) {
                forgotten.merge(row.partition(), hour, Math::max);
            }
            return goes;
        });
    }

    int size() {
        return rows.size();
    }

    /** Versions of rows for which there was no room. */
    long untaken() {
        return untaken;
    }
}
