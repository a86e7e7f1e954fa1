package dev.alize.console.state;

import dev.alize.domain.CallFacts;
import dev.alize.domain.EngineObserver;
import dev.alize.domain.Target;
import dev.alize.metrics.health.TargetHealth;
import dev.alize.metrics.health.TargetsHealth;
import java.util.Map;
import java.util.OptionalLong;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/** Keeps what the attempts of the last five minutes say of each target. Thread-safe; some additions for each attempt. */
public final class Attempts implements EngineObserver {
    private static final String UNKNOWN = "unknown";

    private final Map<String, Latencies> latencies = new ConcurrentHashMap<>();
    private final TargetsHealth health;
    private final LongSupplier clock;
    private volatile long lastAnswer;

    /** @param clock milliseconds since 1970 */
    public Attempts(LongSupplier clock) {
        this.clock = clock;
        this.health = new TargetsHealth(clock);
    }

    @Override
    public void attempted(
            Target target,
            String model,
            String outcome,
            CallFacts facts,
            OptionalLong prompt,
            OptionalLong completion) {
        if (outcome.equals(UNKNOWN)) {
            return;
        }
        health.of(target.id(), target.provider()).attempted(outcome);
        if (outcome.equals(TargetHealth.SUCCESS)) {
            latencies(target.id()).add(facts.durationMs());
        }
    }

    @Override
    public void answered(String status, String kind, long totalMs) {
        lastAnswer = clock.getAsLong();
    }

    /** When this instance answered a request the last time, in milliseconds since 1970; 0 for never. */
    long lastAnswer() {
        return lastAnswer;
    }

    TargetsHealth health() {
        return health;
    }

    Latencies latencies(String target) {
        return latencies.computeIfAbsent(target, id -> new Latencies(clock));
    }
}
