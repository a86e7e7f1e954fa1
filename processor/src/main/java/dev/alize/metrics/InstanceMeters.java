package dev.alize.metrics;

import dev.alize.metrics.health.Health;
import dev.alize.metrics.health.Instance;
import dev.alize.metrics.health.ThreadPulse;
import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.ToDoubleFunction;
import java.util.function.ToLongFunction;

/** What is read from an instance at each scrape. */
final class InstanceMeters {
    private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

    private final MeterRegistry registry;
    private final Instance instance;
    private final MultiGauge info;
    private final String version;
    private final TargetGauges targets;
    private final QuotaMeters quotas;

    InstanceMeters(MeterRegistry registry, Instance instance, Health health, String version) {
        this.registry = registry;
        this.instance = instance;
        this.version = version;
        this.info = MultiGauge.builder("alize.build")
                .description("Always 1; says what runs with which configuration.")
                .register(registry);
        this.targets = new TargetGauges(registry);
        this.quotas = new QuotaMeters(registry);
        levels();
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
