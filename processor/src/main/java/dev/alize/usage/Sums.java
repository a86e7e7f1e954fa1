package dev.alize.usage;

import dev.alize.schemas.UsageRow;
import java.util.HashMap;
import java.util.Map;

/** Adds rows up. */
final class Sums {
    private Sums() {}

    /** A new row with the key of {@code one} and the sums of both. */
    static UsageRow of(UsageRow one, UsageRow other) {
        return UsageRow.newBuilder()
                .setHour(one.getHour())
                .setTenant(one.getTenant())
                .setModel(one.getModel())
                .setTarget(one.getTarget())
                .setEvents(one.getEvents() + other.getEvents())
                .setAttempts(one.getAttempts() + other.getAttempts())
                .setFailures(sum(one.getFailures(), other.getFailures()))
                .setPossiblyBilled(one.getPossiblyBilled() + other.getPossiblyBilled())
                .setResends(one.getResends() + other.getResends())
                .setUnpriced(one.getUnpriced() + other.getUnpriced())
                .setPromptTokens(one.getPromptTokens() + other.getPromptTokens())
                .setCachedTokens(one.getCachedTokens() + other.getCachedTokens())
                .setCompletionTokens(one.getCompletionTokens() + other.getCompletionTokens())
                .setCostNanoUsd(one.getCostNanoUsd() + other.getCostNanoUsd())
                .setProviderMs(one.getProviderMs() + other.getProviderMs())
                .setProviderDurations(Durations.sum(one.getProviderDurations(), other.getProviderDurations()))
                .setRetries(one.getRetries() + other.getRetries())
                .setFallbacks(one.getFallbacks() + other.getFallbacks())
                .setRequests(sum(one.getRequests(), other.getRequests()))
                .setTotalMs(one.getTotalMs() + other.getTotalMs())
                .setCacheHits(one.getCacheHits() + other.getCacheHits())
                .setDegraded(one.getDegraded() + other.getDegraded())
                .setQualityMillionths(one.getQualityMillionths() + other.getQualityMillionths())
                .setQualityCount(one.getQualityCount() + other.getQualityCount())
                .build();
    }

    private static Map<String, Long> sum(Map<String, Long> one, Map<String, Long> other) {
        Map<String, Long> sum = new HashMap<>(one);
        other.forEach((name, count) -> sum.merge(name, count, Long::sum));
        return sum;
    }
}
