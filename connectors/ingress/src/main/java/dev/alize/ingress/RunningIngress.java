package dev.alize.ingress;

import dev.alize.ingress.access.Access;
import dev.alize.ingress.access.TenantTopics;
import dev.alize.ingress.access.TenantsFile;
import dev.alize.ingress.config.IngressSettings;
import dev.alize.ingress.exchange.Waits;
import dev.alize.ingress.http.HttpFront;
import dev.alize.ingress.kafka.KafkaExchange;
import dev.alize.ingress.kafka.KafkaExchange.FurtherTopics;
import dev.alize.ingress.metrics.Measures;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** All parts of one process, wired by hand. */
final class RunningIngress implements AutoCloseable {
    private final @Nullable TenantsFile tenants;
    private final Measures measures;
    private final KafkaExchange exchange;
    private final HttpFront front;

    private RunningIngress(@Nullable TenantsFile tenants, Measures measures, KafkaExchange exchange, HttpFront front) {
        this.tenants = tenants;
        this.measures = measures;
        this.exchange = exchange;
        this.front = front;
    }

    /**
     * Starts everything.
     *
     * @throws IllegalArgumentException where the tenants file or the certificate cannot be used
     * @throws dev.alize.ingress.kafka.StartException where Kafka or the registry does not answer
     * @throws IllegalStateException where an address cannot be had
     */
    static RunningIngress start(IngressSettings settings) {
        InstantSource clock = InstantSource.system();
        checkTls(settings, clock);
        TenantsFile tenants = settings.tenantsFile().map(TenantsFile::open).orElse(null);
        Access access = access(settings, tenants, clock);
        Waits waits = new Waits(settings.limits().waiting().requests());
        Measures measures = new Measures();
        String instance = "alize-ingress-" + UUID.randomUUID().toString().substring(0, 8);
        KafkaExchange exchange = KafkaExchange.open(settings, topics(tenants), instance, waits, clock);
        try {
            gauges(measures, exchange);
            HttpFront front = HttpFront.start(
                    settings,
                    new HttpFront.Surroundings(
                            exchange, waits, access, exchange::isReady, new RequestIds(), clock, measures));
            return new RunningIngress(tenants, measures, exchange, front);
        } catch (RuntimeException e) {
            exchange.close();
            throw e;
        }
    }

    private static void checkTls(IngressSettings settings, InstantSource clock) {
        List<String> problems =
                settings.tls().map(tls -> tls.problems(clock.instant())).orElse(List.of());
        if (!problems.isEmpty()) {
            throw new IllegalArgumentException(String.join("; ", problems));
        }
    }

    private static Access access(IngressSettings settings, @Nullable TenantsFile tenants, InstantSource clock) {
        if (tenants != null) {
            return Access.byKey(tenants::tenants, clock, System::nanoTime);
        }
        if (settings.open()) {
            return Access.open();
        }
        try {
            return Access.withoutKeys(InetAddress.getByName(settings.listen().host()));
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("listen: " + settings.listen().host() + " cannot be resolved", e);
        }
    }

    private static FurtherTopics topics(@Nullable TenantsFile tenants) {
        return Optional.ofNullable(tenants)
                .map(file -> new FurtherTopics(
                        (topic, tenant) -> file.tenants().owner(topic, tenant),
                        tenant -> file.tenants().topicsOf(tenant),
                        () -> file.tenants().topics(TenantTopics::requests),
                        () -> file.tenants().topics(TenantTopics::cancels),
                        () -> file.tenants().topics(TenantTopics::responses),
                        () -> file.tenants().topics(TenantTopics::chunks)))
                .orElse(FurtherTopics.NONE);
    }

    private static void gauges(Measures measures, KafkaExchange exchange) {
        measures.gauge(
                "alize.ingress.index.entries",
                "Requests that are known",
                () -> exchange.index().size());
        measures.gauge(
                "alize.ingress.index.pushed.out",
                "Requests forgotten before their time, for want of room",
                () -> exchange.index().pushedOut());
        measures.gauge(
                "alize.ingress.index.built",
                "Whether the index reaches back as far as it is to",
                () -> exchange.isIndexBuilt() ? 1 : 0);
        measures.gauge("alize.ingress.unsent", "Records that wait to be written", exchange::unsent);
    }

    /** Such as {@code http://127.0.0.1:8080}. */
    String url() {
        return front.url();
    }

    /** In order: no new requests, the open ones, then what they use. */
    @Override
    public void close() {
        Runnable file = tenants == null ? () -> {} : tenants::close;
        all(this::drain, front::close, exchange::close, file, measures::close);
    }

    private void drain() {
        try {
            front.drain();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Does each of them, whether or not those before it failed; throws what the first one threw. */
    static void all(Runnable... steps) {
        RuntimeException failure = null;
        for (Runnable step : steps) {
            try {
                step.run();
            } catch (RuntimeException e) {
                if (failure == null) {
                    failure = e;
                } else {
                    failure.addSuppressed(e);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
