package dev.alize.connect.webhook;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Recommender;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.ValidString;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/** Each setting with its default, check and explanation, as Connect shows them. */
final class SettingsDefinition {
    private static final String TARGETS = "Receivers";
    private static final String SIGNING = "Signing";
    private static final String RETRIES = "Retries";
    private static final String BOUNDS = "Bounds";

    static final ConfigDef ALL = targets(new ConfigDef());

    static {
        signing(ALL);
        retries(ALL);
        bounds(ALL);
    }

    private SettingsDefinition() {}

    private static ConfigDef targets(ConfigDef definition) {
        return definition
                .define(
                        Settings.HOSTS,
                        Type.LIST,
                        ConfigDef.NO_DEFAULT_VALUE,
                        (name, value) -> HostRules.of(name, Settings.list(value)),
                        Importance.HIGH,
                        "Hosts that may be called: names such as hooks.example.com, *.example.com for all below"
                                + " example.com (not itself), IPv4 addresses, or * for every host. Whatever it says, an address"
                                + " that is not public is not called.",
                        TARGETS,
                        1,
                        Width.LONG,
                        "Allowed hosts")
                .define(
                        Settings.PORTS,
                        Type.LIST,
                        "443",
                        (name, value) -> Settings.ports(name, Settings.list(value)),
                        Importance.MEDIUM,
                        "Ports that may be called.",
                        TARGETS,
                        2,
                        Width.SHORT,
                        "Allowed ports",
                        recommend("443", "80", "8443"))
                .define(
                        Settings.HTTP,
                        Type.BOOLEAN,
                        false,
                        Importance.MEDIUM,
                        "Whether http URLs are called, too. Responses then travel in the clear.",
                        TARGETS,
                        3,
                        Width.SHORT,
                        "Allow http")
                .define(
                        Settings.CA,
                        Type.STRING,
                        "",
                        SettingsDefinition::file,
                        Importance.LOW,
                        "PEM file with certificates of authorities to trust beside those of the JVM; empty for none.",
                        TARGETS,
                        4,
                        Width.LONG,
                        "Further authorities")
                .define(
                        Settings.PRIVATE,
                        Type.BOOLEAN,
                        false,
                        Importance.LOW,
                        "For tests: whether loopback, private, link-local and other addresses that are not public are"
                                + " called. Never set it where others choose the URLs.",
                        TARGETS,
                        5,
                        Width.SHORT,
                        "Allow private addresses");
    }

    private static void signing(ConfigDef definition) {
        definition
                .define(
                        Settings.SECRETS,
                        Type.PASSWORD,
                        ConfigDef.NO_DEFAULT_VALUE,
                        Settings::secrets,
                        Importance.HIGH,
                        "Secrets to sign with, separated by commas, 24 characters or more each, at most 5. Each gives a"
                                + " signature, so that a new one can be added before the old one is taken away. Give a"
                                + " reference to a config provider, such as ${file:/run/secrets/webhook.properties:secrets}.",
                        SIGNING,
                        1,
                        Width.LONG,
                        "Secrets")
                .define(
                        Settings.SCOPE,
                        Type.STRING,
                        "shared",
                        ValidString.in("shared", "tenant"),
                        Importance.MEDIUM,
                        "shared: every receiver knows the secrets. tenant: each tenant's receivers know a key of their"
                                + " own, which is the hexadecimal HMAC-SHA256 of tenant:<tenant> with the secret;"
                                + " recommended where tenants do not trust each other.",
                        SIGNING,
                        2,
                        Width.SHORT,
                        "Scope of secrets",
                        recommend("shared", "tenant"));
    }

