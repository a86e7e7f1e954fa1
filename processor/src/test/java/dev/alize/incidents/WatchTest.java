package dev.alize.incidents;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.budget.StoredAvro;
import dev.alize.schemas.Incident;
import dev.alize.schemas.IncidentSignal;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.junit.jupiter.api.Test;

class WatchTest {
    private static final String TARGET = "mistral-large";

    private final Scenario scenario = new Scenario();

    private Incident failing() {
        scenario.calm(60, 20, TARGET);
        scenario.run(30, i -> scenario.calls(TARGET, 20, "provider_unavailable"));
        return scenario.only();
    }

    @Test
    void goesOnAfterARestart() {
        Scenario other = new Scenario();
        for (Scenario one : new Scenario[] {scenario, other}) {
            one.calm(60, 20, TARGET);
            for (int i = 0; i < 60; i++) {
                one.run(1, second -> one.calls(TARGET, 20, "provider_unavailable"));
                if (one == other) {
                    one.restart();
                }
            }
            for (int i = 0; i < 100; i++) {
                one.calm(1, 20, TARGET);
                if (one == other) {
                    one.restart();
                }
            }
        }

        Incident here = scenario.only();
        Incident there = other.only();
        assertThat(there).isEqualTo(here);
        assertThat(there.getStatus()).isEqualTo("resolved");
        for (SpecificRecord record : other.kept.values()) {
            assertThat(StoredAvro.read(StoredAvro.write(record), record.getClass()))
                    .isEqualTo(record);
        }
    }

    @Test
    void takesInWhatOperatorsSay() {
        String id = failing().getId();
        scenario.operator("ack", id, Map.of());
        scenario.operator("assign", id, Map.of("ic", "grace"));
        scenario.operator("mitigate", id, Map.of("text", "fallback is on"));
        scenario.operator("note", "inc-unknown", Map.of("text", "lost"));
        scenario.operator("explode", id, Map.of());
        scenario.run(10, i -> scenario.calls(TARGET, 20, "provider_unavailable"));

        Incident incident = scenario.only();
        assertThat(incident.getAcked()).isTrue();
        assertThat(incident.getAckedBy()).isEqualTo("ada");
        assertThat(incident.getIc()).isEqualTo("grace");
        assertThat(incident.getStatus()).isEqualTo("mitigating");

        scenario.calm(120, 20, TARGET);
        scenario.operator("cause", id, Map.of("text", "x".repeat(2_000)));
        scenario.silence(2);
        incident = scenario.only();
        assertThat(incident.getStatus()).isEqualTo("resolved");
        assertThat(incident.getRootCause()).hasSize(Actions.LONGEST);
        assertThat(incident.getTimeline())
                .extracting(row -> row.getKind())
                .containsSubsequence("opened", "ack", "assign", "mitigate", "resolved", "root_cause");
    }

    @Test
    void aCommandIsAMitigation() {
        failing();
        scenario.happened("control", TARGET, "force_fallback", Map.of("state", "given", "issued_by", "ada"));
        scenario.happened("control", TARGET, "force_fallback", Map.of("state", "in_force", "issued_by", "ada"));
        scenario.run(2, i -> scenario.calls(TARGET, 20, "provider_unavailable"));

        Incident incident = scenario.only();
        assertThat(incident.getStatus()).isEqualTo("mitigating");
        assertThat(incident.getTimeline())
                .filteredOn(row -> row.getKind().equals("control"))
                .singleElement()
                .satisfies(row -> {
                    assertThat(row.getText()).isEqualTo("Command force-fallback given for mistral-large");
                    assertThat(row.getBy()).isEqualTo("ada");
                });
    }

