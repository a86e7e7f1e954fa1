package dev.alize.schemas.registry;

import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.net.ssl.SSLContext;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.ValidString;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * How to reach the registry, by Confluent's names. Each name but {@code schema.registry.url} may also be written with
 * the prefix {@code schema.registry.}, which wins; names starting with {@code ssl.} only count with it, since without it
 * they are those of the broker. Time-outs are 3 s each instead of Confluent's 60 s.
 *
 * @param endpoints at least one, in the order to try
 * @param tls null for the JVM's own trust
 * @param retries rounds over all addresses after the first, 0 or more
 * @param firstWait before the first retry; doubled for each further one up to {@code maxWait}
 */
public record RegistryConfig(
        List<Endpoint> endpoints,
        @Nullable SSLContext tls,
        Duration connectTimeout,
        Duration readTimeout,
        int retries,
        Duration firstWait,
        Duration maxWait) {
    static final String PREFIX = "schema.registry.";
    static final String URL = "schema.registry.url";

    private static final ConfigDef DEFINITION = new ConfigDef()
            .define(URL, ConfigDef.Type.LIST, Importance.HIGH, "Addresses of the registry, tried in turn.")
            .define(
                    "basic.auth.credentials.source",
                    ConfigDef.Type.STRING,
                    "URL",
                    ValidString.in("URL", "USER_INFO", "SASL_INHERIT"),
                    Importance.MEDIUM,
                    "Where user and password come from.")
            .define(
                    "basic.auth.user.info",
                    ConfigDef.Type.PASSWORD,
                    null,
                    Importance.MEDIUM,
                    "user:password for USER_INFO.")
            .define(
                    "bearer.auth.credentials.source",
                    ConfigDef.Type.STRING,
                    "STATIC_TOKEN",
                    RegistryConfig::refuseOtherTokens,
                    Importance.MEDIUM,
                    "Where the bearer token comes from.")
            .define(
                    "bearer.auth.token",
                    ConfigDef.Type.PASSWORD,
                    null,
                    Importance.MEDIUM,
                    "The token for STATIC_TOKEN.")
            .define(
                    "http.connect.timeout.ms",
                    ConfigDef.Type.INT,
                    3000,
                    Range.atLeast(1),
                    Importance.LOW,
                    "To connect.")
            .define(
                    "http.read.timeout.ms",
                    ConfigDef.Type.INT,
                    3000,
                    Range.atLeast(1),
                    Importance.LOW,
                    "To be answered.")
            .define("max.retries", ConfigDef.Type.INT, 3, Range.atLeast(0), Importance.LOW, "Rounds after the first.")
            .define("retries.wait.ms", ConfigDef.Type.INT, 1000, Range.atLeast(0), Importance.LOW, "Before a retry.")
            .define(
                    "retries.max.wait.ms",
                    ConfigDef.Type.INT,
                    20000,
                    Range.atLeast(0),
                    Importance.LOW,
                    "The longest wait.");

    /** The endpoints are copied. */
    public RegistryConfig {
        endpoints = List.copyOf(endpoints);
    }

    /**
     * Reads what concerns the registry and ignores everything else.
     *
     * @throws ConfigException where a value is missing or wrong: name, got, expected
     */
    public static RegistryConfig of(Map<String, ?> settings) {
        Map<String, Object> own = own(settings);
        AbstractConfig config = new AbstractConfig(DEFINITION, own, false);
        return new RegistryConfig(
                Endpoints.of(config, own),
                Tls.of(own),
                millis(config, "http.connect.timeout.ms"),
                millis(config, "http.read.timeout.ms"),
                config.getInt("max.retries"),
                millis(config, "retries.wait.ms"),
                millis(config, "retries.max.wait.ms"));
    }

    private static Map<String, Object> own(Map<String, ?> settings) {
        Map<String, Object> own = new HashMap<>();
        settings.forEach((name, value) -> {
            if (!name.startsWith("ssl.") && value != null) {
                own.put(name, value);
            }
        });
        settings.forEach((name, value) -> {
            if (name.startsWith(PREFIX) && !name.equals(URL) && value != null) {
                own.put(name.substring(PREFIX.length()), value);
            }
        });
        return own;
    }

    private static void refuseOtherTokens(String name, Object source) {
        if (!"STATIC_TOKEN".equals(source)) {
            throw new ConfigException(
                    name,
                    source,
                    "expected STATIC_TOKEN with bearer.auth.token; tokens that have to be fetched (OAUTHBEARER and"
                            + " others) are not supported");
        }
    }

    private static Duration millis(AbstractConfig config, String name) {
        return Duration.ofMillis(config.getInt(name));
    }
}
