package dev.alize.connect.transform;

import dev.alize.schemas.Priority;
import dev.alize.schemas.registry.RegistryConfig;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * How rows become requests.
 *
 * @param tenant of rows that name none
 * @param priority of rows that name none
 * @param deadLetters the topic of rows that are no requests
 * @param maxBytes the largest record that is written: value, key and headers
 */
record RequestSettings(String tenant, Priority priority, String deadLetters, int maxBytes) {
    private static final String TENANT = "tenant";
    private static final String PRIORITY = "priority";
    private static final String DEAD_LETTERS = "dead.letters.topic";
    private static final String MAX_BYTES = "request.max.bytes";
    private static final String REGISTRY = "schema.registry.url";

    static final List<String> PRIORITIES = Arrays.stream(Priority.values())
            .map(priority -> priority.name().toLowerCase(Locale.ROOT))
            .toList();

    /** What Connect shows and checks; the serde reads the registry's settings itself. */
    static final ConfigDef DEFINITION = new ConfigDef()
            .define(
                    REGISTRY,
                    Type.LIST,
                    ConfigDef.NO_DEFAULT_VALUE,
                    RequestSettings::addresses,
                    Importance.HIGH,
                    "Addresses of the schema registry, http or https, tried in turn. Further settings of the registry's"
                            + " client and of the serde have Confluent's names.")
            .define(
                    TENANT,
                    Type.STRING,
                    "default",
                    RequestSettings::shortText,
                    Importance.HIGH,
                    "On whose account requests run whose record has no header tenant.")
            .define(
                    PRIORITY,
                    Type.STRING,
                    "normal",
                    ConfigDef.ValidString.in(PRIORITIES.toArray(String[]::new)),
                    Importance.MEDIUM,
                    "How urgent requests are whose record has no header priority: interactive, normal or bulk.")
            .define(
                    DEAD_LETTERS,
                    Type.STRING,
                    "llm.outbox-dead-letters",
                    new ConfigDef.NonEmptyString(),
                    Importance.MEDIUM,
                    "The topic of records that are no requests. Its records are the payloads as they came, with the"
                            + " cause in a header.")
            .define(
                    MAX_BYTES,
                    Type.INT,
                    1_000_000,
                    Range.between(1 << 10, 256 << 20),
                    Importance.MEDIUM,
                    "The largest record that is written, in bytes of value, key and headers; a larger request is a dead"
                            + " letter. Raise it together with producer.override.max.request.size and the topic's"
                            + " max.message.bytes.");

    static RequestSettings of(Map<String, ?> settings) {
        AbstractConfig config = new AbstractConfig(DEFINITION, settings, false);
        return new RequestSettings(
                config.getString(TENANT),
                Priority.valueOf(config.getString(PRIORITY).toUpperCase(Locale.ROOT)),
                config.getString(DEAD_LETTERS),
                config.getInt(MAX_BYTES));
    }

    private static void addresses(String name, @Nullable Object value) {
        if (value != null) {
            var unused = RegistryConfig.of(Map.of(name, value));
        }
    }

    private static void shortText(String name, Object value) {
        String text = String.valueOf(value);
        if (text.isBlank() || text.length() > OutboxRow.MAX_LENGTH) {
            throw new ConfigException(name, value, "expected 1 to " + OutboxRow.MAX_LENGTH + " characters");
        }
    }
}
