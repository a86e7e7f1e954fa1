package dev.alize.metrics;

import dev.alize.domain.Direction;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Counts and times the verdicts of the policies. Thread-safe. */
final class PolicyMeters {
    private record Judging(String policy, Direction direction, String verdict) {}

    private final Map<Judging, Timer> timers = new ConcurrentHashMap<>();
    private final MeterRegistry registry;

    PolicyMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    void judged(String policy, Direction direction, String verdict, long nanos) {
        timers.computeIfAbsent(new Judging(policy, direction, verdict), this::timer)
                .record(nanos, TimeUnit.NANOSECONDS);
    }

    private Timer timer(Judging judging) {
        return Timer.builder("alize.policy")
                .description("How long the policies take to judge, by what they say.")
                .tags(
                        "policy",
                        judging.policy(),
                        "direction",
                        judging.direction().code(),
                        "verdict",
                        judging.verdict())
                .register(registry);
    }
}
