package dev.alize.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.schemas.AuditAttempt;
import dev.alize.schemas.AuditEvent;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;

class LifeViewTest {
    private static final Instant START = Instant.parse("2026-11-20T14:00:00Z");

    @Test
    void showsHowLongARequestWaitedBeforeItsCalls() {
        List<List<String>> rows = LifeView.rows(List.of(
                event("admitted", 0),
                attempt(1, "timeout", 2_000, 5_000),
                event("retry", 5_000),
                attempt(2, "success", 6_500, 7_000),
                event("response", 7_000)));

        assertThat(rows.stream().map(row -> row.get(3) + " " + row.get(1) + " " + row.get(2)))
                .containsExactly(
                        "KIND SINCE START STEP",
                        "admitted 0ms -",
                        "call 2.000s +2.000s",
                        "attempt 5.000s +3.000s",
                        "retry 5.000s +0ms",
                        "call 6.500s +1.500s",
                        "attempt 7.000s +500ms",
                        "response 7.000s +0ms");
        assertThat(rows.get(2)).contains("large", "-", "attempt=1");
    }

    @Test
    void aCallWhoseStartNobodyKnowsHasOneRow() {
        AuditEvent unknown = attempt(1, "unknown", 0, 4_000);
        unknown.getAttempt().setStartedAt(null);

        assertThat(LifeView.rows(List.of(event("admitted", 0), unknown))).hasSize(3);
    }

    private static AuditEvent event(String kind, long atMillis) {
        return AuditEvent.newBuilder()
                .setKind(kind)
                .setAt(START.plusMillis(atMillis))
                .setRequestId("r-1")
                .setTenant("acme")
                .build();
    }

    private static AuditEvent attempt(int number, String outcome, long startMillis, long atMillis) {
        AuditEvent event = event("attempt", atMillis);
        event.setAttempt(AuditAttempt.newBuilder()
                .setNumber(number)
                .setTarget("large")
                .setProvider("mistral")
                .setModel("mistral-large-latest")
                .setOutcome(outcome)
                .setStartedAt(START.plusMillis(startMillis))
                .build());
        return event;
    }
}
