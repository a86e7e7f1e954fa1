package dev.alize.alerts;

import dev.alize.config.AlertChannel;
import dev.alize.config.ReceiverSettings;
import dev.alize.schemas.AlertRow;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.random.RandomGenerator;

/**
 * What waits for one receiver, in its order, and what of it is sent next. One letter is under way at a time, so an
 * update of an incident never overtakes an earlier one. Not thread-safe.
 */
final class Mailbox {
    private static final long MINUTE_MS = Duration.ofMinutes(1).toMillis();
    /** Of one digest; what is left comes with the next one. */
    private static final int LARGEST_DIGEST = 20;

    private final ReceiverSettings receiver;
    /** PagerDuty knows an incident at a time, and the last update of it decides. */
    private final boolean isApart;

    private final int digestAfter;
    private final RandomGenerator random;
    private final TreeMap<Long, AlertRow> rows = new TreeMap<>();
    /** Of letters that only the incident's updates are held up by. */
    private final Map<String, Pace> refused = new HashMap<>();
    /** Times of the letters of the last minute. */
    private final Deque<Long> sent = new ArrayDeque<>();

    private Pace pace;
    private List<AlertRow> underWay = List.of();
    /** A digest was refused: maybe because of one update in it. */
    private boolean oneByOne;

    Mailbox(ReceiverSettings receiver, int digestAfter, RandomGenerator random) {
        this.receiver = receiver;
        this.isApart = receiver.channel() instanceof AlertChannel.PagerDuty;
        this.digestAfter = digestAfter;
        this.random = random;
        this.pace = new Pace(random);
    }

    ReceiverSettings receiver() {
        return receiver;
    }

    void put(AlertRow row) {
        rows.put(row.getNumber(), row);
    }

    int size() {
        return rows.size();
    }

    /** Ids of the updates. */
    List<String> ids() {
        return rows.values().stream().map(AlertRow::getEventId).toList();
    }

    /** The letter to send now, which is under way from now on. */
    Optional<Letter> next(long now) {
        if (!underWay.isEmpty() || pace.notBefore() > now) {
            return Optional.empty();
        }
        List<AlertRow> batch = batch(now);
        underWay = batch;
        return batch.isEmpty()
                ? Optional.empty()
                : Optional.of(Letter.of(
                        receiver.name(),
                        receiver.audience(),
                        batch.stream().map(Mailbox::event).toList()));
    }

    private List<AlertRow> batch(long now) {
        List<AlertRow> ready = ready(now);
        if (isApart) { // an old step by itself would page people for what is over
            return ready;
        }
        if (ready.isEmpty() || oneByOne) {
            return ready.stream().limit(1).toList();
        }
        if (ready.size() > digestAfter) {
            return ready.stream().limit(LARGEST_DIGEST).toList();
        }
        while (!sent.isEmpty() && sent.getFirst() <= now - MINUTE_MS) {
            sent.removeFirst();
        }
        if (sent.size() < digestAfter) {
            return List.of(ready.getFirst());
        }
        boolean isDue = ready.getFirst().getWaitingSince() <= now - MINUTE_MS
                || ready.stream().anyMatch(AlertRow::getUrgent);
        return isDue ? List.copyOf(ready) : List.of();
    }

    /** Rows that nothing holds up. */
    private List<AlertRow> ready(long now) {
        List<AlertRow> ready = new ArrayList<>();
        for (AlertRow row : rows.values()) {
            String incident = row.getIncident().getId();
            Pace held = refused.get(incident);
            boolean isOther = isApart
                    && !ready.isEmpty()
                    && !ready.getFirst().getIncident().getId().equals(incident);
            if ((held == null || held.notBefore() <= now) && !isOther) {
                ready.add(row);
            }
        }
        return ready;
    }

    private static AlertEvent event(AlertRow row) {
        return new AlertEvent(
                row.getEventId(),
                AlertEvent.Kind.valueOf(row.getKind().toUpperCase(Locale.ROOT)),
                row.getAt(),
                row.getLine(),
                row.getUrgent(),
                row.getIncident(),
                row.getAlarms());
    }

    /** The letter was taken: its rows are done with. */
    List<AlertRow> taken(long now) {
        List<AlertRow> done = underWay;
        done.forEach(row -> rows.remove(row.getNumber()));
        done.forEach(row -> refused.remove(row.getIncident().getId()));
        underWay = List.of();
        pace = new Pace(random);
        oneByOne = oneByOne && !rows.isEmpty();
        if (!isApart) {
            sent.addLast(now);
        }
        return done;
    }

    /** @return when the next attempt is due at the earliest, in milliseconds since 1970 */
    long failed(Delivery.Failed failure, long now) {
        List<AlertRow> batch = underWay;
        underWay = List.of();
        if (failure.kind() != Delivery.Kind.REFUSED) {
            pace.failed(failure, now);
            return pace.notBefore();
        }
        if (batch.size() > 1 && !isApart) {
            oneByOne = true;
            return now;
        }
        Pace held = refused.computeIfAbsent(batch.getFirst().getIncident().getId(), id -> new Pace(random));
        held.failed(failure, now);
        return held.notBefore();
    }

    /** Takes out what was tried for too long; not what is under way, nor what was never tried. */
    List<AlertRow> giveUp(Instant before) {
        List<AlertRow> old = rows.values().stream()
                .filter(row -> row.getWaitingSince() < before.toEpochMilli() && !underWay.contains(row))
                .filter(row -> pace.failures() > 0
                        || refused.containsKey(row.getIncident().getId()))
                .toList();
        old.forEach(row -> rows.remove(row.getNumber()));
        return old;
    }

    /** Attempts that failed since the last letter was taken, of this receiver as a whole. */
    int failures() {
        return pace.failures();
    }
}