    @Test
    void whatIsResolvedByHandStaysSoUntilItWasWell() {
        String id = failing().getId();
        scenario.operator("resolve", id, Map.of("text", "we know"));
        scenario.run(60, i -> scenario.calls(TARGET, 20, "provider_unavailable"));
        scenario.restart();
        scenario.run(60, i -> scenario.calls(TARGET, 20, "provider_unavailable"));

        assertThat(scenario.only().getResolvedByHand()).isTrue();
        assertThat(scenario.only().getStatus()).isEqualTo("resolved");

        scenario.calm(120, 20, TARGET);
        scenario.run(30, i -> scenario.calls(TARGET, 20, "provider_unavailable"));
        assertThat(scenario.only().getReopened()).isEqualTo(1);
        assertThat(scenario.only().getStatus()).isEqualTo("investigating");
    }

    @Test
    void requestsThatFailWithoutACallAreAnIncidentOfTheirOwn() {
        scenario.calm(60, 10, TARGET);
        scenario.run(60, i -> {
            scenario.calls(TARGET, 5, "success");
            scenario.answers(5, "completed", null);
            scenario.answers(5, "failed", "internal");
        });
        assertThat(scenario.only().getCause()).isEqualTo("ours");
        assertThat(scenario.only().getTargets()).isEmpty();
        assertThat(scenario.only().getReach()).isEqualTo("just_me");

        scenario.calm(120, 10, TARGET);
        assertThat(scenario.only().getStatus()).isEqualTo("resolved");
    }

    @Test
    void requestsThatExpireAfterAnOutageAreAPartOfIt() {
        failing();
        scenario.run(120, i -> {
            scenario.calls(TARGET, 20, "success");
            scenario.answers(20, "completed", null);
            scenario.answers(5, "expired", "deadline_exceeded");
        });

        assertThat(scenario.only().getStatus()).isEqualTo("resolved");
    }

    @Test
    void unreadableEventsAreAGap() {
        scenario.calm(30, 10, TARGET);
        scenario.watch.take(Signals.unreadable(scenario.now), scenario.now);
        scenario.calm(5, 10, TARGET);
        assertThat(scenario.only().getSeverity()).isEqualTo("P4");
        assertThat(scenario.only().getCause()).isEqualTo("gap");

        scenario.calm(90, 10, TARGET);
        assertThat(scenario.only().getStatus()).isEqualTo("resolved");
        assertThat(scenario.news()).isEqualTo(2);
    }

    @Test
    void countsThatComeLateAreAGapAndNoOutage() {
        scenario.run(40, i -> late(90_000));
        assertThat(scenario.written).isEmpty();

        scenario.run(40, i -> late(90_000));
        assertThat(scenario.only().getCause()).isEqualTo("gap");

        scenario.calm(60, 10, TARGET);
        assertThat(scenario.only().getStatus()).isEqualTo("resolved");
    }

    private void late(long ms) {
        IncidentSignal late = IncidentSignal.newBuilder()
                .setBucket(Signals.bucket(scenario.now - ms))
                .setTarget(TARGET)
                .setSuccesses(3)
                .build();
        scenario.watch.take(late, scenario.now);
    }

    @Test
    void aClockThatIsAheadDoesNotTellOfTheFuture() {
        scenario.calm(60, 20, TARGET);
        scenario.aheadMs = 3_600_000;
        scenario.run(40, i -> scenario.calls(TARGET, 20, "provider_unavailable"));

        assertThat(scenario.only().getCause()).isEqualTo("server");
    }

    @Test
    void aNewLifeOfAnInstanceBeginsWithClosedBreakers() {
        scenario.calm(30, 20, TARGET);
        scenario.breaker(TARGET, "open");
        scenario.calls(TARGET, 3, "provider_unavailable");
        scenario.silence(10);
        scenario.happened("started", null, "unclean", Map.of());
        scenario.silence(60);

        assertThat(scenario.written).isEmpty();
    }

    @Test
    void probesThatFailWithoutTrafficAreMinor() {
        scenario.happened("probe", TARGET, "unhealthy", Map.of());
        scenario.silence(30);
        assertThat(scenario.only().getSeverity()).isEqualTo("P3");

        scenario.happened("probe", TARGET, "healthy", Map.of());
        scenario.silence(120);
        assertThat(scenario.only().getStatus()).isEqualTo("resolved");
    }

