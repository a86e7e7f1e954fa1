package dev.alize.incidents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.schemas.AuditEvent;
import dev.alize.schemas.Incident;
import java.time.Instant;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Outages by script: detected within 60 s, classified right, resolved within 120 s of the end, without flapping. */
class OutagesTest {
    private static final String LARGE = "mistral-large";
    private static final String SMALL = "mistral-small";
    private static final String OPENAI = "openai";

    private final Scenario scenario = new Scenario();

    private Incident detected(long begin, long end, String severity, String cause, String reach) {
        Incident incident = scenario.only();
        assertThat(incident.getOpenedAt().toEpochMilli() - begin)
                .as("detected after")
                .isBetween(0L, 45_000L);
        assertThat(incident.getBeganAt().toEpochMilli() - begin).isBetween(-5_000L, 6_000L);
        assertThat(incident.getResolvedAt()).as("resolved").isNotNull();
        assertThat(incident.getResolvedAt().toEpochMilli() - end)
                .as("resolved after the end")
                .isBetween(0L, 120_000L);
        assertThat(incident.getSeverity()).isEqualTo(severity);
        assertThat(incident.getCause()).isEqualTo(cause);
        assertThat(incident.getReach()).isEqualTo(reach);
        assertThat(incident.getReopened()).isZero();
        assertThat(scenario.news()).as("changes to hear of").isLessThanOrEqualTo(5);
        return incident;
    }

    @Test
    void aProviderThatAnswersWith503ToAll() {
        scenario.calm(120, 20, LARGE);
        long begin = scenario.now;
        scenario.run(90, i -> scenario.calls(LARGE, 20, "provider_unavailable"));
        long end = scenario.now;
        scenario.calm(180, 20, LARGE);

        Incident incident = detected(begin, end, "P1", "server", "everyone");
        assertThat(incident.getOpenedAt().toEpochMilli() - begin).isLessThan(16_000);
        assertThat(incident.getTargets()).containsExactly(LARGE);
        assertThat(incident.getCounts())
                .containsEntry("failed_calls", 1_800L)
                .containsEntry("kind.provider_unavailable", 1_800L);
        assertThat(incident.getTimeline())
                .extracting(row -> row.getKind())
                .startsWith("opened")
                .contains("severity")
                .endsWith("resolved");
        assertThat(incident.getAdvice())
                .extracting(step -> step.getCommand())
                .contains("alize control force-fallback on mistral-large --reason " + incident.getId());
    }

    /** Calls are few then: the breaker lets two trials through each 10 s. */
    @Test
    void aProviderThatIsDownBehindABreaker() {
        scenario.calm(120, 20, LARGE);
        long begin = scenario.now;
        brokenBehindBreaker(100, 10, "provider_unavailable");
        long end = scenario.now;
        scenario.silence(9);
        scenario.breaker(LARGE, "half_open");
        scenario.calls(LARGE, 2, "success");
        scenario.breaker(LARGE, "closed");
        scenario.calm(150, 20, LARGE);

        Incident incident = detected(begin, end, "P1", "server", "everyone");
        assertThat(incident.getOpenedAt().toEpochMilli() - begin).isLessThan(30_000);
        assertThat(incident.getTimeline())
                .extracting(row -> row.getText())
                .contains("Breaker of mistral-large opened", "Breaker of mistral-large closed");
    }

    private void brokenBehindBreaker(int seconds, int recovery, String kind) {
        scenario.run(seconds, i -> {
            if (i == 0) {
                scenario.calls(LARGE, 20, kind);
                scenario.breaker(LARGE, "open");
            } else if (i % recovery == 0) {
                scenario.breaker(LARGE, "half_open");
                scenario.calls(LARGE, 2, kind);
                scenario.breaker(LARGE, "open");
            }
        });
    }

    @Test
    void aBreakerThatWaitsForHalfAMinuteBetweenTrials() {
        scenario.calm(120, 20, LARGE);
        long begin = scenario.now;
        brokenBehindBreaker(120, 30, "connect_failed");
        long end = scenario.now;
        scenario.silence(5);
        scenario.breaker(LARGE, "half_open");
        scenario.calls(LARGE, 2, "success");
        scenario.breaker(LARGE, "closed");
        scenario.calm(150, 20, LARGE);

        detected(begin, end, "P1", "network", "unknown");
    }

