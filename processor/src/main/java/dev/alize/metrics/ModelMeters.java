package dev.alize.metrics;

import dev.alize.domain.Target;
import dev.alize.metrics.health.TargetHealth;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** The meters of one model at one target. Thread-safe. */
final class ModelMeters {
    private static final Duration[] BUCKETS =
            Buckets.millis(50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000, 120_000, 300_000);

    /** @param errors null for an outcome that is no error of Mistral's API */
    private record Outcome(
            Counter attempts,
            Timer duration,
            Timer genAi,
            @Nullable Counter errors) {}

    private final Map<String, Outcome> outcomes = new ConcurrentHashMap<>();
    private final MeterRegistry registry;
    private final Target target;
    private final String model;
    private volatile @Nullable TokenMeters tokens;

    ModelMeters(MeterRegistry registry, Target target, String model) {
        this.registry = registry;
        this.target = target;
        this.model = model;
    }

    /** @param outcome {@code success}, or the code of a failure */
    void attempted(String outcome, long durationMs) {
        Outcome meters = outcomes.get(outcome);
        if (meters == null) {
            meters = outcomes.computeIfAbsent(outcome, this::outcome);
        }
        meters.attempts().increment();
        meters.duration().record(durationMs, TimeUnit.MILLISECONDS);
        meters.genAi().record(durationMs, TimeUnit.MILLISECONDS);
        Counter errors = meters.errors();
        if (errors != null) {
            errors.increment();
        }
    }

    /** Counts an attempt whose end nobody saw. */
    void cutOff() {
        attempts(EngineMeters.UNKNOWN).increment();
    }

    void used(long prompt, long completion) {
        tokens().used(prompt, completion);
    }

    void cost(double usd) {
        tokens().cost(usd);
    }

    private TokenMeters tokens() {
        TokenMeters meters = tokens;
        if (meters == null) {
            // Registering twice gives the same meters, so a race does no harm.
            meters = new TokenMeters(registry, target, model);
            tokens = meters;
        }
        return meters;
    }

    private Outcome outcome(String outcome) {
        boolean success = outcome.equals(TargetHealth.SUCCESS);
        Timer duration = Timer.builder("alize.attempt")
                .description("Duration of attempts.")
                .tags("target", target.id(), "outcome", outcome)
                .serviceLevelObjectives(BUCKETS)
                .register(registry);
        Timer genAi = GenAi.duration(registry, target.provider(), model, success ? "" : outcome);
        boolean isMistralError = !success && target.provider().equals("mistral");
        return new Outcome(attempts(outcome), duration, genAi, isMistralError ? mistralErrors(outcome) : null);
    }

    private Counter attempts(String outcome) {
        return Counter.builder("alize.attempts")
                .description("Attempts, by how they ended.")
                .tags("target", target.id(), "model", model, "outcome", outcome)
                .register(registry);
    }

    private Counter mistralErrors(String kind) {
        return Counter.builder("mistral.errors")
                .description("Attempts at targets of provider mistral that failed.")
                .tags("model", model, "kind", kind)
                .register(registry);
    }
}