    private static void retries(ConfigDef definition) {
        definition
                .define(
                        Settings.CONNECT_TIMEOUT,
                        Type.INT,
                        5_000,
                        Range.between(10, 60_000),
                        Importance.LOW,
                        "How long an attempt waits for a connection, TLS included.",
                        RETRIES,
                        1,
                        Width.SHORT,
                        "Connect timeout")
                .define(
                        Settings.TIMEOUT,
                        Type.INT,
                        15_000,
                        Range.between(10, 300_000),
                        Importance.MEDIUM,
                        "How long an attempt takes at most, from looking the host up to the end of the answer.",
                        RETRIES,
                        2,
                        Width.SHORT,
                        "Attempt timeout")
                .define(
                        Settings.BACKOFF,
                        Type.INT,
                        1_000,
                        Range.between(1, 3_600_000),
                        Importance.LOW,
                        "The wait before the second attempt; doubled for each further one, with jitter. A receiver's"
                                + " Retry-After can only lengthen it.",
                        RETRIES,
                        3,
                        Width.SHORT,
                        "First backoff")
                .define(
                        Settings.BACKOFF_MAX,
                        Type.INT,
                        60_000,
                        Range.between(1, 3_600_000),
                        Importance.LOW,
                        "The longest wait between two attempts.",
                        RETRIES,
                        4,
                        Width.SHORT,
                        "Longest backoff")
                .define(
                        Settings.RETRY_TIMEOUT,
                        Type.LONG,
                        600_000L,
                        Range.between(0, 86_400_000),
                        Importance.MEDIUM,
                        "How long one response is tried for before it is given up. A restart begins anew. Until then the"
                                + " partition's offset is not committed beyond it.",
                        RETRIES,
                        5,
                        Width.SHORT,
                        "Retry budget");
    }

    private static void bounds(ConfigDef definition) {
        definition
                .define(
                        Settings.MAX_OPEN,
                        Type.INT,
                        64,
                        Range.between(1, 10_000),
                        Importance.LOW,
                        "Calls a task has open at once.",
                        BOUNDS,
                        1,
                        Width.SHORT,
                        "Open calls")
                .define(
                        Settings.MAX_OPEN_HOST,
                        Type.INT,
                        8,
                        Range.between(1, 1_000),
                        Importance.LOW,
                        "Calls a task has open at once to one host and port; 1 after a failure until one succeeds.",
                        BOUNDS,
                        2,
                        Width.SHORT,
                        "Open calls per host")
                .define(
                        Settings.MAX_RECORDS,
                        Type.INT,
                        10_000,
                        Range.between(1, 1_000_000),
                        Importance.LOW,
                        "How far a partition is read beyond its oldest undelivered response, and how many are undelivered"
                                + " in all. So many are posted again, with the same event ids, after a crash.",
                        BOUNDS,
                        3,
                        Width.SHORT,
                        "Pending records")
                .define(
                        Settings.MAX_BYTES,
                        Type.LONG,
                        32L << 20,
                        Range.between(1, 8L << 30),
                        Importance.LOW,
                        "Bytes of undelivered bodies at which a task stops reading; about a fifth of the heap they take.",
                        BOUNDS,
                        4,
                        Width.SHORT,
                        "Pending bytes")
                .define(
                        Settings.ANSWER_BYTES,
                        Type.INT,
                        65_536,
                        Range.between(0, 16 << 20),
                        Importance.LOW,
                        "Bytes of an answer's body that are read (and thrown away) so that the connection can be used"
                                + " again; beyond, it is closed. The status counts either way.",
                        BOUNDS,
                        5,
                        Width.SHORT,
                        "Answer bytes");
    }

    private static void file(String name, @Nullable Object value) {
        if (value != null && !value.toString().isEmpty() && !Files.isReadable(Path.of(value.toString()))) {
            throw new ConfigException(name, value, "expected a PEM file that this worker can read");
        }
    }

    private static Recommender recommend(Object... values) {
        return new Recommender() {
            @Override
            public List<Object> validValues(String name, Map<String, Object> config) {
                return List.of(values);
            }

            @Override
            public boolean visible(String name, Map<String, Object> config) {
                return true;
            }
        };
    }
}