    /** Probes that fail keep a breaker from trying calls. */
    @Test
    void aProviderThatIsDownForCallsAndProbes() {
        scenario.run(120, i -> {
            scenario.calls(LARGE, 10, "success");
            scenario.calls(OPENAI, "openai", 5, "success", 300);
        });
        scenario.run(4, i -> scenario.calls(LARGE, 5, "provider_unavailable"));
        scenario.calm(60, 10, LARGE);
        long begin = scenario.now;
        scenario.run(50, i -> {
            if (i == 0) {
                scenario.calls(LARGE, 10, "connect_failed");
                scenario.breaker(LARGE, "open");
            } else if (i == 7) {
                scenario.happened("probe", LARGE, "unhealthy", Map.of());
            }
            scenario.calls(OPENAI, "openai", 10, "success", 300);
        });
        long end = scenario.now;
        scenario.happened("probe", LARGE, "healthy", Map.of());
        scenario.breaker(LARGE, "half_open");
        scenario.calls(LARGE, 2, "success");
        scenario.breaker(LARGE, "closed");
        scenario.calm(150, 20, LARGE);

        Incident incident = detected(begin, end, "P2", "network", "everyone");
        assertThat(incident.getId()).endsWith("-network");
        assertThat(incident.getResolvedAt().toEpochMilli() - end)
                .as("calls must succeed for a while")
                .isGreaterThan(40_000);
        assertThat(incident.getOpenedAt().toEpochMilli() - begin).isLessThan(20_000);
    }

    @Test
    void aShareOfErrors() {
        scenario.calm(120, 20, LARGE);
        long begin = scenario.now;
        scenario.run(90, i -> {
            scenario.calls(LARGE, 14, "success");
            scenario.calls(LARGE, 6, "broken_answer");
            scenario.answers(20, "completed", null);
        });
        long end = scenario.now;
        scenario.calm(180, 20, LARGE);

        detected(begin, end, "P2", "server", "everyone");
    }

    @Test
    void aProviderWithoutCapacityWhileAFallbackServes() {
        scenario.calm(120, 20, LARGE);
        long begin = scenario.now;
        scenario.run(90, i -> {
            scenario.calls(LARGE, 20, "capacity_exceeded");
            scenario.calls(OPENAI, "openai", 20, "success", 400);
            scenario.answers(20, "completed", null);
        });
        long end = scenario.now;
        scenario.calm(180, 20, LARGE);

        detected(begin, end, "P2", "capacity", "everyone");
    }

    /** Each 429 makes the pause twice as long. */
    @Test
    void ourQuota() {
        scenario.calm(120, 20, LARGE);
        long begin = scenario.now;
        Set<Long> looks = Set.of(0L, 1L, 3L, 7L, 15L, 31L);
        scenario.run(60, i -> {
            if (looks.contains(i)) {
                scenario.calls(LARGE, 5, "rate_limited");
            }
        });
        long end = scenario.now;
        scenario.silence(5);
        scenario.calm(150, 20, LARGE);

        Incident incident = detected(begin, end, "P1", "quota", "just_me");
        assertThat(incident.getAdvice())
                .extracting(step -> step.getCommand())
                .contains("alize control max-concurrency mistral-large 3 --reason " + incident.getId());
    }

    @Test
    void aFewRefusalsForOurQuotaAreUsual() {
        scenario.calm(60, 20, LARGE);
        scenario.run(300, i -> {
            scenario.calls(LARGE, 19, "success");
            if (i % 3 == 0) {
                scenario.calls(LARGE, 1, "rate_limited");
            }
        });

        assertThat(scenario.written).isEmpty();
    }

    @Test
    void aRefusedKey() {
        scenario.calm(120, 20, LARGE);
        long begin = scenario.now;
        scenario.run(90, i -> {
            if (i == 0) {
                scenario.calls(LARGE, 12, "unauthorized");
                scenario.happened("key_refused", LARGE, "unauthorized", Map.of("key", "env MISTRAL_API_KEY"));
            }
        });
        long end = scenario.now;
        scenario.happened("key_accepted", LARGE, "key changed", Map.of());
        scenario.calm(150, 20, LARGE);

        Incident incident = detected(begin, end, "P1", "key", "just_me");
        assertThat(incident.getTitle()).isEqualTo("mistral: 401 Authentication Failure");
    }

