package dev.alize.client;

import dev.alize.config.Configuration;
import dev.alize.config.Environment;
import dev.alize.config.KafkaSettings;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.AdminClientConfig;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.KafkaFuture;

/**
 * How an edge reaches the cluster: the properties of block {@code kafka}, for each kind of client.
 *
 * @param properties by name, secrets resolved; those of one client carry its prefix, such as {@code producer.}
 */
public record Connection(Map<String, String> properties) {
    /** How long a broker may take to answer an administrative request. */
    public static final Duration PATIENCE = Duration.ofSeconds(8);

    private static final List<String> PREFIXES = List.of(
            "main.consumer.", "restore.consumer.", "global.consumer.", "consumer.", "producer.", "admin.", "topic.");

    public Connection {
        properties = Map.copyOf(properties);
    }

    /** @throws UnreachableException where a secret cannot be read; names its property and reference */
    public static Connection of(Configuration configuration, Environment environment) {
        try {
            return new Connection(configuration.kafka().resolve(environment));
        } catch (IllegalStateException e) {
            throw new UnreachableException(String.valueOf(e.getMessage()), e);
        }
    }

    /** For one kind of client: those without prefix, overridden by those with it; an empty prefix is none. */
    public Map<String, Object> of(String prefix) {
        Map<String, Object> own = new HashMap<>();
        properties.forEach((name, value) -> {
            if (PREFIXES.stream().noneMatch(name::startsWith)) {
                own.put(name, value);
            }
        });
        properties.forEach((name, value) -> {
            if (!prefix.isEmpty() && name.startsWith(prefix)) {
                own.put(name.substring(prefix.length()), value);
            }
        });
        return own;
    }

    /** For the schema registry and its serdes: patient for about 10 s rather than for 20. */
    public Map<String, Object> registry() {
        Map<String, Object> own = of("");
        own.putIfAbsent("max.retries", "1");
        own.putIfAbsent("specific.avro.reader", "true");
        return own;
    }

    /** Address of the brokers. */
    public String brokers() {
        return properties.getOrDefault(KafkaSettings.BOOTSTRAP_SERVERS, "");
    }

    /** An administrator; not yet known to reach anybody. */
    public Admin admin() {
        Map<String, Object> own = of("admin.");
        int patience = (int) PATIENCE.toMillis();
        own.put(AdminClientConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, patience);
        own.put(AdminClientConfig.REQUEST_TIMEOUT_MS_CONFIG, patience / 2);
        own.put(AdminClientConfig.RECONNECT_BACKOFF_MAX_MS_CONFIG, 500);
        return guarded(() -> Admin.create(own));
    }

    /** Id of the cluster: the cheapest question that every broker answers. */
    public String cluster(Admin admin) {
        return await(admin.describeCluster().clusterId());
    }

    /**
     * What the brokers answered.
     *
     * @throws UnreachableException where they do not answer within {@link #PATIENCE}, or refuse us
     */
    public <T> T await(KafkaFuture<T> answer) {
        try {
            return answer.get(PATIENCE.toMillis() + 1_000, TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw unreachable(e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            throw unreachable(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw unreachable(e);
        }
    }

    /**
     * The client or serde that is made.
     *
     * @throws UnreachableException where an address cannot be resolved or a property is refused; names it
     */
    public <T> T guarded(Supplier<T> client) {
        try {
            return client.get();
        } catch (KafkaException e) {
            Throwable reason = e.getCause() == null ? e : e.getCause();
            throw new UnreachableException(
                    "block kafka, for brokers " + brokers() + ": got " + reason.getMessage()
                            + "; expected properties with which a client can be made",
                    e);
        }
    }

    /**
     * What a client asked the brokers.
     *
     * @throws UnreachableException where they do not answer, or refuse us
     */
    public <T> T answered(Supplier<T> question) {
        try {
            return question.get();
        } catch (KafkaException e) {
            throw unreachable(e);
        }
    }

    /** The same failure with address and property. */
    UnreachableException unreachable(Throwable cause) {
        boolean silent = cause instanceof TimeoutException
                || cause instanceof org.apache.kafka.common.errors.TimeoutException
                || cause instanceof InterruptedException;
        String got = silent ? "no answer within " + PATIENCE.toSeconds() + " s" : cause.getMessage();
        return new UnreachableException(
                "Kafka at " + brokers() + " (property kafka." + KafkaSettings.BOOTSTRAP_SERVERS + "): got " + got
                        + "; expected a broker that answers",
                cause);
    }
}
