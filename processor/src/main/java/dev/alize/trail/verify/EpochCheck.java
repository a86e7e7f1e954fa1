package dev.alize.trail.verify;

import dev.alize.audit.chain.Link;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Follows one epoch of one chain. An event ahead of its turn is a suspect until the one behind it follows directly: then
 * those between are missing, else it was moved or copied. So one tampering is one finding, and what comes after it is
 * followed again.
 */
final class EpochCheck {
    private static final int MOST_SUSPECTS = 64;

    final String chain;
    final long epoch;
    private final int partition;
    private final Seals.@Nullable Line seals;
    private final Findings findings;

    private final List<Event> suspects = new ArrayList<>();
    private final List<Event> moved = new ArrayList<>();
    /** Places without their event, by their first sequence. */
    final TreeMap<Long, Hole> holes = new TreeMap<>();

    private byte @Nullable [] head;
    private boolean sealBroken;
    long start = -1;
    long next = -1;
    long firstOffset = -1;
    long lastOffset = -1;
    Instant firstAt = Instant.MAX;
    long count;

    /** An event at its claimed place; its hash fits. */
    record Event(Link link, long offset, Instant at) {
        long sequence() {
            return link.sequence();
        }
    }

    /** Missing events and the records that surround their place; offsets exclusive. */
    record Hole(long first, long last, long after, long before) {}

    EpochCheck(String chain, long epoch, int partition, Seals.@Nullable Line seals, Findings findings) {
        this.chain = chain;
        this.epoch = epoch;
        this.partition = partition;
        this.seals = seals;
        this.findings = findings;
    }

    boolean isStarted() {
        return next >= 0;
    }

    /** Whether it was the next one. */
    boolean take(Event event) {
        if (event.at().isBefore(firstAt)) {
            firstAt = event.at();
        }
        count++;
        long sequence = event.sequence();
        if (!isStarted() && sequence == 0) {
            begin(0, event.offset());
        }
        if (isStarted() && sequence == next) {
            tellMoved();
            advance(event);
            drain();
            return true;
        }
        if (isStarted() && sequence < next) {
            late(event);
            return false;
        }
        Event last = suspects.isEmpty() ? null : suspects.getLast();
        if (last != null && last.sequence() + 1 == sequence) {
            suspects.removeLast();
            jumpTo(last);
            advance(event);
            drain();
        } else {
            suspects.add(event);
            if (suspects.size() > MOST_SUSPECTS) {
                jumpTo(suspects.removeFirst());
                drain();
            }
        }
        return false;
    }

    private void begin(long sequence, long offset) {
        start = sequence;
        next = sequence;
        firstOffset = offset;
    }

    /** The event is where it belongs; what should have come before it did not. */
    private void jumpTo(Event event) {
        if (!isStarted()) {
            begin(event.sequence(), event.offset());
        } else if (event.sequence() > next) {
            holes.put(next, new Hole(next, event.sequence() - 1, lastOffset, event.offset()));
            next = event.sequence();
            head = null;
        }
        advance(event);
        fillFromSuspects();
    }

    private void fillFromSuspects() {
        for (Iterator<Event> each = suspects.iterator(); each.hasNext(); ) {
            Event suspect = each.next();
            if (suspect.sequence() < next && fill(suspect.sequence())) {
                moved.add(suspect);
                each.remove();
            }
        }
    }

    private void advance(Event event) {
        Link link = event.link();
        if (head != null && !Arrays.equals(head, link.previous())) {
            findings.add(finding(
                    Finding.Kind.CHANGED,
                    lastOffset,
                    next - 1,
                    "the next event follows another one; the event was changed together with its hash"));
        }
        compareWithSeal(event);
        head = link.hash();
        next = link.sequence() + 1;
        lastOffset = Math.max(lastOffset, event.offset());
    }

    private void compareWithSeal(Event event) {
        Seals.Sealed sealed = seals == null ? null : seals.seals.get(event.sequence());
        if (sealed != null
                && !sealBroken
                && !Arrays.equals(sealed.hash(), event.link().hash())) {
            sealBroken = true;
            findings.add(finding(
                    Finding.Kind.CHANGED,
                    event.offset(),
                    event.sequence(),
                    "the checkpoint seals another event; the chain was written anew up to here"));
        }
    }

    /** Takes suspects whose turn has come. */
    private void drain() {
        boolean found = true;
        while (found) {
            found = false;
            for (Iterator<Event> each = suspects.iterator(); each.hasNext(); ) {
                Event suspect = each.next();
                if (suspect.sequence() == next) {
                    moved.add(suspect);
                    advance(suspect);
                    found = true;
                    each.remove();
                } else if (suspect.sequence() < next) {
                    each.remove();
                    late(suspect);
                }
            }
        }
    }

    private void late(Event event) {
        long sequence = event.sequence();
        if (fill(sequence)) {
            moved.add(event);
            return;
        }
        if (sequence < start) {
            start = sequence == start - 1 ? sequence : start;
            moved.add(event);
            return;
        }
        for (Iterator<Event> each = moved.iterator(); each.hasNext(); ) {
            Event early = each.next();
            if (early.sequence() == sequence) {
                each.remove();
                duplicate(early);
                return;
            }
        }
        duplicate(event);
    }

    private void duplicate(Event event) {
        findings.add(
                finding(Finding.Kind.DUPLICATE, event.offset(), event.sequence(), "another event has the same place"));
    }

    /** Whether it was missing. */
    boolean fill(long sequence) {
        var at = holes.floorEntry(sequence);
        if (at == null || at.getValue().last() < sequence) {
            return false;
        }
        Hole hole = at.getValue();
        holes.remove(hole.first());
        if (hole.first() < sequence) {
            holes.put(hole.first(), new Hole(hole.first(), sequence - 1, hole.after(), hole.before()));
        }
        if (sequence < hole.last()) {
            holes.put(sequence + 1, new Hole(sequence + 1, hole.last(), hole.after(), hole.before()));
        }
        return true;
    }

    private void tellMoved() {
        if (moved.isEmpty()) {
            return;
        }
        long least = moved.stream().mapToLong(Event::sequence).min().orElseThrow();
        long most = moved.stream().mapToLong(Event::sequence).max().orElseThrow();
        long offset = moved.stream().mapToLong(Event::offset).min().orElseThrow();
        findings.add(new Finding(
                Finding.Kind.REORDERED,
                partition,
                offset,
                Seals.safe(chain),
                epoch,
                least,
                most,
                moved.size(),
                "events stand in another order than they were written in"));
        moved.clear();
    }

    /** No more events come. */
    void end() {
        if (!isStarted() && !suspects.isEmpty()) {
            Event first = suspects.stream()
                    .min(java.util.Comparator.comparingLong(Event::sequence))
                    .orElseThrow();
            begin(first.sequence(), first.offset());
            suspects.remove(first);
            advance(first);
            drain();
        }
        suspects.sort(java.util.Comparator.comparingLong(Event::sequence));
        while (!suspects.isEmpty()) {
            jumpTo(suspects.removeFirst());
            drain();
        }
        tellMoved();
    }

    Finding finding(Finding.Kind kind, long offset, long sequence, String what) {
        return new Finding(kind, partition, offset, Seals.safe(chain), epoch, sequence, sequence, 1, what);
    }
}
