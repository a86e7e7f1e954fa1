package dev.alize.schemas.serde;

import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigException;
import org.jspecify.annotations.Nullable;

/**
 * How records are written and read, by Confluent's names and defaults.
 *
 * @param autoRegister {@code auto.register.schemas}, true: register the record's schema; the next three do not count then
 * @param useSchemaId {@code use.schema.id}, -1: write with the schema of this id
 * @param useLatest {@code use.latest.version}, false: write with the newest schema of the subject
 * @param strict {@code latest.compatibility.strict}, true: fail where that schema cannot read the record's
 * @param normalize {@code normalize.schemas}, false: let the registry normalize before it compares
 * @param removeJavaProperties {@code avro.remove.java.properties}, false: register without {@code avro.java.string}
 * @param specificReader {@code specific.avro.reader}, false: read generated records, not generic ones
 * @param failOnTrailing {@code avro.fail.on.trailing.data}, false: refuse bytes behind the record
 * @param keySubject {@code key.subject.name.strategy}, TopicNameStrategy
 * @param valueSubject {@code value.subject.name.strategy}, TopicNameStrategy
 * @param namespace {@code subject.name.strategy.kafka.cluster.id}, "-": whose topics AssociatedNameStrategy asks for
 * @param keyPlace {@code key.schema.id.serializer}, PrefixSchemaIdSerializer
 * @param valuePlace {@code value.schema.id.serializer}, PrefixSchemaIdSerializer
 */
public record SerdeConfig(
        boolean autoRegister,
        int useSchemaId,
        boolean useLatest,
        boolean strict,
        boolean normalize,
        boolean removeJavaProperties,
        boolean specificReader,
        boolean failOnTrailing,
        SubjectNames keySubject,
        SubjectNames valueSubject,
        String namespace,
        SchemaPlace keyPlace,
        SchemaPlace valuePlace) {
    private static final String PREFIX = "schema.registry.";

    private static final ConfigDef DEFINITION = new ConfigDef()
            .define(
                    "auto.register.schemas",
                    ConfigDef.Type.BOOLEAN,
                    true,
                    Importance.MEDIUM,
                    "Register schemas when writing.")
            .define(
                    "use.schema.id",
                    ConfigDef.Type.INT,
                    -1,
                    Range.atLeast(-1),
                    Importance.LOW,
                    "Write with this schema.")
            .define(
                    "use.latest.version",
                    ConfigDef.Type.BOOLEAN,
                    false,
                    Importance.LOW,
                    "Write with the newest schema.")
            .define(
                    "latest.compatibility.strict",
                    ConfigDef.Type.BOOLEAN,
                    true,
                    Importance.LOW,
                    "Check the newest schema.")
            .define("normalize.schemas", ConfigDef.Type.BOOLEAN, false, Importance.LOW, "Normalize when comparing.")
            .define(
                    "avro.remove.java.properties",
                    ConfigDef.Type.BOOLEAN,
                    false,
                    Importance.LOW,
                    "Register without them.")
            .define("specific.avro.reader", ConfigDef.Type.BOOLEAN, false, Importance.LOW, "Read generated records.")
            .define(
                    "avro.fail.on.trailing.data",
                    ConfigDef.Type.BOOLEAN,
                    false,
                    Importance.LOW,
                    "Refuse further bytes.");

    /**
     * Reads what concerns the serde and ignores everything else.
     *
     * @throws ConfigException where a value is wrong: name, got, expected
     */
    public static SerdeConfig of(Map<String, ?> settings) {
        Map<String, Object> own = new HashMap<>(settings);
        settings.forEach((name, value) -> {
            if (name.startsWith(PREFIX)) {
                own.put(name.substring(PREFIX.length()), value);
            }
        });
        own.values().removeIf(value -> value == null);
        refuseFallback(own.get("subject.name.strategy.fallback.type"));
        AbstractConfig config = new AbstractConfig(DEFINITION, own, false);
        return new SerdeConfig(
                config.getBoolean("auto.register.schemas"),
                config.getInt("use.schema.id"),
                config.getBoolean("use.latest.version"),
                config.getBoolean("latest.compatibility.strict"),
                config.getBoolean("normalize.schemas"),
                config.getBoolean("avro.remove.java.properties"),
                config.getBoolean("specific.avro.reader"),
                config.getBoolean("avro.fail.on.trailing.data"),
                names("key.subject.name.strategy", own),
                names("value.subject.name.strategy", own),
                own.getOrDefault("subject.name.strategy.kafka.cluster.id", "-").toString(),
                place("key.schema.id.serializer", own),
                place("value.schema.id.serializer", own));
    }

    /** Another fallback would register schemas under other subjects than the caller expects. */
    private static void refuseFallback(@Nullable Object fallback) {
        if (fallback != null && !"TOPIC".equalsIgnoreCase(fallback.toString())) {
            throw new ConfigException(
                    "subject.name.strategy.fallback.type",
                    fallback,
                    "expected TOPIC, the only fallback of AssociatedNameStrategy that is supported");
        }
    }

    private static SchemaPlace place(String setting, Map<String, Object> settings) {
        Object value = settings.get(setting);
        return value == null ? SchemaPlace.PREFIX : SchemaPlace.of(setting, value);
    }

    private static SubjectNames names(String setting, Map<String, Object> settings) {
        Object value = settings.get(setting);
        return value == null ? SubjectNames.TOPIC : SubjectNames.of(setting, value);
    }

    SubjectNames subject(boolean isKey) {
        return isKey ? keySubject : valueSubject;
    }

    SchemaPlace place(boolean isKey) {
        return isKey ? keyPlace : valuePlace;
    }
}
