package dev.alize.connect.webhook;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.common.config.AbstractConfig;
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

    /** Of one attempt: {@code connect} until there is a connection, {@code whole} for all of it. */
    record Timeouts(Duration connect, Duration whole) {}

    /** The first wait is doubled up to the longest; all of it ends after {@code budget}. */
    record Retry(Duration first, Duration longest, Duration budget) {}

    /** How much is open, pending or read at once. */
    record Limits(int open, int openPerHost, int pendingRecords, long pendingBytes, int answerBytes) {}

    Settings {
        ports = Set.copyOf(ports);
    }

    /**
     * Reads what was given.
     *
     * @throws ConfigException where a value is wrong: name, got, expected
     */
    static Settings of(Map<String, String> given) {
        AbstractConfig config = new AbstractConfig(SettingsDefinition.ALL, given, false);
        String ca = config.getString(CA);
        return new Settings(
                HostRules.of(HOSTS, config.getList(HOSTS)),
                ports(PORTS, config.getList(PORTS)),
                config.getBoolean(HTTP),
                config.getBoolean(PRIVATE),
                ca.isEmpty() ? null : Path.of(ca),
                new Signer(
                        secrets(SECRETS, config.getPassword(SECRETS)),
                        config.getString(SCOPE).equals("tenant")),
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
    static List<String> list(@Nullable Object value) {
        return switch (value) {
            case null -> List.of();
            case List<?> items -> items.stream().map(Object::toString).toList();
            default -> Arrays.asList(value.toString().split(","));
        };
    }

    static Set<Integer> ports(String name, List<String> values) {
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

    /** Never shows what was given. */
    static List<String> secrets(String name, @Nullable Object value) {
        if (!(value instanceof Password password)) {
            throw new ConfigException(name, "[hidden]", "got nothing, expected at least one secret");
        }
        List<String> secrets = Arrays.stream(password.value().split(",", -1))
                .map(String::strip)
                .toList();
        if (secrets.isEmpty() || secrets.size() > 5 || secrets.stream().anyMatch(secret -> secret.length() < 24)) {
            throw new ConfigException(
                    name, "[hidden]", "expected 1 to 5 secrets of 24 characters or more, separated by commas");
        }
        return secrets;
    }
}
