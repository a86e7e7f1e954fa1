package dev.alize.alerts;

import dev.alize.config.AlertSettings;
import dev.alize.config.ReceiverSettings;
import dev.alize.diagnosis.Severity;
import dev.alize.schemas.AlertReceiver;
import dev.alize.schemas.AlertRow;
import dev.alize.schemas.AlertedIncident;
import dev.alize.schemas.Incident;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.random.RandomGenerator;
import org.apache.avro.specific.SpecificRecord;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What waits to be told to whom. It is told of incidents, of what became of letters, and what time it is; what it has to
 * know after a restart is kept: a row leaves when its receiver has taken it. Times are in milliseconds since 1970. Not
 * thread-safe.
 */
final class Outbox {
    private static final Logger log = LoggerFactory.getLogger(Outbox.class);
    /** So long no record came: what was there at the start has been read. */
    private static final long SETTLED_MS = 3_000;

    private static final long SETTLED_AT_LAST_MS = 30_000;

    private final AlertSettings settings;
    private final Kept kept;
    private final AlertObserver observer;
    private final Known known;
    private final Map<String, Mailbox> boxes = new LinkedHashMap<>();
    private final Map<String, AlertReceiver> receivers = new TreeMap<>();
    private long number;
    private final long start;
    private long quietSince;
    private boolean settled;

    /** One that goes on with what is kept. */
    Outbox(AlertSettings settings, Kept kept, RandomGenerator random, AlertObserver observer, long now) {
        this.settings = settings;
        this.kept = kept;
        this.observer = observer;
        this.known = new Known(new ResponseTimes(settings), settings.giveUpAfter(), kept);
        this.start = now;
        this.quietSince = now;
        settings.receivers().forEach(one -> boxes.put(one.name(), new Mailbox(one, settings.digestAfter(), random)));
        Map<String, SpecificRecord> all = new TreeMap<>();
        kept.all(all::put);
        Set<String> dropped = new HashSet<>();
        all.forEach((key, record) -> {
            switch (record) {
                case AlertedIncident incident -> known.load(incident);
                case AlertRow row -> {
                    number = Math.max(number, row.getNumber());
                    load(
                            key,
                            row.getReceiver(),
                            dropped,
                            () -> box(row.getReceiver()).put(row));
                }
                case AlertReceiver one -> load(key, one.getName(), dropped, () -> receivers.put(one.getName(), one));
                default -> throw new IllegalStateException("The store of alerts holds " + key);
            }
        });
        dropped.forEach(name -> log.atWarn()
                .addKeyValue("receiver", name)
                .log("Alerts: a receiver is no longer configured; what waited for it is dropped"));
        boxes.keySet()
                .forEach(name -> receivers.computeIfAbsent(
                        name,
                        unknown -> AlertReceiver.newBuilder()
                                .setName(unknown)
                                .setSince(now)
                                .build()));
        tell();
    }

    private void load(String key, String receiver, Set<String> dropped, Runnable known) {
        if (boxes.containsKey(receiver)) {
            known.run();
        } else {
            dropped.add(receiver);
            kept.put(key, null);
        }
    }

    private Mailbox box(String name) {
        return Objects.requireNonNull(boxes.get(name));
    }

    /**
     * A record of the topic was read.
     *
     * @return whether it is one that can be told
     */
    boolean take(Incident incident, long now) {
        quietSince = now;
        if (!Known.isFit(incident)) {
            return false;
        }
        known.take(incident, now).forEach(event -> tellAll(event, now));
        tell();
        return true;
    }

    /** As time goes by: receivers begin, reminders are due, and what was tried for too long is given up. */
    void look(long now) {
        settled = settled || now - quietSince >= SETTLED_MS || now - start >= SETTLED_AT_LAST_MS;
        if (settled) { // else somebody may have acknowledged what is overdue
            receivers.values().stream().filter(one -> !one.getBegun()).toList().forEach(one -> begin(one, now));
            known.overdue(now).forEach(event -> tellAll(event, now));
        }
        giveUp(now);
        tell();
    }

    private void begin(AlertReceiver one, long now) {
        one.setBegun(true);
        kept.put(Kept.RECEIVER + one.getName(), one);
        known.open().forEach(event -> put(event, box(one.getName()), now));
    }

