package dev.alize.connect.batch;

import dev.alize.schemas.serde.SerdeContext;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.ConfigValue;

/** Checks that concern more than one key, or a key of Kafka Connect itself. Not thread-safe. */
public final class Validation {
    private static final String BYTES = "org.apache.kafka.connect.converters.ByteArrayConverter";

    private final Map<String, String> settings;
    private final Map<String, ConfigValue> values = new LinkedHashMap<>();

    /** @param checked the keys one by one */
    public Validation(Map<String, String> settings, Config checked) {
        this.settings = settings;
        checked.configValues().forEach(value -> values.put(value.name(), value));
    }

    /** The value of a key must be this one. */
    public void require(String key, String expected, String why) {
        String got = settings.get(key);
        if (!expected.equals(got)) {
            error(key, (got == null ? "got nothing" : "got " + got) + ", expected " + expected + ": " + why);
        }
    }

    /** Keys and values are bytes on both sides of Kafka Connect. */
    public void requireBytes() {
        String why = "the connector itself reads and writes the values, with schema.registry.url";
        for (String key : List.of("key.converter", "value.converter")) {
            require(key, BYTES, why);
        }
    }

    /** The settings of the serde and of the registry's client. */
    public void requireSerde() {
        if (settings.get("schema.registry.url") == null) {
            return;
        }
        try (SerdeContext context = SerdeContext.of(settings)) {
            context.config();
        } catch (ConfigException e) {
            error("schema.registry.url", String.valueOf(e.getMessage()));
        }
    }

    /** Adds an error to a key. */
    public void error(String key, String message) {
        values.computeIfAbsent(key, name -> new ConfigValue(name, settings.get(name), List.of(), new ArrayList<>()))
                .addErrorMessage(message);
    }

    /** The keys with all errors. */
    public Config result() {
        return new Config(new ArrayList<>(values.values()));
    }
}