    @Test
    void aRefusedKeyWithoutAnyCall() {
        long begin = scenario.now;
        scenario.happened("key_refused", LARGE, "unauthorized", Map.of());
        scenario.silence(60);
        long end = scenario.now;
        scenario.happened("key_accepted", LARGE, "probe", Map.of());
        scenario.silence(60);

        detected(begin, end, "P1", "key", "just_me");
    }

    @Test
    void aNetworkThatReachesNobody() {
        scenario.calm(120, 10, LARGE);
        long begin = scenario.now;
        scenario.run(90, i -> {
            scenario.calls(LARGE, 10, "connect_failed");
            scenario.calls(OPENAI, "openai", 10, "connect_failed", 10);
        });
        long end = scenario.now;
        scenario.run(180, i -> {
            scenario.calls(LARGE, 10, "success");
            scenario.calls(OPENAI, "openai", 10, "success", 300);
        });

        assertThat(scenario.incidents()).hasSize(2).allSatisfy(one -> {
            assertThat(one.getCause()).isEqualTo("network");
            assertThat(one.getSeverity()).isEqualTo("P1");
            assertThat(one.getReach()).isEqualTo("just_me");
            assertThat(one.getResolvedAt().toEpochMilli() - end).isLessThan(120_000);
            assertThat(one.getOpenedAt().toEpochMilli() - begin).isLessThan(30_000);
        });
    }

    @Test
    void timeoutsWhileAnotherProviderAnswers() {
        scenario.run(120, i -> {
            scenario.calls(LARGE, 10, "success");
            scenario.calls(OPENAI, "openai", 5, "success", 300);
        });
        long begin = scenario.now;
        scenario.run(90, i -> {
            scenario.calls(LARGE, 10, "timeout");
            scenario.calls(OPENAI, "openai", 5, "success", 300);
        });
        long end = scenario.now;
        scenario.run(180, i -> {
            scenario.calls(LARGE, 10, "success");
            scenario.calls(OPENAI, "openai", 5, "success", 300);
        });

        Incident incident = detected(begin, end, "P2", "timeout", "everyone");
        assertThat(incident.getAdvice().getFirst().getCommand())
                .isEqualTo("alize control timeout mistral-large 120s --reason " + incident.getId());
    }

    /** Its calls run into the timeout only after a minute. */
    @Test
    void aProviderThatTakesCallsAndNeverAnswers() {
        scenario.calm(120, 20, LARGE);
        long begin = scenario.now;
        scenario.run(60, i -> {
            if (i == 1) { // it was answered before, and settled late
                scenario.calls(LARGE, 1, "success");
            } else if (i == 21) {
                scenario.silenceOf(LARGE, "begun", 21_000);
            }
            scenario.calls(OPENAI, "openai", 5, "success", 300);
        });
        scenario.run(30, i -> {
            scenario.calls(LARGE, 10, "timeout");
            scenario.calls(OPENAI, "openai", 5, "success", 300);
        });
        long end = scenario.now;
        scenario.silenceOf(LARGE, "over", 0);
        scenario.calm(150, 20, LARGE);

        Incident incident = detected(begin, end, "P2", "timeout", "everyone");
        assertThat(incident.getOpenedAt().toEpochMilli() - begin).isLessThan(25_000);
        assertThat(incident.getTimeline())
                .extracting(row -> row.getText())
                .contains("Silence of mistral-large: open calls get no answer", "Silence of mistral-large over");
    }

    @Test
    void theOnlyProviderThatIsSilentIsACompleteOutage() {
        scenario.calm(120, 20, LARGE);
        long begin = scenario.now;
        scenario.silence(21);
        scenario.silenceOf(LARGE, "begun", 21_000);
        scenario.silence(30);
        scenario.run(10, i -> scenario.calls(LARGE, 5, "timeout"));
        long end = scenario.now;
        scenario.silenceOf(LARGE, "over", 0);
        scenario.calm(100, 20, LARGE);

        detected(begin, end, "P1", "timeout", "unknown");
    }

