package dev.alize.postmortem;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.diagnosis.Cause;
import dev.alize.diagnosis.Severity;
import dev.alize.postmortem.Report.Moment;
import dev.alize.postmortem.Report.RootCause;
import dev.alize.schemas.AuditEvent;
import dev.alize.trail.Window;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class FindingsTest {
    private static final long SECOND = 1_000;

    @Test
    void aQuietWindowHasNoIncident() {
        Report report = request(new Story(), "a", "completed", null).report();

        assertThat(report.severity()).isEqualTo(Severity.P4);
        assertThat(report.incident()).isNull();
        assertThat(report.rootCauses()).isEmpty();
        assertThat(report.impact().answered()).isEqualTo(1);
        assertThat(report.impact().usualMillis()).isBetween(980L, 1_020L);
    }

    @Test
    void aRefusedKeyIsAnOutageWhateverElseFailed() {
        Story story = new Story();
        for (int i = 0; i < 20; i++) {
            story.tell(Story.attempt("t" + i, "timeout", null, i * SECOND));
            request(story, "g" + i, "completed", null);
        }
        Report report = story.tell(Story.attempt("a", "unauthorized", 401, SECOND))
                .tell(Story.process("key_refused", "large", "unauthorized", SECOND))
                .report();

        assertThat(report.severity()).isEqualTo(Severity.P1);
        assertThat(report.title()).isEqualTo("Incident: Mistral AI 401 Authentication Failure");
        assertThat(report.rootCauses()).extracting(RootCause::cause).containsExactly(Cause.KEY, Cause.TIMEOUT);
        assertThat(report.rootCauses().getFirst().evidence()).contains("1 failed call: unauthorized, HTTP 401");
    }

    @Test
    void aWindowInWhichNothingWasCompletedIsAnOutage() {
        Report report = new Story()
                .tell(Story.attempt("a", "provider_unavailable", 500, SECOND))
                .tell(Story.ended("a", "failed", "provider_unavailable", 2 * SECOND))
                .report();

        assertThat(report.severity()).isEqualTo(Severity.P1);
        assertThat(report.rootCauses().getFirst().cause()).isEqualTo(Cause.SERVER);
    }

    @Test
    void aFewFailuresAmongManyAnswersAreMinor() {
        Story story = new Story();
        for (int i = 0; i < 200; i++) {
            story.tell(Story.attempt("r" + i, "success", 200, 10 * SECOND));
            request(story, "r" + i, "completed", null);
        }
        Report report = story.tell(Story.attempt("x", "timeout", null, SECOND))
                .tell(Story.attempt("x", "success", 200, 2 * SECOND))
                .report();

        assertThat(report.severity()).isEqualTo(Severity.P3);
    }

    @Test
    void callersMistakesAndPoliciesMakeNoIncident() {
        Story story = new Story();
        request(story, "a", "completed", null);
        for (int i = 0; i < 50; i++) {
            request(story, "b" + i, "blocked", "policy_blocked");
            request(story, "c" + i, "failed", "invalid_request");
        }
        Report report = story.report();

        assertThat(report.incident()).isNull();
        assertThat(report.impact().blocked()).isEqualTo(50);
        assertThat(report.impact().tenants()).isZero();
        assertThat(report.rootCauses()).extracting(RootCause::cause).doesNotContain(Cause.SERVER, Cause.UNKNOWN);
    }

    @Test
    void anOutageIsFoundInItsPlace() {
        Report report = Story.outage(20_000);

        assertThat(report.severity()).isEqualTo(Severity.P2);
        assertThat(report.title()).isEqualTo("Incident: Mistral AI 5xx Provider Failure");
        Report.Incident incident = Objects.requireNonNull(report.incident());
        assertThat(incident.from()).isBetween(Story.FROM.plusSeconds(37 * 60), Story.FROM.plusSeconds(39 * 60));
        assertThat(incident.stretches()).hasSizeBetween(2, 4);
        assertThat(incident.recovered()).isAfterOrEqualTo(incident.to());
        assertThat(report.rootCauses())
                .extracting(RootCause::cause)
                .containsExactly(Cause.SERVER, Cause.CAPACITY, Cause.TIMEOUT, Cause.QUOTA);
        assertThat(report.timeline()).hasSizeLessThanOrEqualTo(Timeline.MOST);
        assertThat(report.timeline()).isSortedAccordingTo((a, b) -> a.at().compareTo(b.at()));
        assertThat(report.timeline())
                .extracting(Moment::what)
                .contains(
                        "First failure",
                        "Breaker of mistral-large opened (on 3 instances)",
                        "First request went on to a fallback");
        assertThat(report.impact().stillOpen()).isLessThan(30);
        assertThat(report.impact().admittedBefore()).isZero();
        assertThat(report.impact().degraded()).isPositive();
        assertThat(report.actions()).isNotEmpty();
    }

    @Test
    void anIncidentLastsUntilItsBreakersCloseAgain() {
        Story story = new Story();
        long minute = 60 * SECOND;
        for (int i = 0; i < 900; i++) {
            story.tell(Story.attempt("r" + i, "success", 200, i * 5 * SECOND));
            story.tell(Story.ended("r" + i, "completed", null, i * 5 * SECOND));
        }
        for (int i = 0; i < 10; i++) {
            story.tell(Story.attempt("f" + i, "provider_unavailable", 503, 20 * minute + i));
        }
        Report report = story.tell(Story.process("breaker", "large", "open", 20 * minute + 11))
                .tell(Story.attempt("trial", "provider_unavailable", 503, 30 * minute))
                .tell(Story.process("breaker", "large", "closed", 31 * minute))
                .tell(Story.attempt("later", "timeout", null, 60 * minute))
                .report();

        Report.Incident incident = Objects.requireNonNull(report.incident());
        assertThat(incident.from()).isEqualTo(Story.FROM.plusMillis(20 * minute));
        assertThat(incident.to()).isEqualTo(Story.FROM.plusMillis(30 * minute));
    }

    @Test
    void everySeriesAddsUpToTheImpact() {
        Report report = Story.outage(5_000);
        long plotted = report.series().outcomes().values().stream()
                .flatMapToLong(Arrays::stream)
                .sum();

        assertThat(plotted).isEqualTo(report.impact().answered());
        assertThat(Arrays.stream(report.series().nanoUsd()).sum())
                .isEqualTo(report.impact().nanoUsd());
        assertThat(report.targets().stream()
                        .mapToLong(Report.TargetRow::nanoUsd)
                        .sum())
                .isEqualTo(report.impact().nanoUsd());
    }

    @Test
    void requestsAcrossTheEdgesAreNamed() {
        Report report = new Story()
                .tell(Story.ended("before", "completed", null, SECOND))
                .say("admitted", "after", 2 * SECOND)
                .report();

        assertThat(report.impact().admittedBefore()).isEqualTo(1);
        assertThat(report.impact().stillOpen()).isEqualTo(1);
    }

    @Test
    void whatOperatorsSaidIsInTheTimeline() {
        AuditEvent said = Story.event("incident", null, SECOND);
        said.setReason("note");
        said.setDetails(Map.of("incident", "inc-1", "by", "ada", "text", "called them"));

        assertThat(new Story().tell(said).report().timeline())
                .extracting(Moment::what)
                .containsExactly("Incident inc-1: note: called them (ada)");
    }

    @Test
    void anAnswerOfTheCacheNeedsNoAdmission() {
        Report report = new Story()
                .say("cache_hit", "a", SECOND)
                .tell(Story.ended("a", "completed", null, SECOND))
                .report();

        assertThat(report.impact().admittedBefore()).isZero();
        assertThat(report.impact().stillOpen()).isZero();
    }

    @Test
    void damagedEntriesAreCountedAndLeaveTheRestAlone() {
        Report report = request(new Story(), "a", "completed", null).damaged().report();

        assertThat(report.integrity().entries()).isEqualTo(3);
        assertThat(report.integrity().damaged()).isEqualTo(1);
        assertThat(report.integrity().chained()).isZero();
    }

    @Test
    void aFlappingBreakerDoesNotFloodTheTimeline() {
        Story story = new Story();
        for (int i = 0; i < 500; i++) {
            story.tell(Story.process("breaker", "large", i % 2 == 0 ? "open" : "closed", i * 10 * SECOND));
        }
        Report report = story.tell(Story.process("key_refused", "large", "unauthorized", SECOND))
                .report();

        assertThat(report.timeline()).hasSizeLessThan(12);
        assertThat(report.timeline()).extracting(Moment::what).contains("Key of large refused: unauthorized");
        assertThat(report.timeline()).extracting(Moment::what).anyMatch(what -> what.contains("more times until"));
    }

    @Test
    void slicesAreRoundAndAtMost120() {
        for (Duration length : new Duration[] {
            Duration.ofMillis(1),
            Duration.ofSeconds(7),
            Duration.ofMinutes(90),
            Duration.ofDays(3),
            Duration.ofDays(4_000)
        }) {
            Slices slices = Slices.of(new Window(Story.FROM, Story.FROM.plus(length)));
            assertThat(slices.count()).isBetween(1, Slices.MOST);
            assertThat(slices.count() * slices.millis()).isGreaterThanOrEqualTo(length.toMillis());
        }
        assertThat(Slices.of(Story.WINDOW).millis()).isEqualTo(60_000);
    }

    private static Story request(Story story, String id, String status, @Nullable String reason) {
        AuditEvent end = Story.ended(id, status, reason, 11 * SECOND);
        return story.say("admitted", id, 10 * SECOND).tell(end);
    }
}
