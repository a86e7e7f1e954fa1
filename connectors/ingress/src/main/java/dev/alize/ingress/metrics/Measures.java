package dev.alize.ingress.metrics;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.binder.jvm.JvmGcMetrics;
import io.micrometer.core.instrument.binder.jvm.JvmMemoryMetrics;
import io.micrometer.core.instrument.binder.system.ProcessorMetrics;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.DoubleSupplier;

/**
 * The metrics of one process, for Prometheus. Labels are words of ours and statuses, never a tenant, a model or a
 * request. Any thread may call.
 */
public final class Measures implements AutoCloseable {
    private static final Duration[] BUCKETS = {
        Duration.ofMillis(5),
        Duration.ofMillis(10),
        Duration.ofMillis(25),
        Duration.ofMillis(50),
        Duration.ofMillis(100),
        Duration.ofMillis(250),
        Duration.ofMillis(500),
        Duration.ofSeconds(1),
        Duration.ofMillis(2_500),
        Duration.ofSeconds(5),
        Duration.ofSeconds(10),
        Duration.ofSeconds(30),
        Duration.ofSeconds(60),
        Duration.ofMinutes(5)
    };

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final JvmGcMetrics collections = new JvmGcMetrics();
    private final Map<String, Counter> requests = new ConcurrentHashMap<>();
    private final Map<String, Timer> durations = new ConcurrentHashMap<>();
    private final Map<String, Counter> cancellations = new ConcurrentHashMap<>();
    private final Counter events;
    private final Counter dropped;
    private final DistributionSummary bodies;

    public Measures() {
        new JvmMemoryMetrics().bindTo(registry);
        new ProcessorMetrics().bindTo(registry);
        collections.bindTo(registry);
        events = Counter.builder("alize.ingress.stream.events")
                .description("Events written to streams")
                .register(registry);
        dropped = Counter.builder("alize.ingress.streams.dropped")
                .description("Streams closed because their client read too slowly")
                .register(registry);
        bodies = DistributionSummary.builder("alize.ingress.body.size")
                .description("Bodies of requests")
                .baseUnit("bytes")
                .register(registry);
    }

    /** A request is over. @param route one of a few words @param status 0 where the client left before */
    public void ended(String route, int status, long nanos) {
        String outcome = status == 0 ? "client_closed" : Integer.toString(status);
        requests.computeIfAbsent(
                        route + " " + outcome,
                        key -> Counter.builder("alize.ingress.requests")
                                .description("Requests that are over, by route and status")
                                .tag("route", route)
                                .tag("status", outcome)
                                .register(registry))
                .increment();
        durations
                .computeIfAbsent(
                        route,
                        key -> Timer.builder("alize.ingress.request.duration")
                                .description("From the request's headers to the end of its answer")
                                .tag("route", route)
                                .serviceLevelObjectives(BUCKETS)
                                .register(registry))
                .record(Duration.ofNanos(nanos));
    }

    /** A cancellation was written. @param reason one of a few words */
    public void cancelled(String reason) {
        cancellations
                .computeIfAbsent(
                        reason,
                        key -> Counter.builder("alize.ingress.cancellations")
                                .description("Cancellations written, by reason")
                                .tag("reason", reason)
                                .register(registry))
                .increment();
    }

    /** Events were written to a stream. */
    public void events(int count) {
        events.increment(count);
    }

    /** A stream was closed because of its client. */
    public void dropped() {
        dropped.increment();
    }

    /** A body was read. @param bytes its size */
    public void body(int bytes) {
        bodies.record(bytes);
    }

    /** Something that is looked at when metrics are read. */
    public void gauge(String name, String description, DoubleSupplier value) {
        Gauge.builder(name, value::getAsDouble).description(description).register(registry);
    }

    /** All of it, in Prometheus' text format. */
    public String scrape() {
        return registry.scrape();
    }

    @Override
    public void close() {
        collections.close();
        registry.close();
    }
}
