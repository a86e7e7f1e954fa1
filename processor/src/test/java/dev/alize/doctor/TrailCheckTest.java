package dev.alize.doctor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.diagnosis.Severity;
import dev.alize.doctor.TrailCheck.Reading;
import dev.alize.schemas.AuditAttempt;
import dev.alize.schemas.AuditEvent;
import dev.alize.trail.Entry;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TrailCheckTest {
    private static final Instant NOW = Instant.parse("2026-11-22T02:00:00Z");
    private static final Remedies TWO = new Remedies(List.of("large", "spare"));

    private final TrailTally tally = new TrailTally();
    private long offset;

    private void tell(@Nullable AuditEvent event) {
        tally.visit(new Entry(0, offset++, NOW, null, new RecordHeaders(), null, event));
    }

    private static AuditEvent.Builder event(String kind, int secondsAgo) {
        return AuditEvent.newBuilder()
                .setKind(kind)
                .setAt(NOW.minusSeconds(secondsAgo))
                .setInstance("gateway-1");
    }

    private void attempts(int times, String model, String outcome) {
        attempts(times, model, outcome, Map.of());
    }

    private void attempts(int times, String model, String outcome, Map<String, String> limits) {
        for (int i = 0; i < times; i++) {
            tell(event("attempt", 60 - i % 30)
                    .setAttempt(AuditAttempt.newBuilder()
                            .setNumber(1)
                            .setTarget("large")
                            .setProvider("mistral")
                            .setModel(model)
                            .setOutcome(outcome)
                            .setLimits(limits)
                            .build())
                    .build());
        }
    }

    private void process(String kind, String target, String reason, int secondsAgo) {
        tell(event(kind, secondsAgo).setTarget(target).setReason(reason).build());
    }

    private List<Finding> check() {
        return check(true);
    }

    private List<Finding> check(boolean whole) {
        return TrailCheck.of(
                tally.sums(),
                new Reading(Duration.ofMinutes(5), offset, whole),
                TWO,
                Map.of("large", "mistral", "spare", "openai"),
                NOW);
    }

    private Finding first() {
        return check().getFirst();
    }

    @Test
    void aQuietTrailIsFine() {
        assertThat(check()).extracting(Finding::severity).containsOnlyNulls();
        assertThat(first().says()).isEqualTo("0 failed attempts of 0 (0 %) in the last 5 min");
    }

    @ParameterizedTest
    @CsvSource({
        "100, 0, ,",
        "100, 1, P3, control timeout large 2m",
        "90, 10, P2, control timeout large 2m",
        "0, 5, P1, control timeout large 2m",
        "0, 4, P3, control timeout large 2m",
        "1, 3, P3, control timeout large 2m"
    })
    void theShareOfFailuresDecides(int good, int bad, @Nullable Severity severity, @Nullable String command) {
        attempts(good, "m", "success");
        attempts(bad, "m", "timeout");
        assertThat(first().severity()).isEqualTo(severity);
        assertThat(first().says()).startsWith(bad + " failed attempt");
        if (command != null) {
            assertThat(first().remedies())
                    .anyMatch(remedy -> String.join(" ", remedy.command()).equals(command));
        }
    }

    @Test
    void kindsAreListedByModelTheWorstFirst() {
        attempts(20, "small", "success");
        attempts(1, "small", "timeout");
        attempts(20, "big", "success");
        attempts(3, "big", "rate_limited");
        attempts(2, "big", "capacity_exceeded");
        assertThat(first().facts())
                .containsExactly(
                        new Fact("big", "5 of 25: rate_limited 3, capacity_exceeded 2"),
                        new Fact("small", "1 of 21: timeout 1"));
        assertThat(first().severity()).isEqualTo(Severity.P2);
        assertThat(first().remedies()).anyMatch(remedy -> remedy.command().contains("max-concurrency"));
    }

    @Test
    void whatCallersDidWrongIsNoTroubleOfATarget() {
        attempts(50, "m", "invalid_request");
        attempts(50, "m", "guardrail_blocked");
        assertThat(first().severity()).isNull();
        assertThat(first().remedies()).isEmpty();
    }

    @Test
    void aTrailThatWasNotReadToItsEndSaysSo() {
        attempts(10, "m", "success");
        Finding errors = check(false).getFirst();
        assertThat(errors.severity()).isEqualTo(Severity.P4);
        assertThat(errors.says()).contains("no time to read all");
    }

    @Test
    void damagedRecordsAndAFloodOfModelsAreNoHarm() {
        tell(null);
        for (int i = 0; i < 3 * TrailTally.MOST; i++) {
            attempts(1, "model-" + i, "timeout");
        }
        assertThat(tally.sums().models()).hasSize(TrailTally.MOST);
        assertThat(first().facts()).hasSize(8);
    }

    @Test
    void anOpenBreakerAndARefusedKeyAreFoundUntilTheyEnd() {
        process("breaker", "large", "open", 60);
        assertThat(check().get(1))
                .satisfies(held -> assertThat(held.severity()).isEqualTo(Severity.P2))
                .satisfies(held -> assertThat(held.says()).isEqualTo("breaker open on 1 instance"));
        process("breaker", "large", "closed", 10);
        assertThat(check()).hasSize(2);
        process("key_refused", "spare", "unauthorized", 50);
        assertThat(check().get(1).severity()).isEqualTo(Severity.P1);
        process("key_accepted", "spare", "key changed", 20);
        assertThat(check()).hasSize(2);
        process("probe", "large", "unhealthy", 5);
        assertThat(check().get(1).says()).startsWith("its probe fails");
        process("breaker", "gone", "open", 5);
        assertThat(check()).hasSize(3);
    }

    @Test
    void theLatestHeadersSayWhatIsLeft() {
        attempts(
                1,
                "m",
                "success",
                Map.of("x-ratelimit-remaining-req-minute", "50", "x-ratelimit-limit-req-minute", "60"));
        assertThat(check().getLast().severity()).isNull();
        assertThat(check().getLast().facts()).containsExactly(new Fact("large", "req-minute 50 of 60 left"));
        tell(event("attempt", 1)
                .setAttempt(AuditAttempt.newBuilder()
                        .setNumber(1)
                        .setTarget("large")
                        .setProvider("mistral")
                        .setModel("m")
                        .setOutcome("success")
                        .setLimits(
                                Map.of("x-ratelimit-remaining-req-minute", "2", "x-ratelimit-limit-req-minute", "60"))
                        .build())
                .build());
        assertThat(check().getLast().severity()).isEqualTo(Severity.P3);
        assertThat(check().getLast().remedies()).isNotEmpty();
    }

    @Test
    void aPauseOfAQuotaGroupLastsAsLongAsItSays() {
        tell(event("pacing", 30)
                .setReason("paused")
                .setDetails(Map.of("group", "g", "for_ms", "60000"))
                .build());
        assertThat(check().getLast().severity()).isEqualTo(Severity.P3);
        tell(event("pacing", 20)
                .setReason("paused")
                .setDetails(Map.of("group", "g", "for_ms", "1000"))
                .build());
        assertThat(check().getLast().severity()).isNull();
        tell(event("pacing", 10)
                .setReason("stopped")
                .setDetails(Map.of("group", "g"))
                .build());
        assertThat(check().getLast().severity()).isEqualTo(Severity.P2);
        tell(event("pacing", 5)
                .setReason("paused")
                .setDetails(Map.of("group", "g", "for_ms", "soon"))
                .build());
        assertThat(check().getLast().severity()).isNull();
    }
}
