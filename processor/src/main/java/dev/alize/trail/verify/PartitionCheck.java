package dev.alize.trail.verify;

import dev.alize.audit.chain.Link;
import dev.alize.audit.chain.LinkHeaders;
import dev.alize.trail.Entry;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Follows the chains of one partition. Used by one thread at a time. */
final class PartitionCheck {
    private static final String TASK = "task/";
    private static final int MOST_BROKEN = 200;

    private final int partition;
    private final Seals seals;
    private final Terms terms;
    final Findings findings = new Findings();
    /** Epochs by chain. */
    final Map<String, TreeMap<Long, EpochCheck>> chains = new HashMap<>();

    private final ArrayDeque<Broken> broken = new ArrayDeque<>();
    private long index;
    private long records;
    private long unchained;
    private boolean begun;

    PartitionCheck(int partition, Seals seals, Terms terms) {
        this.partition = partition;
        this.seals = seals;
        this.terms = terms;
    }

    /** The partition that a task's chain belongs to; -1 for other chains. */
    static int home(String chain) {
        if (!chain.startsWith(TASK)) {
            return -1;
        }
        try {
            return Integer.parseInt(chain.substring(TASK.length()));
        } catch (NumberFormatException e) {
            return -1;
        }
    }

    void take(Entry entry) {
        index++;
        records++;
        Optional<Link> link = LinkHeaders.read(entry.headers());
        byte[] value = entry.value();
        if (link.isEmpty() || value == null || !link.get().fits(entry.key(), value)) {
            take(new Broken(
                    index,
                    entry.offset(),
                    entry.at(),
                    link.orElse(null),
                    LinkHeaders.isChained(entry.headers()),
                    !begun));
            return;
        }
        begun = true;
        Link fits = link.get();
        int home = home(fits.chain());
        if (home >= 0 && home != partition) {
            findings.add(new Finding(
                    Finding.Kind.INSERTED,
                    partition,
                    entry.offset(),
                    Seals.safe(fits.chain()),
                    fits.epoch(),
                    fits.sequence(),
                    fits.sequence(),
                    1,
                    "the event belongs to another partition"));
            return;
        }
        follow(new EpochCheck.Event(fits, entry.offset(), entry.at()));
    }

    private void follow(EpochCheck.Event event) {
        Link link = event.link();
        TreeMap<Long, EpochCheck> epochs = chains.computeIfAbsent(link.chain(), chain -> new TreeMap<>());
        EpochCheck epoch = epochs.computeIfAbsent(
                link.epoch(),
                number -> new EpochCheck(link.chain(), number, partition, seals.line(link.chain(), number), findings));
        boolean inTurn = epoch.take(event);
        EpochCheck newest = epochs.lastEntry().getValue();
        if (inTurn && newest != epoch && newest.isStarted()) {
            findings.add(epoch.finding(
                    Finding.Kind.REORDERED,
                    event.offset(),
                    event.sequence(),
                    "the event stands behind the beginning of a later epoch"));
        }
    }

    private void take(Broken record) {
        if (!record.chained()) {
            unchained++;
            if (record.early() && !seals.hasBegun(partition, record.at())) {
                // Perhaps from before the trail was chained; a few are kept, in case the chain begins with a hole.
                broken.addLast(record);
                if (broken.size() > MOST_BROKEN) {
                    broken.removeFirst();
                }
                return;
            }
        }
        broken.addLast(record);
        if (broken.size() > MOST_BROKEN) {
            tell(broken.removeFirst());
        }
    }

    /** No more records come. */
    void end() {
        chains.values().forEach(epochs -> epochs.values().forEach(this::end));
        broken.forEach(this::tell);
    }

