package dev.alize.trail;

import dev.alize.schemas.AuditEvent;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;

/** Keeps the newest of many entries, and counts all. Thread-safe. */
public final class Newest {
    private static final Comparator<Entry> BY_TIME =
            Comparator.comparing(Newest::at).thenComparing(Entry::partition).thenComparing(Entry::offset);

    private final PriorityQueue<Entry> kept = new PriorityQueue<>(BY_TIME);
    private final int limit;
    private long count;

    /** @param limit of those that are kept, 1 or more */
    public Newest(int limit) {
        this.limit = limit;
    }

    private static Instant at(Entry entry) {
        AuditEvent event = entry.event();
        return event == null ? entry.at() : event.getAt();
    }

    /** Takes the next one. */
    public synchronized void add(Entry entry) {
        count++;
        kept.add(entry);
        if (kept.size() > limit) {
            kept.remove();
        }
    }

    /** The oldest of them first. */
    public synchronized List<Entry> sorted() {
        return kept.stream().sorted(BY_TIME).toList();
    }

    /** How many there were. */
    public synchronized long count() {
        return count;
    }
}
