package dev.alize.config;

import dev.alize.domain.settings.PolicySettings;
import java.lang.reflect.RecordComponent;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The settings of a configuration by their keys in the file. New settings are among them by themselves. */
final class Keys {
    /** Components of records that only group keys: they are no part of a key. */
    private static final Set<String> GROUPS = Set.of(
            "conduct",
            "limits",
            "dialect",
            "routing",
            "quota",
            "network",
            "streams",
            "bounds",
            "waiting",
            "idempotency",
            "channel",
            "recovery");
    /** Where a key is named otherwise than its component. */
    private static final Map<String, String> NAMES = Map.ofEntries(
            Map.entry("Conduct.directions", "direction"),
            Map.entry("AssertionSettings.values", "value"),
            Map.entry("BudgetSettings.amounts", "limits"),
            Map.entry("PolicyOverride.settings", "policy"),
            Map.entry("Limits.timeout", "timeout_seconds"),
            Map.entry("Limits.streamTimeout", "stream_timeout_seconds"),
            Map.entry("HealthProbe.interval", "interval_seconds"),
            Map.entry("HealthProbe.timeout", "timeout_seconds"),
            Map.entry("BreakerSettings.recoveryTimeout", "recovery_timeout_seconds"),
            Map.entry("BreakerSettings.slowCall", "slow_call_seconds"),
            Map.entry("QuotaSettings.group", "quota_group"),
            Map.entry("QuotaSettings.windows", "limits"),
            Map.entry("TargetSettings.key", "secret_key_ref"),
            Map.entry("AuditSettings.hashKey", "secret_key_ref"),
            Map.entry("AuditSettings.signingKey", "signing_key_ref"),
            Map.entry("ConsoleToken.token", "token_ref"),
            Map.entry("Login.username", "username_ref"),
            Map.entry("Login.password", "password_ref"),
            Map.entry("Idempotency.window", "idempotency_window"),
            Map.entry("Idempotency.entries", "idempotency_entries"));

    private final Map<String, Object> values = new TreeMap<>();

    private Keys() {}

    /** Values by dotted key, such as {@code providers.targets[0].model}; a key without a value is left out. */
    static Map<String, Object> of(Configuration configuration) {
        Keys keys = new Keys();
        TopicSettings topics = configuration.topics();
        keys.add("pack", configuration.pack());
        keys.values.put("policies.chain", configuration.policies().chain());
        keys.add("policies.overrides", configuration.policies().overrides());
        configuration.policies().settings().forEach((name, settings) -> keys.add("policy." + name, settings));
        keys.add("providers", configuration.providers());
        configuration.kafka().properties().forEach((name, property) -> keys.values.put("kafka." + name, property));
        keys.values.put("topics.partitions", topics.partitions());
        keys.values.put("topics.replication_factor", topics.replicationFactor());
        topics.names().forEach((topic, name) -> keys.values.put("topics." + topic.key(), name));
        topics.retention().forEach((topic, time) -> keys.values.put("topics.retention." + topic.key(), time));
        keys.add("processing", configuration.processing());
        keys.add("cache", configuration.cache());
        keys.add("audit", configuration.audit());
        keys.add("incidents", configuration.incidents());
        keys.add("alerts", configuration.alerts());
        keys.add("console", configuration.console());
        keys.add("tenants", configuration.tenants());
        return keys.values;
    }

    private void add(String key, @Nullable Object value) {
        switch (value) {
            case null -> {}
            case SecretReference reference -> values.put(key, reference);
            case ProxySettings.FromEnvironment ignored -> values.put(key + ".from_environment", true);
            case ProxySettings.Fixed proxy -> {
                values.put(key + ".url", proxy.host() + ":" + proxy.port());
                add(key, proxy.login());
            }
            case QuotaLimit limit -> {
                values.put(key + "." + limit.kind().code(), limit.amount());
                values.put(key + ".per", limit.per());
            }
            case Record record -> addRecord(key, record);
            case Map<?, ?> map -> addMap(key, map);
            case List<?> list -> addList(key, list);
            default -> values.put(key, value);
        }
    }

    /** The settings of policies by name; any other map is one value. */
    private void addMap(String key, Map<?, ?> map) {
        if (map.values().stream().anyMatch(PolicySettings.class::isInstance)) {
            map.forEach((name, settings) -> add(key + "." + name, settings));
        } else {
            values.put(key, map);
        }
    }

    /** Maps of the file one by one; any other list is one value. */
    private void addList(String key, List<?> list) {
        if (list.stream().anyMatch(Record.class::isInstance)) {
            for (int i = 0; i < list.size(); i++) {
                add(key + "[" + i + "]", list.get(i));
            }
        } else if (!list.isEmpty()) {
            values.put(key, list);
        }
    }

    private void addRecord(String key, Record record) {
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            String name = component.getName();
            add(GROUPS.contains(name) ? key : key + "." + named(record, name), Fingerprint.read(record, component));
        }
    }

    private static String named(Record record, String component) {
        String special = NAMES.get(record.getClass().getSimpleName() + "." + component);
        return special != null
                ? special
                : component.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT);
    }
}
