package dev.alize.usage;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.schemas.AuditEvent;
import dev.alize.schemas.UsageRow;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class TallyTest {
    private static UsageRow row(AuditEvent event) {
        return Tally.of(event).orElseThrow();
    }

    @Test
    void anAttemptCountsAtItsModelTargetAndHour() {
        UsageRow row = row(AuditSamples.success("acme", "a/b", 900, 0.000_123_456_7));

        assertThat(UsageKey.of(row)).isEqualTo("2026-11-21T14/acme/small/a%2Fb");
        assertThat(row.getHour()).isEqualTo(Instant.parse("2026-11-21T14:00:00Z"));
        assertThat(row.getCostNanoUsd()).isEqualTo(123_457);
        assertThat(List.of(row.getPromptTokens(), row.getCachedTokens(), row.getCompletionTokens()))
                .containsExactly(100L, 40L, 7L);
        assertThat(row.getProviderMs()).isEqualTo(900);
        assertThat(row.getFailures()).isEmpty();
    }

    @Test
    void failuresCountByKindAndWhatMayHaveBeenBilledSeparately() {
        UsageRow both = Sums.of(
                Sums.of(
                        row(AuditSamples.failure("acme", "a", "timeout")),
                        row(AuditSamples.failure("acme", "a", "rate_limited"))),
                row(AuditSamples.failure("acme", "a", "unknown")));

        assertThat(both.getFailures()).isEqualTo(Map.of("timeout", 1L, "rate_limited", 1L, "unknown", 1L));
        assertThat(both.getPossiblyBilled()).isEqualTo(2);
        assertThat(both.getAttempts()).isEqualTo(3);
        assertThat(both.getEvents()).isEqualTo(3);
        assertThat(both.getProviderMs()).isZero();
    }

    @Test
    void anAnswerCountsAtTheTargetThatGaveItAndOneWithoutACallAtNone() {
        UsageRow called = row(AuditSamples.response("acme", "a", "completed", 0.75));
        UsageRow blocked = row(AuditSamples.response("acme", null, "blocked", null));

        assertThat(UsageKey.of(called)).endsWith("/acme/small/a");
        assertThat(called.getQualityMillionths()).isEqualTo(750_000);
        assertThat(called.getQualityCount()).isEqualTo(1);
        assertThat(called.getTotalMs()).isEqualTo(900);
        assertThat(UsageKey.of(blocked)).endsWith("/acme//");
        assertThat(blocked.getRequests()).isEqualTo(Map.of("blocked", 1L));
        assertThat(blocked.getTotalMs()).isZero();
    }

    @Test
    void aFallbackCountsWhereTheRequestLeft() {
        UsageRow row = row(AuditSamples.event("fallback", "acme")
                .setTarget("next")
                .setDetails(Map.of("from", "left", "model", "small"))
                .build());

        assertThat(row.getTarget()).isEqualTo("left");
        assertThat(row.getFallbacks()).isEqualTo(1);
    }

    @Test
    void eventsThatUseNothingAreNotCounted() {
        assertThat(Tally.of(AuditSamples.event("admitted", "acme").build())).isEmpty();
        assertThat(Tally.of(
                        AuditSamples.event("started", "acme").setTenant(null).build()))
                .isEmpty();
    }

    @Test
    void percentilesComeFromSteps() {
        List<Long> counts = List.of();
        for (int i = 1; i <= 100; i++) {
            counts = Durations.sum(counts, Durations.of(i * 10L));
        }

        assertThat(Durations.percentile(counts, 0.5).orElseThrow()).isBetween(460L, 540L);
        assertThat(Durations.percentile(counts, 0.95).orElseThrow()).isBetween(900L, 1_300L);
        assertThat(Durations.percentile(List.of(), 0.5)).isEmpty();
        assertThat(Durations.percentile(Durations.of(1_000_000), 0.5)).hasValue(122_880);
    }

    @Test
    void aWindowIsWidenedToWholeHours() {
        Instant half = Instant.parse("2026-11-21T14:30:00Z");
        Instant full = Instant.parse("2026-11-21T15:00:00Z");

        assertThat(HourWindow.around(half, half.plusSeconds(1)))
                .isEqualTo(new HourWindow(Instant.parse("2026-11-21T14:00:00Z"), full));
        assertThat(HourWindow.around(full, full.plusSeconds(3_600)))
                .isEqualTo(new HourWindow(full, full.plusSeconds(3_600)));
        assertThat(HourWindow.around(null, null)).isEqualTo(new HourWindow(null, null));
    }
}