    @Test
    void countsAreFreshEveryHalfMinuteWithoutBeingNews() {
        failing();
        long news = scenario.news();
        int written = scenario.written.size();
        scenario.run(90, i -> scenario.calls(TARGET, 20, "provider_unavailable"));

        assertThat(scenario.news()).isEqualTo(news);
        assertThat(scenario.written).hasSizeBetween(written + 2, written + 4);
    }

    @Test
    void whatWasResolvedByHandLongAgoOpensAgainAfterARestart() {
        scenario.run(30, i -> scenario.calls("large", 5, "provider_unavailable"));
        String id = scenario.written.getLast().getId();
        scenario.operator("resolve", id, Map.of("text", "we do without"));
        scenario.calm(1_200, 5, "large");
        scenario.run(3, i -> scenario.calls("large", 5, "provider_unavailable"));
        scenario.restart();
        scenario.written.clear();
        scenario.run(60, i -> scenario.calls("large", 5, "provider_unavailable"));
        assertThat(scenario.written).isNotEmpty();
        assertThat(scenario.written.getLast().getStatus()).isEqualTo("investigating");
    }

    @Test
    void whatAnInstanceSaidThatIsGoneForGoodEndsWithTheSuccessesOfOthers() {
        scenario.happened("key_refused", "large", "unauthorized", Map.of());
        scenario.run(20, i -> {});
        assertThat(scenario.written.getLast().getSeverity()).isEqualTo("P1");
        scenario.calm(2_000, 2, "large");
        assertThat(scenario.written.getLast().getStatus()).isEqualTo("resolved");
    }

    @Test
    void callsThatAKillOfOursCutOffAreNoOutage() {
        scenario.run(60, i -> scenario.calls("large", 1, "unknown"));
        assertThat(scenario.written).isEmpty();
    }

    @Test
    void foreignEventsDoNotFillWhatIsKept() {
        String long1 = "x".repeat(100_000);
        scenario.run(10, i -> {
            scenario.calls("large", long1, 5, long1 + i, 300);
            scenario.happened("breaker", long1 + i, long1, Map.of(long1, long1, "state", long1));
        });
        long bytes = scenario.kept.values().stream()
                .mapToLong(record -> record.toString().length())
                .sum();
        assertThat(bytes).isLessThan(200_000);
    }

    @Test
    void manyNamesOfOthersNeitherMakeItForgetNorHideTheRequests() {
        scenario.calm(60, 20, TARGET);
        scenario.run(60, i -> {
            for (int name = 0; name < 50; name++) {
                scenario.calls("made-up-" + i + "-" + name, 1, "success");
            }
            scenario.calls(TARGET, 20, "provider_unavailable");
            scenario.answers(20, "failed", "provider_unavailable");
            scenario.breaker("made-up-" + i, "open");
        });
        scenario.calm(120, 20, TARGET);

        Incident incident = scenario.only();
        assertThat(incident.getTargets()).containsExactly(TARGET);
        assertThat(incident.getReopened()).isZero();
        assertThat(incident.getStatus()).isEqualTo("resolved");
        assertThat(incident.getCounts()).containsEntry("failed", 1_200L);
    }

    @Test
    void whatTheGatewayDoesWrongIsNoPartOfAProvidersOutage() {
        scenario.calm(60, 10, TARGET);
        scenario.run(60, i -> {
            scenario.calls(TARGET, 5, "success");
            scenario.calls(TARGET, 5, "provider_unavailable");
            scenario.answers(10, "completed", null);
            scenario.answers(5, "failed", "internal");
        });

        assertThat(scenario.incidents())
                .extracting(one -> one.getCause() + " " + one.getResolvedAt())
                .containsExactly("server null", "ours null");
    }
}
