package dev.alize.metrics;

import dev.alize.domain.CallFacts;
import dev.alize.domain.Direction;
import dev.alize.domain.EngineObserver;
import dev.alize.domain.Target;
import dev.alize.metrics.health.TargetsHealth;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.time.Duration;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Counts what the engine does. A few map look-ups and additions for each event, without locks once a meter exists. */
final class EngineMeters implements EngineObserver {
    /** The outcome of an attempt that a crash or a cancel cut off. */
    static final String UNKNOWN = "unknown";

    private static final Duration[] RESPONSE =
            Buckets.millis(10, 25, 50, 100, 250, 500, 1_000, 2_500, 5_000, 10_000, 30_000, 60_000, 300_000, 900_000);
    private static final Duration[] DRAIN = Buckets.millis(1, 2, 5, 10, 20, 50, 100, 250, 1_000, 5_000);

    private record Responses(Timer timer, Map<String, Counter> byKind) {}

    private final Map<String, TargetMeters> targets = new ConcurrentHashMap<>();
    private final Map<String, Responses> responses = new ConcurrentHashMap<>();
    private final Map<String, Counter> deadLetters = new ConcurrentHashMap<>();
    private final Map<String, Counter> recalls = new ConcurrentHashMap<>();
    private final MeterRegistry registry;
    private final ModelLabels labels;
    private final OnwardMeters onward;
    private final PolicyMeters policies;
    private final StageMeters stages;
    private final TargetsHealth health;
    private final Counter redispatches;
    private final Counter repeats;
    private final Counter evictions;
    private final Counter chunks;
    private final Counter deltas;
    private final Timer drain;

    EngineMeters(MeterRegistry registry, ModelLabels labels, TargetsHealth health) {
        this.registry = registry;
        this.labels = labels;
        this.onward = new OnwardMeters(registry);
        this.policies = new PolicyMeters(registry);
        this.stages = new StageMeters(registry);
        this.health = health;
        this.redispatches =
                counter("alize.redispatches", "Open requests that were called again after a crash or restart.");
        this.repeats = counter("alize.repeats", "Requests that were recognised as repeats and not called.");
        this.evictions =
                counter("alize.evictions", "Answered requests that were forgotten before their window was over.");
        this.chunks = counter("alize.chunks", "Records of streamed answers written.");
        this.deltas = counter("alize.chunk.deltas", "Deltas in the records of streamed answers.");
        this.drain = Timer.builder("alize.drain.delay")
                .description("How long the oldest result of each look had waited for its stream thread.")
                .serviceLevelObjectives(DRAIN)
                .register(registry);
    }

    private Counter counter(String name, String description) {
        return Counter.builder(name).description(description).register(registry);
    }

    @Override
    public void answered(String status, String kind, long totalMs) {
        Responses known = responses.get(status);
        if (known == null) {
            known = responses.computeIfAbsent(status, this::responses);
        }
        known.timer().record(totalMs, TimeUnit.MILLISECONDS);
        Counter counter = known.byKind().get(kind);
        if (counter == null) {
            counter = known.byKind().computeIfAbsent(kind, k -> response(status, k));
        }
        counter.increment();
    }

    private Responses responses(String status) {
        Timer timer = Timer.builder("alize.response")
                .description("From the request's time stamp to its response.")
                .tags("status", status)
                .serviceLevelObjectives(RESPONSE)
                .register(registry);
        return new Responses(timer, new ConcurrentHashMap<>());
    }

    private Counter response(String status, String kind) {
        return Counter.builder("alize.responses")
                .description("Responses, by how the request ended.")
                .tags("status", status, "kind", kind)
                .register(registry);
    }

    @Override
    public void attempted(
            Target target,
            String model,
            String outcome,
            CallFacts facts,
            OptionalLong prompt,
            OptionalLong completion) {
        TargetMeters meters = target(target);
        ModelMeters ofModel = meters.of(model, outcome);
        if (outcome.equals(UNKNOWN)) {
            ofModel.cutOff();
            return;
        }
        ofModel.attempted(outcome, facts.durationMs());
        if (prompt.isPresent() || completion.isPresent()) {
            ofModel.used(prompt.orElse(0), completion.orElse(0));
        }
        meters.health().attempted(outcome);
        meters.resent(facts.resends());
    }

    @Override
    public void billed(Target target, String model, String outcome, double usd) {
        target(target).of(model, outcome).cost(usd);
    }

    private TargetMeters target(Target target) {
        TargetMeters meters = targets.get(target.id());
        if (meters == null || !meters.isOf(target)) {
            // A target may come back from another configuration with other prices; the registry has its meters still.
            meters = new TargetMeters(registry, target, labels, health.of(target.id(), target.provider()));
            targets.put(target.id(), meters);
        }
        return meters;
    }

    /** Rare, so the registry may look the meter up. */
    @Override
    public void happened(String kind, @Nullable String target, String reason) {
        Counter.builder("alize.process.events")
                .description("What happened to the process, as the audit trail has it.")
                .tags("kind", kind, "target", target == null ? "none" : target, "reason", reason)
                .register(registry)
                .increment();
    }

    @Override
    public void goesOn(String how, String target, String kind) {
        onward.goesOn(how, target, kind);
    }

    @Override
    public void staged(String stage, boolean look, long nanos) {
        stages.staged(stage, look, nanos);
    }

    @Override
    public void judged(String policy, Direction direction, String verdict, long nanos) {
        policies.judged(policy, direction, verdict, nanos);
    }

    @Override
    public void redispatched() {
        redispatches.increment();
    }

    @Override
    public void repeated() {
        repeats.increment();
    }

    @Override
    public void deadLettered(String kind) {
        Counter counter = deadLetters.get(kind);
        if (counter == null) {
            counter = deadLetters.computeIfAbsent(kind, this::deadLetter);
        }
        counter.increment();
    }

    private Counter deadLetter(String kind) {
        return Counter.builder("alize.dead.letters")
                .description("Records written to the dead letters, by reason.")
                .tags("kind", kind)
                .register(registry);
    }

    @Override
    public void evicted() {
        evictions.increment();
    }

    @Override
    public void recalled(String how) {
        Counter counter = recalls.get(how);
        if (counter == null) {
            counter = recalls.computeIfAbsent(how, this::recall);
        }
        counter.increment();
    }

    private Counter recall(String how) {
        return Counter.builder("alize.cache.requests")
                .description("Requests that may use the response cache, by what it had for them.")
                .tags("result", how)
                .register(registry);
    }

    @Override
    public void drained(int results, long oldestWaitedNanos) {
        drain.record(oldestWaitedNanos, TimeUnit.NANOSECONDS);
    }

    @Override
    public void chunkWritten(int written) {
        chunks.increment();
        deltas.increment(written);
    }
}