    private void tellAll(AlertEvent event, long now) {
        boxes.values().stream()
                .filter(box -> receivers.get(box.receiver().name()) instanceof AlertReceiver one && one.getBegun())
                .forEach(box -> put(event, box, now));
    }

    private void put(AlertEvent event, Mailbox box, long now) {
        ReceiverSettings receiver = box.receiver();
        boolean isInternal = receiver.audience() == ReceiverSettings.Audience.INTERNAL;
        Severity severity = Severity.valueOf(event.incident().getSeverity());
        if (!receiver.wants(severity) || (event.kind() == AlertEvent.Kind.OVERDUE && !isInternal)) {
            return;
        }
        AlertRow row = AlertRow.newBuilder()
                .setReceiver(receiver.name())
                .setNumber(++number)
                .setEventId(event.id())
                .setKind(event.kind().code())
                .setLine(event.line())
                .setUrgent(event.urgent())
                .setAt(event.at())
                .setWaitingSince(now)
                .setIncident(event.incident())
                .setAlarms(event.alarms())
                .build();
        box.put(row);
        kept.put(key(row), row);
    }

    private static String key(AlertRow row) {
        return Kept.ROW + row.getReceiver() + "/" + "%019d".formatted(row.getNumber());
    }

    private void giveUp(long now) {
        Instant before = Instant.ofEpochMilli(now).minus(settings.giveUpAfter());
        for (Mailbox box : boxes.values()) {
            List<AlertRow> old = box.giveUp(before);
            old.forEach(row -> {
                kept.put(key(row), null);
                log.atError()
                        .addKeyValue("receiver", row.getReceiver())
                        .addKeyValue("event", row.getEventId())
                        .addKeyValue("tried_for", settings.giveUpAfter())
                        .log("Alerts: an update is given up; the receiver never took it");
            });
            if (!old.isEmpty()) {
                observer.givenUp(box.receiver().name(), old.size());
            }
        }
    }

    /** The letters to send now, at most one for each receiver. */
    List<Letter> due(long now) {
        List<Letter> due = new ArrayList<>();
        boxes.values().forEach(box -> box.next(now).ifPresent(due::add));
        return due;
    }

    /** What became of a letter of {@link #due}. */
    void answered(Letter letter, Delivery delivery, long now) {
        Mailbox box = box(letter.receiver());
        switch (delivery) {
            case Delivery.Taken taken -> taken(box, now);
            case Delivery.Failed failure -> failed(box, letter, failure, now);
        }
        tell();
    }

    private void taken(Mailbox box, long now) {
        int before = box.failures();
        List<AlertRow> done = box.taken(now);
        done.forEach(row -> kept.put(key(row), null));
        observer.taken(box.receiver().name(), done.size());
        if (before > 0) {
            log.atInfo()
                    .addKeyValue("receiver", box.receiver().name())
                    .addKeyValue("failed_attempts", before)
                    .log("Alerts: the receiver takes them again");
        }
    }

    private void failed(Mailbox box, Letter letter, Delivery.Failed failure, long now) {
        long again = box.failed(failure, now);
        observer.failed(box.receiver().name());
        log.atWarn()
                .addKeyValue("receiver", box.receiver().name())
                .addKeyValue("event", letter.id())
                .addKeyValue("waiting", box.size())
                .addKeyValue("why", failure.why())
                .addKeyValue("again_in_ms", Math.max(0, again - now))
                .log(sentence(failure.kind()));
    }

    private static String sentence(Delivery.Kind kind) {
        return switch (kind) {
            case PASSING -> "Alerts: a receiver was not reached; it is tried again";
            case LASTING -> "Alerts: a receiver does not take them; somebody has to look at its settings";
            case REFUSED -> "Alerts: a receiver refused a message; others go on";
        };
    }

    private void tell() {
        boxes.forEach((name, box) -> observer.waiting(name, box.size()));
    }

    /** Whether nothing would change as time goes by. */
    boolean isIdle() {
        return boxes.values().stream().allMatch(box -> box.size() == 0)
                && receivers.values().stream().allMatch(AlertReceiver::getBegun)
                && !known.isWaiting();
    }

    /** Ids of what waits for a receiver, in their order. */
    Optional<List<String>> waiting(String receiver) {
        return Optional.ofNullable(boxes.get(receiver)).map(Mailbox::ids);
    }
}