    private void end(EpochCheck epoch) {
        epoch.end();
        if (!epoch.isStarted()) {
            return;
        }
        Seals.Line line = seals.line(epoch.chain, epoch.epoch);
        boolean opened = line != null && line.seals.containsKey(-1L);
        if (epoch.start == 0 && !opened && epoch.firstAt.isAfter(terms.since())) {
            findings.add(epoch.finding(
                    Finding.Kind.UNSIGNED_EPOCH, epoch.firstOffset, 0, "no checkpoint opened this epoch"));
        }
        if (line != null) {
            Expected.of(line, terms).ifPresent(expected -> {
                if (expected.first() < epoch.start) {
                    miss(epoch, new EpochCheck.Hole(expected.first(), epoch.start - 1, -1, epoch.firstOffset));
                }
                if (expected.last() >= epoch.next) {
                    miss(epoch, new EpochCheck.Hole(epoch.next, expected.last(), epoch.lastOffset, Long.MAX_VALUE));
                }
            });
        }
        epoch.holes.values().forEach(hole -> miss(epoch, hole));
    }

    /** Events are missing, unless a broken record stands in their place: then that one was changed. */
    private void miss(EpochCheck epoch, EpochCheck.Hole hole) {
        long from = hole.first();
        for (long sequence = hole.first(); sequence <= hole.last() && !broken.isEmpty(); sequence++) {
            Broken found = inPlaceOf(epoch, hole, sequence);
            if (found != null) {
                broken.remove(found);
                missing(epoch, hole, from, sequence - 1);
                from = sequence + 1;
                findings.add(epoch.finding(
                        Finding.Kind.CHANGED,
                        found.offset(),
                        sequence,
                        "the hash does not fit to key, value and headers"));
            }
        }
        missing(epoch, hole, from, hole.last());
    }

    private @org.jspecify.annotations.Nullable Broken inPlaceOf(EpochCheck epoch, EpochCheck.Hole hole, long sequence) {
        Broken next = null;
        for (Broken record : broken) {
            if (record.offset() > hole.after() && record.offset() < hole.before()) {
                if (record.claims(epoch.chain, epoch.epoch, sequence)) {
                    return record;
                }
                boolean claimsOther = false;
                for (long other = hole.first(); other <= hole.last() && other - hole.first() < 1_000; other++) {
                    claimsOther |= record.claims(epoch.chain, epoch.epoch, other);
                }
                next = next == null && !claimsOther ? record : next;
            }
        }
        return next;
    }

    private void missing(EpochCheck epoch, EpochCheck.Hole hole, long first, long last) {
        if (first <= last) {
            findings.add(new Finding(
                    Finding.Kind.MISSING,
                    partition,
                    hole.after(),
                    Seals.safe(epoch.chain),
                    epoch.epoch,
                    first,
                    last,
                    last - first + 1,
                    "events are missing"));
        }
    }

    private void tell(Broken record) {
        Link link = record.link();
        if (!record.chained() || link == null) {
            if (record.early() && !record.chained() && !seals.hasBegun(partition, record.at())) {
                return;
            }
            findings.add(new Finding(
                    Finding.Kind.INSERTED,
                    partition,
                    record.offset(),
                    null,
                    -1,
                    record.index(),
                    record.index(),
                    1,
                    record.chained() ? "the headers of the chain are incomplete" : "the record is in no chain"));
            return;
        }
        TreeMap<Long, EpochCheck> epochs = chains.get(link.chain());
        EpochCheck epoch = epochs == null ? null : epochs.get(link.epoch());
        boolean held = epoch != null && link.sequence() >= epoch.start && link.sequence() < epoch.next;
        findings.add(new Finding(
                held ? Finding.Kind.INSERTED : Finding.Kind.CHANGED,
                partition,
                record.offset(),
                Seals.safe(link.chain()),
                link.epoch(),
                link.sequence(),
                link.sequence(),
                1,
                held
                        ? "the hash does not fit, and another event holds this place"
                        : "the hash does not fit to key, value and headers"));
    }

    int partition() {
        return partition;
    }

    long records() {
        return records;
    }

    long unchained() {
        return unchained;
    }
}
