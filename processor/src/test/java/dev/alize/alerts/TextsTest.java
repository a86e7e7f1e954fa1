package dev.alize.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.config.ReceiverSettings.Audience;
import dev.alize.schemas.Incident;
import dev.alize.schemas.IncidentEntry;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class TextsTest {
    private final Texts texts = new Texts(Samples.settings());
    private final Incident incident = Samples.incident("inc-1");

    private String text(Audience audience, AlertEvent... events) {
        return texts.of(Samples.letter(audience, events)).text();
    }

    @Test
    void theInternalTextIsTheRunbooksTemplate() {
        assertThat(text(Audience.INTERNAL, Samples.event(incident, "P2: half of the calls at large fail")))
                .isEqualTo("""
                        P2 INCIDENT: mistral: 5xx Provider Failure
                        Status: INVESTIGATING, not acknowledged: alize incidents ack inc-1
                        New: P2: half of the calls at large fail
                        Impact: Half of the calls at large fail. Since 03:14 UTC 600 of 1,200 calls failed. 12 requests failed. Targets: large.
                        Everyone or just us: everyone. Their status page shows trouble.
                        Action: Nothing yet. Use the next target of each route instead of large.
                        What may be done:
                          alize control force-fallback on large --reason inc-1
                        Next update: 04:15 UTC
                        IC: nobody yet: alize incidents assign inc-1 NAME
                        Event: inc-1/1""");
    }

    @Test
    void saysWhatWasDoneWhoLeadsAndThatItIsOver() {
        Incident mitigated = Samples.next(incident, "control: force_fallback large", one -> {
            one.setIc("grace");
            one.setAcked(true);
            one.setAckedBy("ada");
            one.setStatus("mitigating");
        });
        assertThat(text(Audience.INTERNAL, Samples.event(mitigated, "x")))
                .contains("MITIGATING, acknowledged by ada")
                .contains("Action: 03:16 UTC control: force_fallback large (ada)")
                .contains("IC: @grace");
        assertThat(text(Audience.INTERNAL, Samples.event(Samples.resolved(mitigated), "x")))
                .contains("Status: RESOLVED")
                .contains("Next update: none")
                .doesNotContain("alize control");
    }

    @Test
    void theExternalTextTellsNothingOfTheInside() {
        Incident mitigated = Samples.next(incident, "control: force_fallback large", one -> one.setIc("grace"));
        String text = text(Audience.EXTERNAL, Samples.event(mitigated, "P2: half of the calls at large fail"));
        assertThat(text).isEqualTo("""
                        AI Feature Degradation
                        We are experiencing issues with our AI-powered features.
                        Some users may see slower responses or temporary unavailability.
                        Our team is investigating with our AI provider.
                        Affected: Chat, Search
                        Workaround: Ask again later
                        Updated: 2026-11-22 03:16 UTC""");
        assertThat(text(Audience.EXTERNAL, Samples.event(Samples.resolved(mitigated), "x")))
                .contains("resolved")
                .doesNotContain("Workaround");
        assertThat(text(
                        Audience.EXTERNAL,
                        Samples.event(mitigated, "x"),
                        Samples.event(Samples.resolved(mitigated), "y")))
                .startsWith("AI Feature Degradation: 2 updates")
                .doesNotContain("inc-1", "P2", "RESOLVED", "large", "mistral", "grace", "alize ");
    }

    @Test
    void aDigestNamesEachUpdateWithItsLine() {
        Incident second = Samples.next(incident, "note: Their ticket is 4711", one -> {});
        String text = text(
                Audience.INTERNAL,
                Samples.event(incident, "P2: half"),
                Samples.event(Samples.incident("inc-2"), "P2: another"),
                Samples.event(second, "Their ticket is 4711"));
        assertThat(text)
                .startsWith("3 updates of 2 incidents")
                .contains("inc-1/1: P2: half", "inc-1/2: Their ticket is 4711", "inc-2/1: P2: another");
    }

    @Test
    void aTimeOfAnotherDayHasTheDay() {
        Incident late = Incident.newBuilder(incident)
                .setUpdatedAt(Instant.parse("2026-11-23T23:30:00Z"))
                .setTimeline(List.of(new IncidentEntry(Samples.START, "control", "force_fallback large", null)))
                .build();
        assertThat(text(Audience.INTERNAL, Samples.event(late, "x")))
                .contains("Since 2026-11-22 03:14 UTC 600 of", "Action: 2026-11-22 03:15 UTC force_fallback")
                .contains("Next update: 2026-11-24 00:30 UTC");
    }

    @Test
    void aReminderIsCalledOne() {
        assertThat(text(Audience.INTERNAL, Samples.overdue(incident)))
                .startsWith("OVERDUE: P2 INCIDENT")
                .contains("Nobody has acknowledged it within 1 h");
    }

    @Test
    void textsOfOthersNeitherGrowNorMoveTheCursor() {
        Incident foreign = Incident.newBuilder(incident)
                .setTitle("a\u001b[2J\r\nBcc: x" + "y".repeat(10_000))
                .setSummary("z".repeat(100_000))
                .build();
        Notice notice = texts.of(Samples.letter(Audience.INTERNAL, Samples.event(foreign, "x")));
        assertThat(notice.headline()).hasSizeLessThan(500).doesNotContain("\r", "\n", "\u001b");
        assertThat(notice.text()).hasSizeLessThan(10_000);
    }
}
