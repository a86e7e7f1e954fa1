package dev.alize.metrics;

import dev.alize.metrics.health.Health;
import dev.alize.metrics.health.Instance;
import dev.alize.metrics.health.Levels;
import dev.alize.metrics.health.ThreadPulse;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/** What is read from an instance at each scrape. */
final class InstanceMeters {
    private static final double MILLIS = 1e3;
    private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

    private final MeterRegistry registry;
    private final Instance instance;
    private final MultiGauge info;
    private final String version;
    private final LongSupplier clock;
    private final TargetGauges targets;
    private final QuotaMeters quotas;

    /** @param clock milliseconds since 1970 */
    InstanceMeters(MeterRegistry registry, Instance instance, Health health, String version, LongSupplier clock) {
        this.registry = registry;
        this.instance = instance;
        this.version = version;
        this.clock = clock;
        this.info = MultiGauge.builder("alize.build")
                .description("Always 1; says what runs with which configuration.")
                .register(registry);
        this.targets = new TargetGauges(registry);
        this.quotas = new QuotaMeters(registry);
        levels();
        lag();
        threads();
        lost();
        gauge(
                "alize.ready",
                "1 while requests are processed.",
                i -> health.notReady().isEmpty() ? 1 : 0);
        refresh();
    }

    private void levels() {
        gauge(
                "alize.open.calls",
                "Calls whose answer has not come.",
                i -> i.levels().openCalls());
        gauge(
                "alize.open.calls.limit",
                "Most calls open at once.",
                i -> i.levels().maxOpenCalls());
        gauge(
                "alize.open.bytes",
                "Bytes of open requests and unsettled answers.",
                i -> i.levels().openBytes());
        gauge(
                "alize.open.bytes.limit",
                "Most bytes held at once.",
                i -> i.levels().maxOpenBytes());
        gauge(
                "alize.waiting.calls",
                "Calls that wait for a commit or for room.",
                i -> i.levels().waiting());
        gauge(
                "alize.held.requests",
                "Requests behind an earlier one with their ordering key.",
                i -> i.levels().held());
        gauge(
                "alize.delayed.requests",
                "Requests that wait for the time of their next attempt.",
                i -> i.levels().delayed());
        gauge(
                "alize.cache.bytes",
                "Bytes of answers kept by the response cache, about.",
                i -> i.levels().cachedBytes());
        gauge(
                "alize.intake.open",
                "1 while requests are read from Kafka.",
                i -> i.levels().intakeOpen() ? 1 : 0);
    }

    /** Of what was read from Kafka; the consumers' own lag comes before it. */
    private void lag() {
        gauge("alize.lag.requests", "Requests taken in that wait for a call, whatever for.", i -> {
            Levels levels = i.levels();
            return levels.waiting() + levels.held() + levels.delayed() + levels.parked();
        });
        gauge(
                "alize.lag.tokens",
                "Tokens that the calls that wait are thought to need.",
                i -> i.levels().waitingTokens());
        gauge(
                "alize.lag.deadline.seconds",
                "Time until the first of the calls that wait expires; +Inf where none waits.",
                i -> secondsUntil(i.levels().nextExpiry()));
    }

    private double secondsUntil(long atMs) {
        return atMs == Long.MAX_VALUE ? Double.POSITIVE_INFINITY : Math.max(0, atMs - clock.getAsLong()) / MILLIS;
    }

    private void threads() {
        gauge(
                "alize.stream.threads",
                "Stream threads that are alive.",
                i -> i.threads().size());
        gauge(
                "alize.poll.age.seconds",
                "Time since the last poll of the stream thread that has not polled for longest.",
                i -> oldest(i, ThreadPulse::sincePollNanos));
        gauge(
                "alize.transaction.age.seconds",
                "Time since the oldest open transaction of a stream thread began.",
                i -> oldest(i, ThreadPulse::transactionNanos));
        gauge(
                "alize.transaction.timeout.seconds",
                "After so long the broker aborts an open transaction.",
                i -> i.transactionTimeout().toNanos() / NANOS);
    }

    private void lost() {
        FunctionCounter.builder("alize.lost.process.events", instance, Instance::lostProcessEvents)
                .description("Audit events of the process that were dropped because the broker did not take them.")
                .register(registry);
    }

    private static double oldest(Instance instance, ToLongFunction<ThreadPulse> age) {
        return instance.threads().stream().mapToLong(age).max().orElse(0) / NANOS;
    }

    private void gauge(String name, String description, ToDoubleFunction<Instance> value) {
        Gauge.builder(name, instance, value)
                .description(description)
                .strongReference(true)
                .register(registry);
    }

    /** Takes over the configuration's version, its targets and quotas; called before each scrape, by one at a time. */
    void refresh() {
        Tags labels = Tags.of(
                "version", version, "configuration", instance.configuration(), "instance_name", instance.name());
        info.register(List.of(MultiGauge.Row.of(labels, 1)), true);
        targets.show(instance.targetStates());
        quotas.show(instance.quotas());
    }
}
