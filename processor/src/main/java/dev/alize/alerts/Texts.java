package dev.alize.alerts;

import dev.alize.alerts.Notice.Commands;
import dev.alize.alerts.Notice.Field;
import dev.alize.alerts.Notice.Paragraph;
import dev.alize.alerts.Notice.Part;
import dev.alize.config.AlertSettings;
import dev.alize.config.ReceiverSettings.Audience;
import dev.alize.diagnosis.Severity;
import dev.alize.schemas.Incident;
import dev.alize.schemas.IncidentAdvice;
import dev.alize.schemas.IncidentEntry;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;

/** Words messages: the runbook's communication templates, filled in. Pure. */
public final class Texts {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final DateTimeFormatter DAY =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm 'UTC'", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final int MOST_COMMANDS = 3;
    private static final int LONGEST_NAME = 100;
    /** So that a digest of many fits into a message. */
    private static final int LONGEST_IN_DIGEST = 400;

    private final ResponseTimes times;
    private final ExternalTexts external;

    public Texts(AlertSettings settings) {
        this.times = new ResponseTimes(settings);
        this.external = new ExternalTexts(settings.affected(), settings.workaround());
    }

    /** What a letter says. */
    public Notice of(Letter letter) {
        boolean isInternal = letter.audience() == Audience.INTERNAL;
        if (letter.isTest()) {
            return new Notice(
                    isInternal ? "TEST: Alizé alerts" : "Test",
                    List.of(new Paragraph("This is a test of the receiver " + letter.receiver()
                            + ". Nothing is wrong, and nothing has to be done.")));
        }
        if (letter.isDigest()) {
            return isInternal ? digest(letter) : external.digest(letter);
        }
        AlertEvent event = letter.events().getFirst();
        return isInternal ? internal(event) : external.of(event.incident());
    }

    /** The text for a status page. */
    public Notice external(Incident incident) {
        return external.of(Brief.of(incident));
    }

    private Notice internal(AlertEvent event) {
        Incident incident = event.incident();
        List<Part> parts = new ArrayList<>();
        parts.add(new Field("Status", incident.getStatus().toUpperCase(Locale.ROOT) + acked(incident)));
        parts.add(new Field("New", event.line()));
        parts.add(new Field("Impact", impact(event)));
        parts.add(new Field(
                "Everyone or just us",
                incident.getReach().replace('_', ' ')
                        + (incident.getReachBecause().isEmpty() ? "" : ". " + incident.getReachBecause())));
        parts.add(new Field("Action", action(event)));
        List<String> commands = commands(incident);
        if (incident.getResolvedAt() == null && !commands.isEmpty()) {
            parts.add(new Commands("What may be done", commands));
        }
        if (incident.getRootCause() != null && !incident.getRootCause().isEmpty()) {
            parts.add(new Field("Root cause", incident.getRootCause()));
        }
        parts.add(new Field("Next update", nextUpdate(event)));
        parts.add(new Field("IC", commander(incident)));
        parts.add(new Field("Event", event.id()));
        return new Notice(headline(event), parts);
    }

    private static String headline(AlertEvent event) {
        String late = event.kind() == AlertEvent.Kind.OVERDUE ? "OVERDUE: " : "";
        return late + event.incident().getSeverity() + " INCIDENT: "
                + event.incident().getTitle();
    }

    private static String acked(Incident incident) {
        if (incident.getResolvedAt() != null) {
            return incident.getResolvedByHand() ? " (by hand)" : "";
        }
        return incident.getAcked()
                ? ", acknowledged by "
                        + Brief.bounded(Objects.requireNonNullElse(incident.getAckedBy(), "unknown"), LONGEST_NAME)
                : ", not acknowledged: alize incidents ack " + incident.getId();
    }

    private static String impact(AlertEvent event) {
        Incident incident = event.incident();
        Map<String, Long> counts = incident.getCounts();
        long calls = counts.getOrDefault("calls", 0L);
        long failed = counts.getOrDefault("failed", 0L);
        StringBuilder impact = new StringBuilder(incident.getSummary());
        if (calls > 0) {
            impact.append(String.format(
                    Locale.ROOT,
                    " Since %s %,d of %,d calls failed.",
                    time(incident.getBeganAt(), event),
                    counts.getOrDefault("failed_calls", 0L),
                    calls));
        }
        if (failed > 0) {
            impact.append(String.format(Locale.ROOT, " %,d requests failed.", failed));
        }
        if (!incident.getTargets().isEmpty()) {
            impact.append(" Targets: ")
                    .append(String.join(", ", incident.getTargets()))
                    .append('.');
        }
        return impact.toString().strip();
    }

    /** What was done last, else what comes. */
    private static String action(AlertEvent event) {
        Incident incident = event.incident();
        if (incident.getResolvedAt() != null) {
            return "None, it is over since " + time(incident.getResolvedAt(), event);
        }
        return incident.getTimeline().stream()
                .filter(row -> !row.getKind().equals("root_cause"))
                .reduce((first, second) -> second)
                .map(row -> done(row, event))
                .orElseGet(() -> incident.getAdvice().stream()
                        .findFirst()
                        .map(step -> "Nothing yet. " + step.getText())
                        .orElse("Nothing yet"));
    }

    private static String done(IncidentEntry row, AlertEvent event) {
        return time(row.getAt(), event) + " " + row.getText()
                + (row.getBy() == null ? "" : " (" + Brief.bounded(row.getBy(), LONGEST_NAME) + ")");
    }

    private static List<String> commands(Incident incident) {
        return incident.getAdvice().stream()
                .map(IncidentAdvice::getCommand)
                .filter(Objects::nonNull)
                .limit(MOST_COMMANDS)
                .map(line -> Brief.bounded(line, 400))
                .toList();
    }

    private String nextUpdate(AlertEvent event) {
        Incident incident = event.incident();
        if (incident.getResolvedAt() != null) {
            return "none";
        }
        Severity severity = Severity.valueOf(incident.getSeverity());
        Instant next = times.nextUpdate(severity, event.at());
        return time(next, event);
    }

    /** With the day, unless it is that of the event. */
    private static String time(Instant time, AlertEvent event) {
        boolean isSameDay =
                LocalDate.ofInstant(time, ZoneOffset.UTC).equals(LocalDate.ofInstant(event.at(), ZoneOffset.UTC));
        return (isSameDay ? TIME : DAY).format(time);
    }

    private static String commander(Incident incident) {
        return incident.getIc() == null
                ? "nobody yet: alize incidents assign " + incident.getId() + " NAME"
                : "@" + Brief.bounded(incident.getIc(), LONGEST_NAME);
    }

    private Notice digest(Letter letter) {
        List<AlertEvent> latest = letter.latest();
        List<Part> parts = new ArrayList<>();
        for (AlertEvent event : latest) {
            Incident incident = event.incident();
            parts.add(new Paragraph(headline(event)));
            parts.add(new Field("Status", incident.getStatus().toUpperCase(Locale.ROOT) + acked(incident)));
            parts.add(new Field("Impact", Brief.bounded(impact(event), LONGEST_IN_DIGEST)));
            parts.add(new Field("Action", action(event)));
            parts.add(new Field("Next update", nextUpdate(event)));
            parts.add(new Field("IC", commander(incident)));
            letter.events().stream()
                    .filter(one -> one.incident().getId().equals(incident.getId()))
                    .forEach(one -> parts.add(new Field(one.id(), Brief.bounded(one.line(), LONGEST_IN_DIGEST))));
        }
        return new Notice(
                letter.events().size() + " updates of " + latest.size()
                        + (latest.size() == 1 ? " incident" : " incidents"),
                parts);
    }
}
