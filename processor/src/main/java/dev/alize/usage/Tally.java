package dev.alize.usage;

import dev.alize.schemas.AuditAttempt;
import dev.alize.schemas.AuditEvent;
import dev.alize.schemas.PolicyResult;
import dev.alize.schemas.UsageRow;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What one audit event adds to the sums. Pure. */
public final class Tally {
    private static final String SCORER = "quality-scorer";
    private static final String NONE = "";
    private static final String UNKNOWN = "unknown";
    private static final int MOST_STATUSES = 40;
    private static final double NANOS = 1e9;
    private static final double MILLIONTHS = 1e6;

    private Tally() {}

    /**
     * A row for the sums of the event alone; empty for an event that uses nothing.
     *
     * @throws RuntimeException where the event holds what no event of ours does
     */
    public static Optional<UsageRow> of(AuditEvent event) {
        if (event.getTenant() == null) {
            return Optional.empty();
        }
        return switch (event.getKind()) {
            case "attempt" -> Optional.ofNullable(event.getAttempt()).map(attempt -> attempt(event, attempt));
            case "retry" ->
                Optional.of(row(event, event.getTarget()).setRetries(1).build());
            case "fallback" ->
                Optional.of(row(event, event.getDetails().get("from"))
                        .setFallbacks(1)
                        .build());
            case "cache_hit" -> Optional.of(free(event).setCacheHits(1).build());
            case "cache_degraded" ->
                Optional.of(free(event).setCacheHits(1).setDegraded(1).build());
            case "response" -> Optional.of(response(event));
            default -> Optional.empty();
        };
    }

    private static UsageRow attempt(AuditEvent event, AuditAttempt attempt) {
        UsageRow.Builder row = row(event, attempt.getModel(), attempt.getTarget());
        boolean success = attempt.getOutcome().equals("success");
        boolean used = attempt.getPromptTokens() != null || attempt.getCompletionTokens() != null;
        Double cost = attempt.getCost();
        row.setAttempts(1)
                .setPossiblyBilled(
                        attempt.getPossiblyBilled() || attempt.getOutcome().equals(UNKNOWN) ? 1 : 0)
                .setResends(attempt.getResends())
                .setPromptTokens(orZero(attempt.getPromptTokens()))
                .setCachedTokens(orZero(attempt.getCachedTokens()))
                .setCompletionTokens(orZero(attempt.getCompletionTokens()))
                .setUnpriced(used && cost == null ? 1 : 0)
                .setCostNanoUsd(cost == null ? 0 : Math.round(cost * NANOS));
        if (success) {
            row.setProviderMs(attempt.getDurationMs()).setProviderDurations(Durations.of(attempt.getDurationMs()));
        } else {
            row.setFailures(Map.of(attempt.getOutcome(), 1L));
        }
        return row.build();
    }

    private static UsageRow response(AuditEvent event) {
        String status = event.getStatus() == null ? UNKNOWN : event.getStatus();
        if (status.length() > MOST_STATUSES) {
            throw new IllegalArgumentException("status: longer than any of ours");
        }
        UsageRow.Builder row = (event.getTarget() == null ? free(event) : row(event, event.getTarget()))
                .setRequests(Map.of(status, 1L));
        if (status.equals("completed")) {
            row.setTotalMs(Long.parseLong(event.getDetails().getOrDefault("total_ms", "0")));
        }
        List<Double> scores = event.getVerdicts().stream()
                .filter(verdict -> verdict.getPolicy().equals(SCORER)
                        && verdict.getDirection().equals("response"))
                .map(PolicyResult::getScore)
                .filter(score -> score != null)
                .toList();
        if (event.getTarget() != null && !scores.isEmpty()) {
            row.setQualityMillionths(scores.stream()
                            .mapToLong(score -> Math.round(score * MILLIONTHS))
                            .sum())
                    .setQualityCount(scores.size());
        }
        return row.build();
    }

    private static UsageRow.Builder free(AuditEvent event) {
        return row(event, NONE, NONE);
    }

    private static UsageRow.Builder row(AuditEvent event, @Nullable String target) {
        return row(event, event.getDetails().getOrDefault("model", UNKNOWN), target == null ? UNKNOWN : target);
    }

    private static UsageRow.Builder row(AuditEvent event, String model, String target) {
        return UsageRow.newBuilder()
                .setHour(UsageKey.hour(event.getAt()))
                .setTenant(event.getTenant())
                .setModel(model)
                .setTarget(target)
                .setEvents(1);
    }

    private static long orZero(@Nullable Long value) {
        return value == null ? 0 : value;
    }
}
