package dev.alize.metrics;

import dev.alize.domain.Target;
import dev.alize.metrics.health.TargetHealth;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The meters of one target, found without allocation by model and outcome. Thread-safe. */
final class TargetMeters {
    private final Map<String, ModelMeters> models = new ConcurrentHashMap<>();
    private final MeterRegistry registry;
    private final Target target;
    private final ModelLabels labels;
    private final TargetHealth health;
    private final Counter resends;

    TargetMeters(MeterRegistry registry, Target target, ModelLabels labels, TargetHealth health) {
        this.registry = registry;
        this.target = target;
        this.labels = labels;
        this.health = health;
        this.resends = Counter.builder("alize.resends")
                .description("Calls that were made again within their attempt because the connection broke.")
                .tags("target", target.id())
                .register(registry);
        labels.configured(target.model());
    }

    /** Whether these are of this target as it is configured, not of one with its id. */
    boolean isOf(Target other) {
        return target == other || target.equals(other);
    }

    void resent(int times) {
        resends.increment(times);
    }

    TargetHealth health() {
        return health;
    }

    /** @param outcome of the attempt, which decides whether an unseen model gets a label of its own */
    ModelMeters of(String model, String outcome) {
        ModelMeters meters = models.get(model);
        return meters != null ? meters : first(labels.of(model, outcome));
    }

    private ModelMeters first(String label) {
        return models.computeIfAbsent(label, l -> new ModelMeters(registry, target, l));
    }
}
