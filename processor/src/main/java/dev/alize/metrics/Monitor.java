package dev.alize.metrics;

import dev.alize.domain.EngineObserver;
import dev.alize.metrics.health.Health;
import dev.alize.metrics.health.Instance;
import dev.alize.metrics.health.TargetsHealth;
import dev.alize.metrics.http.ListenAddress;
import dev.alize.metrics.http.Page;
import dev.alize.metrics.http.PageServer;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Serves metrics and health from its start on, so that a process that cannot get ready can be asked why; has something
 * to tell once {@link #watch} was called. Thread-safe.
 */
public final class Monitor implements AutoCloseable {
    private static final String TEXT = "text/plain; version=0.0.4; charset=utf-8";
    /** Models with a label of their own. */
    private static final int MODELS = 100;

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final String version;
    private final Health health;
    private final EngineMeters engine;
    private final PageServer server;
    private volatile @Nullable InstanceMeters instance;
    private final List<AutoCloseable> parts = new ArrayList<>();

    private Monitor(ListenAddress address) {
        String packaged = Monitor.class.getPackage().getImplementationVersion();
        this.version = packaged == null ? "unknown" : packaged;
        KafkaMeters.limit(registry);
        TargetsHealth targets = new TargetsHealth(System::currentTimeMillis);
        this.health = new Health(targets, System::currentTimeMillis, version);
        this.engine = new EngineMeters(registry, new ModelLabels(MODELS), targets);
        this.server = PageServer.start(
                address,
                Map.of(
                        "/metrics", () -> new Page(200, TEXT, scrape().getBytes(StandardCharsets.UTF_8)),
                        "/health", () -> new Page(200, "application/json", health.json()),
                        "/live", () -> page("live", health.notAlive()),
                        "/ready", () -> page("ready", health.notReady())));
        parts.add(new ProcessMeters(registry));
    }

    /**
     * Starts to serve.
     *
     * @throws dev.alize.metrics.http.ListenException where it cannot listen there
     */
    public static Monitor start(ListenAddress address) {
        return new Monitor(address);
    }

    private static Page page(String good, Optional<String> problem) {
        return problem.map(reason -> Page.text(503, reason)).orElseGet(() -> Page.text(200, good));
    }

    /** To be told what the engine does. */
    public EngineObserver observer() {
        return engine;
    }

    /** From now on about this instance. Once. */
    public void watch(Instance watched) {
        instance = new InstanceMeters(registry, watched, health, version, System::currentTimeMillis);
        health.follow(watched);
    }

    /**
     * Lets somebody else's metrics be served too, until what is returned is run, or the monitor closed.
     *
     * @param binding what it returns is closed then
     */
    synchronized Runnable add(Function<MeterRegistry, AutoCloseable> binding) {
        AutoCloseable part = binding.apply(registry);
        parts.add(part);
        return () -> remove(part);
    }

    private synchronized void remove(AutoCloseable part) {
        if (parts.remove(part)) {
            close(part);
        }
    }

    private static void close(AutoCloseable part) {
        try {
            part.close();
        } catch (Exception e) {
            throw new IllegalStateException("A part of the metrics cannot be closed", e);
        }
    }

    /** All metrics in Prometheus' text format. One scrape at a time: rows come and go before each. */
    synchronized String scrape() {
        InstanceMeters meters = instance;
        if (meters != null) {
            meters.refresh();
        }
        return registry.scrape();
    }

    /** Where it listens, with the port that was free. */
    public ListenAddress address() {
        return server.address();
    }

    /** Serves no more. */
    @Override
    public synchronized void close() {
        server.close();
        parts.forEach(Monitor::close);
        parts.clear();
        registry.close();
    }
}