    /** All fails within a second, then probes keep the breakers from trying: no second bucket has a failure. */
    @Test
    void allProvidersThatAreDownForCallsAndProbesAreACompleteOutage() {
        scenario.run(120, i -> {
            scenario.calls(LARGE, 5, "success");
            scenario.calls(OPENAI, "openai", 5, "success", 300);
        });
        scenario.now = Signals.bucket(scenario.now) + Signals.BUCKET_MS + 1_000;
        long begin = scenario.now;
        scenario.run(60, i -> {
            if (i == 0) {
                scenario.calls(LARGE, 6, "provider_unavailable");
                scenario.calls(OPENAI, "openai", 6, "provider_unavailable", 10);
                scenario.breaker(LARGE, "open");
                scenario.breaker(OPENAI, "open");
            } else if (i == 4) {
                scenario.happened("probe", LARGE, "unhealthy", Map.of());
                scenario.happened("probe", OPENAI, "unhealthy", Map.of());
            }
        });

        assertThat(scenario.incidents()).hasSize(2).allSatisfy(one -> {
            assertThat(one.getSeverity()).isEqualTo("P1");
            assertThat(one.getCause()).isEqualTo("server");
            assertThat(one.getOpenedAt().toEpochMilli() - begin).isLessThan(30_000);
        });
    }

    @Test
    void aFewLongCallsWhileNothingElseIsCalledAreNoCompleteOutage() {
        scenario.calm(120, 20, LARGE);
        scenario.silence(300);
        scenario.silenceOf(LARGE, "begun", 21_000);
        scenario.silence(20);
        scenario.calls(LARGE, 3, "success");
        scenario.silenceOf(LARGE, "over", 0);
        scenario.silence(120);

        assertThat(scenario.incidents()).singleElement().satisfies(one -> {
            assertThat(one.getSeverity()).isEqualTo("P2");
            assertThat(one.getStatus()).isEqualTo("resolved");
        });
    }

    @Test
    void silenceOfAnInstanceThatIsGoneHidesNoOther() {
        scenario.calm(60, 20, LARGE);
        scenario.happened(AuditEvent.newBuilder()
                .setKind("silence")
                .setAt(Instant.ofEpochMilli(scenario.now))
                .setTarget(LARGE)
                .setReason("begun")
                .setDetails(Map.of("for_ms", "21000"))
                .setInstance("gone"));
        scenario.run(1_200, i -> scenario.calls(LARGE, 20, i % 120 == 0 ? "timeout" : "success"));
        assertThat(scenario.incidents()).isEmpty();
        scenario.silence(21);
        scenario.silenceOf(LARGE, "begun", 21_000);
        scenario.silence(10);

        assertThat(scenario.incidents())
                .singleElement()
                .satisfies(one -> assertThat(one.getCause()).isEqualTo("timeout"));
    }

    @Test
    void silenceThatOneInstanceAloneHearsIsNone() {
        scenario.calm(60, 20, LARGE);
        scenario.silenceOf(LARGE, "begun", 21_000);
        scenario.calm(120, 20, LARGE);

        assertThat(scenario.written).isEmpty();
    }

    @Test
    void callsThatBecomeMuchSlower() {
        scenario.calm(420, 20, LARGE);
        long begin = scenario.now;
        scenario.run(90, i -> scenario.calls(LARGE, "mistral", 10, "success", 9_000));
        long end = scenario.now;
        scenario.calm(180, 20, LARGE);

        detected(begin, end, "P2", "slow", "unknown");
    }

    @Test
    void oneIncidentForAllTargetsOfAProvider() {
        scenario.calm(120, 10, LARGE, SMALL);
        long begin = scenario.now;
        scenario.run(90, i -> {
            scenario.calls(LARGE, 10, "provider_unavailable");
            if (i > 20) {
                scenario.calls(SMALL, 10, "timeout");
            } else {
                scenario.calls(SMALL, 10, "success");
                scenario.answers(10, "completed", null);
            }
        });
        long end = scenario.now;
        scenario.calm(180, 10, LARGE, SMALL);

        Incident incident = detected(begin, end, "P1", "server", "everyone");
        assertThat(incident.getTargets()).containsExactly(LARGE, SMALL);
    }

