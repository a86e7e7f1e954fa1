package dev.alize.config;

import dev.alize.domain.settings.InvalidSettingException;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Block {@code kafka}: properties of Kafka clients, Kafka Streams, TLS, SASL and the schema registry, passed through
 * under their own names.
 *
 * @param properties by name, such as {@code bootstrap.servers} (default {@code localhost:9092}) and
 *     {@code schema.registry.url} (default {@code http://localhost:8081}); none of those that the engine owns
 */
public record KafkaSettings(Map<String, KafkaProperty> properties) {
    public static final String BOOTSTRAP_SERVERS = "bootstrap.servers";
    public static final String SCHEMA_REGISTRY_URL = "schema.registry.url";
    public static final Map<String, String> DEFAULTS =
            Map.of(BOOTSTRAP_SERVERS, "localhost:9092", SCHEMA_REGISTRY_URL, "http://localhost:8081");

    private static final Pattern CONFIDENTIAL =
            Pattern.compile("password|secret|jaas|token|user\\.info|key", Pattern.CASE_INSENSITIVE);

    public KafkaSettings {
        Map<String, KafkaProperty> complete = new TreeMap<>();
        DEFAULTS.forEach((name, text) -> complete.put(name, new KafkaProperty.Text(text)));
        complete.putAll(properties);
        complete.forEach(KafkaSettings::refuseOwned);
        properties = Collections.unmodifiableMap(complete);
    }

    private static void refuseOwned(String name, KafkaProperty property) {
        String text = property instanceof KafkaProperty.Text given ? given.text() : "";
        EngineProperties.reasonAgainst(name, text).ifPresent(reason -> {
            throw new InvalidSettingException("kafka." + name, reason);
        });
    }

    /**
     * All properties as text, with the secrets that they refer to.
     *
     * @throws IllegalStateException where a secret cannot be read; names the property and the reference
     */
    public Map<String, String> resolve(Environment environment) {
        Map<String, String> texts = new TreeMap<>();
        properties.forEach((name, property) -> texts.put(name, resolve(name, property, environment)));
        return texts;
    }

    private static String resolve(String name, KafkaProperty property, Environment environment) {
        try {
            return switch (property) {
                case KafkaProperty.Text text -> text.text();
                case KafkaProperty.Referenced referenced ->
                    referenced.reference().in(environment).reveal();
            };
        } catch (IllegalStateException e) {
            throw new IllegalStateException("kafka." + name + ": " + e.getMessage(), e);
        }
    }

    /** The same with some properties replaced or added. */
    public KafkaSettings with(Map<String, String> changes) {
        Map<String, KafkaProperty> changed = new TreeMap<>(properties);
        changes.forEach((name, text) -> changed.put(name, new KafkaProperty.Text(text)));
        return new KafkaSettings(changed);
    }

    /** Whether the name of a property says that its value may be a secret. */
    public static boolean isConfidential(String name) {
        return CONFIDENTIAL.matcher(name).find();
    }

    /** Names and values, without secrets. */
    @Override
    public String toString() {
        return properties.entrySet().stream()
                .map(property -> property.getKey() + "=" + shown(property.getKey(), property.getValue()))
                .collect(Collectors.joining(", ", "KafkaSettings[", "]"));
    }

    private static String shown(String name, KafkaProperty property) {
        return property instanceof KafkaProperty.Text text && !isConfidential(name) ? text.text() : "(hidden)";
    }
}
