package dev.alize.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** Counts the requests that went on after a failed attempt, by the target they left and the failure. Thread-safe. */
final class OnwardMeters {
    private final Map<String, Map<String, Counter>> retries = new ConcurrentHashMap<>();
    private final Map<String, Map<String, Counter>> fallbacks = new ConcurrentHashMap<>();
    private final MeterRegistry registry;

    OnwardMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    /**
     * @param how {@code retry} or {@code fallback}; anything else is not counted
     * @param kind code of the failure, {@code none} where the target was left without an attempt
     */
    void goesOn(String how, String target, String kind) {
        switch (how) {
            case "retry" ->
                count(retries, "alize.retries", "Requests that wait to be called again at their target.", target, kind);
            case "fallback" ->
                count(fallbacks, "alize.fallbacks", "Requests that left their target for the next.", target, kind);
            default -> {
                // An observer never throws.
            }
        }
    }

    private void count(
            Map<String, Map<String, Counter>> known, String name, String description, String target, String kind) {
        Map<String, Counter> byKind = known.get(target);
        if (byKind == null) {
            byKind = known.computeIfAbsent(target, t -> new ConcurrentHashMap<>());
        }
        Counter counter = byKind.get(kind);
        if (counter == null) {
            counter = byKind.computeIfAbsent(
                    kind,
                    k -> Counter.builder(name)
                            .description(description)
                            .tags("target", target, "kind", k)
                            .register(registry));
        }
        counter.increment();
    }
}
