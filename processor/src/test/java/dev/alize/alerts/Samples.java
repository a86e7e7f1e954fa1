package dev.alize.alerts;

import dev.alize.config.AlertChannel;
import dev.alize.config.AlertSettings;
import dev.alize.config.ReceiverSettings;
import dev.alize.config.ReceiverSettings.Audience;
import dev.alize.config.SecretReference;
import dev.alize.diagnosis.Severity;
import dev.alize.schemas.Incident;
import dev.alize.schemas.IncidentAdvice;
import dev.alize.schemas.IncidentEntry;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Incidents, receivers and letters for tests. */
public final class Samples {
    /** A Sunday. */
    public static final Instant START = Instant.parse("2026-11-22T03:15:00Z");

    private Samples() {}

    /** An open P2 of target large, in its first revision. */
    public static Incident incident(String id) {
        return Incident.newBuilder()
                .setId(id)
                .setSeverity("P2")
                .setStatus("investigating")
                .setTargets(new ArrayList<>(List.of("large")))
                .setProvider("mistral")
                .setCause("server")
                .setTitle("mistral: 5xx Provider Failure")
                .setSummary("Half of the calls at large fail.")
                .setReach("everyone")
                .setReachBecause("Their status page shows trouble.")
                .setAdvice(new ArrayList<>(List.of(
                        new IncidentAdvice(
                                "Use the next target of each route instead of large.",
                                "alize control force-fallback on large --reason " + id),
                        new IncidentAdvice("Follow the provider's status page.", null))))
                .setBeganAt(START.minusSeconds(20))
                .setOpenedAt(START)
                .setUpdatedAt(START)
                .setRevision(1)
                .setCounts(Map.of("calls", 1_200L, "failed_calls", 600L, "failed", 12L))
                .setTimeline(new ArrayList<>(
                        List.of(new IncidentEntry(START, "opened", "P2: half of the calls at large fail", null))))
                .build();
    }

    /** The next revision of one, a minute later, with a row more. */
    public static Incident next(Incident before, String row, Consumer<Incident> change) {
        Incident next = Incident.newBuilder(before).build();
        next.setRevision(before.getRevision() + 1);
        next.setUpdatedAt(before.getUpdatedAt().plusSeconds(60));
        next.setTimeline(new ArrayList<>(before.getTimeline()));
        next.getTimeline().add(new IncidentEntry(next.getUpdatedAt(), row.split(":", 2)[0], row, "ada"));
        change.accept(next);
        return next;
    }

    public static Incident resolved(Incident before) {
        return next(before, "resolved: calls succeed again", one -> {
            one.setStatus("resolved");
            one.setResolvedAt(one.getUpdatedAt());
        });
    }

    public static ReceiverSettings slack(String name) {
        return new ReceiverSettings(
                name, Severity.P4, Audience.INTERNAL, new AlertChannel.Slack(new SecretReference.Given("http://x/")));
    }

    public static ReceiverSettings pager(String name) {
        return new ReceiverSettings(
                name,
                Severity.P4,
                Audience.INTERNAL,
                new AlertChannel.PagerDuty(URI.create("http://localhost/"), new SecretReference.Given("routing")));
    }

    public static AlertSettings settings(ReceiverSettings... receivers) {
        return settings(Duration.ofSeconds(20), receivers);
    }

    public static AlertSettings settings(Duration timeout, ReceiverSettings... receivers) {
        return new AlertSettings(
                List.of(receivers),
                5,
                timeout,
                Duration.ofHours(24),
                AlertSettings.Responses.DEFAULT,
                AlertSettings.Hours.DEFAULT,
                List.of("Chat", "Search"),
                "Ask again later");
    }

    /** The event of an incident's revision. */
    public static AlertEvent event(Incident incident, String line) {
        return new AlertEvent(
                AlertEvent.nameOf(incident, incident.getRevision()),
                AlertEvent.Kind.UPDATE,
                incident.getUpdatedAt(),
                line,
                true,
                Brief.of(incident),
                List.of());
    }

    /** One that waits for others, of an incident that rang before. */
    public static AlertEvent quiet(Incident incident, String... alarms) {
        return new AlertEvent(
                AlertEvent.nameOf(incident, incident.getRevision()),
                AlertEvent.Kind.UPDATE,
                incident.getUpdatedAt(),
                "x",
                false,
                Brief.of(incident),
                List.of(alarms));
    }

    public static AlertEvent overdue(Incident incident) {
        return new AlertEvent(
                incident.getId() + "/overdue/P2/1",
                AlertEvent.Kind.OVERDUE,
                incident.getUpdatedAt(),
                "Nobody has acknowledged it within 1 h",
                true,
                Brief.of(incident),
                List.of(incident.getId() + "/overdue/P2/1"));
    }

    public static Letter letter(Audience audience, AlertEvent... events) {
        return Letter.of("team", audience, List.of(events));
    }
}
