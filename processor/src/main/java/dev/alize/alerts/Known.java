package dev.alize.alerts;

import dev.alize.diagnosis.Severity;
import dev.alize.schemas.AlertedIncident;
import dev.alize.schemas.Incident;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What is known of incidents, and so what is new. Only a higher revision is: a record with the one before has fresher
 * numbers. Not thread-safe.
 */
final class Known {
    /** The topic is compacted: who comes late does not find every revision, but the last one with its timeline. */
    private static final int MOST_MISSED = 50;

    private static final int MOST = 500;
    private static final int MOST_ALARMS = 20;

    private static final Pattern ID = Pattern.compile("[A-Za-z0-9._-]{1,100}");

    private final ResponseTimes times;
    private final Duration history;
    private final Kept kept;
    private final Map<String, AlertedIncident> incidents = new TreeMap<>();

    /** @param history age from which a resolved incident that nobody heard of is left alone */
    Known(ResponseTimes times, Duration history, Kept kept) {
        this.times = times;
        this.history = history;
        this.kept = kept;
    }

    void load(AlertedIncident one) {
        incidents.put(one.getIncident().getId(), one);
    }

    /** Whether it can be told: its id becomes a part of headers, names of mails and keys. */
    static boolean isFit(Incident record) {
        return ID.matcher(record.getId()).matches()
                && record.getRevision() >= 1
                && severity(record).isPresent();
    }

    /**
     * Takes a record of the topic that is fit.
     *
     * @param now in milliseconds since 1970
     */
    List<AlertEvent> take(Incident record, long now) {
        AlertedIncident before = incidents.get(record.getId());
        long last = before == null ? 0 : before.getIncident().getRevision();
        if (record.getRevision() < last) {
            return List.of();
        }
        Incident brief = Brief.of(record);
        boolean isNews = record.getRevision() > last;
        boolean isHistory = before == null
                && record.getResolvedAt() != null
                && record.getUpdatedAt().toEpochMilli() < now - history.toMillis();
        AlertedIncident after = remember(before, record, brief, isNews);
        return isNews && !isHistory ? events(before, record, after, last) : List.of();
    }

    private AlertedIncident remember(
            @Nullable AlertedIncident before, Incident record, Incident brief, boolean isNews) {
        AlertedIncident after = AlertedIncident.newBuilder()
                .setIncident(brief)
                .setRows(isNews || before == null ? record.getTimeline().size() : before.getRows())
                .setClockSince((before == null ? record.getOpenedAt() : record.getUpdatedAt()).toEpochMilli())
                .build();
        if (before != null) {
            after.setReminders(new HashMap<>(before.getReminders()));
            if (isSame(before.getIncident(), brief)) {
                after.setClockSince(before.getClockSince());
                after.setReminded(before.getReminded());
                after.setAlarms(before.getAlarms());
            } else {
                after.setAlarms(with(before.getAlarms(), AlertEvent.nameOf(brief, brief.getRevision())));
            }
        }
        put(after);
        forget();
        return after;
    }

    private static List<String> with(List<String> alarms, String name) {
        List<String> all = new ArrayList<>(alarms);
        all.add(name);
        return all.subList(Math.max(0, all.size() - MOST_ALARMS), all.size());
    }

    /** Whether the response time goes on. */
    private static boolean isSame(Incident before, Incident now) {
        return before.getSeverity().equals(now.getSeverity()) && before.getReopened() == now.getReopened();
    }

    private static List<AlertEvent> events(
            @Nullable AlertedIncident before, Incident record, AlertedIncident after, long last) {
        Incident brief = after.getIncident();
        boolean urgent = before == null
                || !isSame(before.getIncident(), brief)
                || (before.getIncident().getResolvedAt() == null) != (brief.getResolvedAt() == null);
        List<AlertEvent> events = new ArrayList<>();
        long revision = record.getRevision();
        for (long missed = Math.max(last + 1, revision - MOST_MISSED); missed < revision; missed++) {
            events.add(event(after, missed, "As in update " + revision, false));
        }
        String line = Brief.line(record, before == null ? 0 : before.getRows());
        events.add(event(after, revision, line.isEmpty() ? "Now " + record.getStatus() : line, urgent));
        return events;
    }

    private static AlertEvent event(AlertedIncident one, long revision, String line, boolean urgent) {
        Incident brief = one.getIncident();
        return new AlertEvent(
                AlertEvent.nameOf(brief, revision),
                AlertEvent.Kind.UPDATE,
                brief.getUpdatedAt(),
                line,
                urgent,
                brief,
                one.getAlarms());
    }

    /** The open incidents as they are, for one who hears of them for the first time. */
    List<AlertEvent> open() {
        return incidents.values().stream()
                .filter(one -> one.getIncident().getResolvedAt() == null)
                .sorted(Comparator.comparing(one -> one.getIncident().getOpenedAt()))
                .map(one -> event(
                        one, one.getIncident().getRevision(), one.getIncident().getSummary(), true))
                .toList();
    }

    /** Reminders of those that nobody acknowledged in time; where several times passed at once there is one. */
    List<AlertEvent> overdue(long now) {
        List<AlertEvent> events = new ArrayList<>();
        for (AlertedIncident one : List.copyOf(incidents.values())) {
            if (waitsForAnswer(one.getIncident())) {
                remind(one, now).ifPresent(events::add);
            }
        }
        return events;
    }

    private Optional<AlertEvent> remind(AlertedIncident one, long now) {
        Incident incident = one.getIncident();
        Severity severity = severity(incident).orElseThrow();
        Instant since = Instant.ofEpochMilli(one.getClockSince());
        int passed = times.passed(severity, since, Instant.ofEpochMilli(now));
        if (passed <= one.getReminded()) {
            return Optional.empty();
        }
        int number = one.getReminders().getOrDefault(severity.name(), 0) + 1;
        String name = incident.getId() + "/overdue/" + severity + "/" + number;
        AlertedIncident after =
                AlertedIncident.newBuilder(one).setReminded(passed).build();
        after.setReminders(new HashMap<>(one.getReminders()));
        after.getReminders().put(severity.name(), number);
        after.setAlarms(with(one.getAlarms(), name));
        put(after);
        return Optional.of(new AlertEvent(
                name,
                AlertEvent.Kind.OVERDUE,
                times.due(severity, since, passed),
                "Nobody has acknowledged it within " + times.words(severity)
                        + (passed == 1 ? "" : ", " + passed + " times over"),
                true,
                incident,
                after.getAlarms()));
    }

    /** Whether a reminder may come. */
    boolean isWaiting() {
        return incidents.values().stream()
                .anyMatch(one -> waitsForAnswer(one.getIncident()) && one.getReminded() < times.most());
    }

    private static boolean waitsForAnswer(Incident incident) {
        return incident.getResolvedAt() == null && !incident.getAcked();
    }

    private static Optional<Severity> severity(Incident incident) {
        try {
            return Optional.of(Severity.valueOf(incident.getSeverity()));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    private void put(AlertedIncident one) {
        incidents.put(one.getIncident().getId(), one);
        kept.put(Kept.INCIDENT + one.getIncident().getId(), one);
    }

    /** The oldest of the resolved leave; where none is, the oldest. */
    private void forget() {
        while (incidents.size() > MOST) {
            Incident oldest = incidents.values().stream()
                    .map(AlertedIncident::getIncident)
                    .min(Comparator.comparing((Incident one) -> one.getResolvedAt() == null)
                            .thenComparing(Incident::getUpdatedAt))
                    .orElseThrow();
            incidents.remove(oldest.getId());
            kept.put(Kept.INCIDENT + oldest.getId(), null);
        }
    }
}
