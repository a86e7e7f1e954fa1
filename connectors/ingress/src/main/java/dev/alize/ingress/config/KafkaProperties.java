package dev.alize.ingress.config;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Block {@code kafka}: properties of clients and of the registry, under their own names. Never printed. */
public record KafkaProperties(Map<String, String> properties) {
    public static final String BROKERS = "bootstrap.servers";
    public static final String REGISTRY = "schema.registry.url";

    private static final List<String> PREFIXES = List.of("consumer.", "producer.", "admin.");

    public KafkaProperties {
        Map<String, String> complete = new HashMap<>(properties);
        complete.putIfAbsent(BROKERS, "localhost:9092");
        complete.putIfAbsent(REGISTRY, "http://localhost:8081");
        properties = Map.copyOf(complete);
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

    /** Addresses of the brokers. */
    public String brokers() {
        return properties.getOrDefault(BROKERS, "");
    }

    /** Values may be secrets. */
    @Override
    public String toString() {
        return "KafkaProperties" + properties.keySet();
    }
}
