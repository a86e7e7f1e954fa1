package dev.alize.connect.webhook;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Recommender;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.ValidString;
import org.apache.kafka.common.config.ConfigDef.Width;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.types.Password;
import org.jspecify.annotations.Nullable;

/**
 * What a user sets.
 *
 * @param hosts which hosts may be called
 * @param ports which ports may be called
 * @param http whether URLs without TLS are called
 * @param privateAddresses whether addresses that are not public are called
 * @param ca PEM file with further authorities; null for those of the JVM alone
 * @param retry how often and how long
 * @param limits what is open at once
 */
record Settings(
        HostRules hosts,
        Set<Integer> ports,
        boolean http,
        boolean privateAddresses,
        @Nullable Path ca,
        Signer signer,
        Timeouts timeouts,
        Retry retry,
        Limits limits) {
    static final String HOSTS = "webhook.hosts";
    static final String PORTS = "webhook.ports";
    static final String HTTP = "webhook.http.allowed";
    static final String PRIVATE = "webhook.private.addresses.allowed";
    static final String CA = "webhook.tls.ca.path";
    static final String SECRETS = "webhook.signing.secrets";
    static final String SCOPE = "webhook.signing.scope";
    static final String CONNECT_TIMEOUT = "webhook.connect.timeout.ms";
    static final String TIMEOUT = "webhook.request.timeout.ms";
    static final String BACKOFF = "webhook.retry.backoff.ms";
    static final String BACKOFF_MAX = "webhook.retry.backoff.max.ms";
    static final String RETRY_TIMEOUT = "webhook.retry.timeout.ms";
    static final String MAX_OPEN = "webhook.max.open";
    static final String MAX_OPEN_HOST = "webhook.max.open.per.host";
    static final String MAX_RECORDS = "webhook.max.pending.records";
    static final String MAX_BYTES = "webhook.max.pending.bytes";
    static final String ANSWER_BYTES = "webhook.answer.max.bytes";

    private static final String TARGETS = "Receivers";
    private static final String SIGNING = "Signing";
    private static final String RETRIES = "Retries";
    private static final String BOUNDS = "Bounds";

    static final ConfigDef DEFINITION = targets(new ConfigDef());

    static {
        signing(DEFINITION);
        retries(DEFINITION);
        bounds(DEFINITION);
    }

    /** Of one attempt: {@code connect} until there is a connection, {@code whole} for all of it. */
    record Timeouts(Duration connect, Duration whole) {}

    /** The first wait is doubled up to the longest; all of it ends after {@code budget}. */
    record Retry(Duration first, Duration longest, Duration budget) {}

    /** How much is open, pending or read at once. */
    record Limits(int open, int openPerHost, int pendingRecords, long pendingBytes, int answerBytes) {}

    Settings {
        ports = Set.copyOf(ports);
    }

    private static ConfigDef targets(ConfigDef definition) {
        return definition
                .define(
                        HOSTS,
                        Type.LIST,
                        ConfigDef.NO_DEFAULT_VALUE,
                        (name, value) -> HostRules.of(name, list(value)),
                        Importance.HIGH,
                        "Hosts that may be called: names such as hooks.example.com, *.example.com for all below"
                                + " example.com (not itself), addresses, or * for every host. Whatever it says, an address"
                                + " that is not public is not called.",
                        TARGETS,
                        1,
                        Width.LONG,
                        "Allowed hosts")
                .define(
                        PORTS,
                        Type.LIST,
                        "443",
                        (name, value) -> ports(name, list(value)),
                        Importance.MEDIUM,
                        "Ports that may be called.",
                        TARGETS,
                        2,
                        Width.SHORT,
                        "Allowed ports",
                        recommend("443", "80", "8443"))
                .define(
                        HTTP,
                        Type.BOOLEAN,
                        false,
                        Importance.MEDIUM,
                        "Whether http URLs are called, too. Responses then travel in the clear.",
                        TARGETS,
                        3,
                        Width.SHORT,
                        "Allow http")
                .define(
                        CA,
                        Type.STRING,
                        "",
                        Settings::file,
                        Importance.LOW,
                        "PEM file with certificates of authorities to trust beside those of the JVM; empty for none.",
                        TARGETS,
                        4,
                        Width.LONG,
                        "Further authorities")
                .define(
                        PRIVATE,
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
                        SECRETS,
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
                        SCOPE,
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
                        CONNECT_TIMEOUT,
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
                        TIMEOUT,
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
                        BACKOFF,
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
                        BACKOFF_MAX,
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
                        RETRY_TIMEOUT,
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
                        MAX_OPEN,
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
                        MAX_OPEN_HOST,
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
                        MAX_RECORDS,
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
                        MAX_BYTES,
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
                        ANSWER_BYTES,
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

    /**
     * Reads what was given.
     *
     * @throws ConfigException where a value is wrong: name, got, expected
     */
    static Settings of(Map<String, String> given) {
        AbstractConfig config = new AbstractConfig(DEFINITION, given, false);
        String ca = config.getString(CA);
        return new Settings(
                HostRules.of(HOSTS, config.getList(HOSTS)),
                ports(PORTS, config.getList(PORTS)),
                config.getBoolean(HTTP),
                config.getBoolean(PRIVATE),
                ca.isEmpty() ? null : Path.of(ca),
                new Signer(secrets(SECRETS, config.getPassword(SECRETS)), config.getString(SCOPE).equals("tenant")),
                new Timeouts(millis(config.getInt(CONNECT_TIMEOUT)), millis(config.getInt(TIMEOUT))),
                new Retry(
                        millis(config.getInt(BACKOFF)),
                        millis(config.getInt(BACKOFF_MAX)),
                        millis(config.getLong(RETRY_TIMEOUT))),
                new Limits(
                        config.getInt(MAX_OPEN),
                        config.getInt(MAX_OPEN_HOST),
                        config.getInt(MAX_RECORDS),
                        config.getLong(MAX_BYTES),
                        config.getInt(ANSWER_BYTES)));
    }

    private static Duration millis(long value) {
        return Duration.ofMillis(value);
    }

    /** A default comes as text, a given value as list. */
    private static List<String> list(@Nullable Object value) {
        return switch (value) {
            case null -> List.of();
            case List<?> items -> items.stream().map(Object::toString).toList();
            default -> Arrays.asList(value.toString().split(","));
        };
    }

    private static Set<Integer> ports(String name, List<String> values) {
        if (values.isEmpty()) {
            throw new ConfigException(name, values, "expected at least one port");
        }
        return values.stream().map(value -> port(name, value)).collect(Collectors.toSet());
    }

    private static int port(String name, String value) {
        if (!value.strip().matches("[0-9]{1,5}") || Integer.parseInt(value.strip()) > 65_535) {
            throw new ConfigException(name, value, "expected ports from 1 to 65535, separated by commas");
        }
        return Integer.parseInt(value.strip());
    }

    private static void file(String name, @Nullable Object value) {
        if (value != null && !value.toString().isEmpty() && !Files.isReadable(Path.of(value.toString()))) {
            throw new ConfigException(name, value, "expected a PEM file that this worker can read");
        }
    }

    /** Never shows what was given. */
    private static List<String> secrets(String name, @Nullable Object value) {
        if (!(value instanceof Password password)) {
            throw new ConfigException(name, "[hidden]", "got nothing, expected at least one secret");
        }
        List<String> secrets =
                Arrays.stream(password.value().split(",", -1)).map(String::strip).toList();
        if (secrets.isEmpty() || secrets.size() > 5 || secrets.stream().anyMatch(secret -> secret.length() < 24)) {
            throw new ConfigException(
                    name, "[hidden]", "expected 1 to 5 secrets of 24 characters or more, separated by commas");
        }
        return secrets;
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
