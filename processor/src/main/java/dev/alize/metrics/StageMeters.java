package dev.alize.metrics;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** Counts and times what the stages of the topology take in, and their looks. Thread-safe. */
final class StageMeters {
    private final Map<String, Timer> records = new ConcurrentHashMap<>();
    private final Map<String, Timer> looks = new ConcurrentHashMap<>();
    private final MeterRegistry registry;

    StageMeters(MeterRegistry registry) {
        this.registry = registry;
    }

    void staged(String stage, boolean look, long nanos) {
        Map<String, Timer> timers = look ? looks : records;
        Timer timer = timers.get(stage);
        if (timer == null) {
            timer = timers.computeIfAbsent(stage, name -> timer(name, look));
        }
        timer.record(nanos, TimeUnit.NANOSECONDS);
    }

    private Timer timer(String stage, boolean look) {
        return Timer.builder("alize.stage")
                .description("How long the stages take by themselves, for a record or for a look at what waits.")
                .tags("stage", stage, "by", look ? "look" : "record")
                .register(registry);
    }
}