    @Test
    void littleTrafficThatFailsAltogether() {
        scenario.run(200, i -> {
            if (i % 5 == 0) {
                scenario.calls(LARGE, 1, "success");
                scenario.answers(1, "completed", null);
            }
        });
        long begin = scenario.now;
        scenario.run(120, i -> {
            if (i % 5 == 0) {
                scenario.calls(LARGE, 1, "provider_unavailable");
            }
        });
        long end = scenario.now;
        scenario.calm(180, 1, LARGE);

        detected(begin, end, "P1", "server", "everyone");
    }

    @Test
    void occasionalErrorsAreMinor() {
        scenario.calm(120, 50, LARGE);
        long begin = scenario.now;
        scenario.run(150, i -> {
            scenario.calls(LARGE, 49, "success");
            scenario.answers(50, "completed", null);
            scenario.calls(LARGE, i % 2 == 0 ? 2 : 0, "provider_unavailable");
        });
        long end = scenario.now;
        scenario.calm(240, 50, LARGE);

        detected(begin, end, "P3", "server", "everyone");
    }

    @Test
    void aHiccupOf5SecondsIsHarmless() {
        for (int offset = 0; offset < 5; offset++) {
            Scenario hiccup = new Scenario();
            hiccup.calm(60 + offset, 100, LARGE);
            hiccup.run(5, i -> hiccup.calls(LARGE, 100, "provider_unavailable"));
            hiccup.calm(200, 100, LARGE);

            assertThat(hiccup.written).isEmpty();
        }
    }

    @Test
    void aHiccupThatTripsTheBreakerIsHarmless() {
        scenario.calm(60, 20, LARGE);
        scenario.run(10, i -> {
            if (i == 0) {
                scenario.calls(LARGE, 20, "provider_unavailable");
                scenario.answers(3, "failed", "provider_unavailable");
                scenario.breaker(LARGE, "open");
            }
        });
        scenario.breaker(LARGE, "half_open");
        scenario.calls(LARGE, 2, "success");
        scenario.breaker(LARGE, "closed");
        scenario.calm(200, 20, LARGE);

        assertThat(scenario.written).isEmpty();
    }

    @Test
    void aFewFailuresAreHarmless() {
        scenario.run(300, i -> {
            scenario.calls(LARGE, 20, "success");
            if (i % 20 == 0) {
                scenario.calls(LARGE, 3, "provider_unavailable");
            }
            if (i == 100) {
                scenario.calls(LARGE, 5, "unauthorized");
                scenario.calls(LARGE, 40, "invalid_request");
            }
        });

        assertThat(scenario.written).isEmpty();
    }

    @Test
    void anOutageThatComesAndGoesIsOne() {
        scenario.calm(120, 20, LARGE);
        for (int i = 0; i < 6; i++) {
            scenario.run(20, second -> scenario.calls(LARGE, 20, "provider_unavailable"));
            scenario.calm(25, 20, LARGE);
        }
        scenario.calm(120, 20, LARGE);

        assertThat(scenario.only().getReopened()).isZero();
        assertThat(scenario.only().getStatus()).isEqualTo("resolved");
        assertThat(scenario.news()).isLessThanOrEqualTo(4);
    }

    @Test
    void theSameFailureMinutesLaterIsTheSameIncident() {
        scenario.calm(60, 20, LARGE);
        for (int i = 0; i < 2; i++) {
            scenario.run(60, second -> scenario.calls(LARGE, 20, "provider_unavailable"));
            scenario.calm(180, 20, LARGE);
        }
        assertThat(scenario.only().getReopened()).isEqualTo(1);

        scenario.calm(700, 1, LARGE);
        scenario.run(60, second -> scenario.calls(LARGE, 20, "provider_unavailable"));
        assertThat(scenario.incidents()).hasSize(2);
    }

    @Test
    void itEndsAlsoWhereNothingIsCalledAnyMore() {
        scenario.calm(60, 20, LARGE);
        scenario.run(40, i -> scenario.calls(LARGE, 20, "provider_unavailable"));
        long end = scenario.now;
        scenario.silence(120);

        Incident incident = scenario.only();
        assertThat(incident.getResolvedAt().toEpochMilli() - end).isLessThan(120_000);
        assertThat(incident.getTimeline().getLast().getText()).contains("No calls");
        scenario.silence(400);
        assertThat(scenario.watch.isIdle()).isTrue();
    }
}
