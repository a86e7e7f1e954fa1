package dev.alize.connect.avro;

import dev.alize.connect.data.ConnectAvro;
import dev.alize.connect.data.Naming;
import dev.alize.schemas.registry.RegistryConfig;
import dev.alize.schemas.serde.SchemaPlace;
import dev.alize.schemas.serde.SubjectNames;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigDef.Importance;
import org.apache.kafka.common.config.ConfigDef.Range;
import org.apache.kafka.common.config.ConfigDef.Type;
import org.apache.kafka.common.config.ConfigDef.ValidString;
import org.jspecify.annotations.Nullable;

/** The converter's settings, by the names that Confluent's converter has for them. */
final class ConverterConfig {
    private static final String METADATA = "connect.meta.data";
    private static final String ENHANCED = "enhanced.avro.schema.support";
    private static final String CACHE = "schemas.cache.config";

    /** What Connect shows and checks; the serde reads most of them itself. */
    static final ConfigDef DEFINITION = new ConfigDef()
            .define(
                    "schema.registry.url",
                    Type.LIST,
                    ConfigDef.NO_DEFAULT_VALUE,
                    ConverterConfig::addresses,
                    Importance.HIGH,
                    "Addresses of the schema registry, http or https, tried in turn.")
            .define(
                    "basic.auth.credentials.source",
                    Type.STRING,
                    "URL",
                    ValidString.in("URL", "USER_INFO", "SASL_INHERIT"),
                    Importance.MEDIUM,
                    "Where user and password for the registry come from.")
            .define(
                    "basic.auth.user.info",
                    Type.PASSWORD,
                    null,
                    Importance.MEDIUM,
                    "user:password for the registry, where basic.auth.credentials.source is USER_INFO.")
            .define("bearer.auth.token", Type.PASSWORD, null, Importance.MEDIUM, "A bearer token for the registry.")
            .define(
                    "auto.register.schemas",
                    Type.BOOLEAN,
                    true,
                    Importance.MEDIUM,
                    "Whether a schema that data are written with is registered. Where false, it must be there, or"
                            + " use.latest.version or use.schema.id must name another one.")
            .define(
                    "use.latest.version",
                    Type.BOOLEAN,
                    false,
                    Importance.MEDIUM,
                    "Where schemas are not registered: whether data are written with the newest schema of the subject,"
                            + " whatever schema they come with. Fields are found by name, absent ones have their"
                            + " defaults, unknown ones are refused.")
            .define(
                    "use.schema.id",
                    Type.INT,
                    -1,
                    Range.atLeast(-1),
                    Importance.LOW,
                    "The same with the schema of this id; -1 for none.")
            .define(
                    "normalize.schemas",
                    Type.BOOLEAN,
                    false,
                    Importance.LOW,
                    "Whether the registry normalizes schemas before it compares them.")
            .define(
                    "key.subject.name.strategy",
                    Type.STRING,
                    SubjectNames.TOPIC.className(),
                    strategies(),
                    Importance.LOW,
                    "How the subject of a key's schema is called.")
            .define(
                    "value.subject.name.strategy",
                    Type.STRING,
                    SubjectNames.TOPIC.className(),
                    strategies(),
                    Importance.LOW,
                    "How the subject of a value's schema is called.")
            .define(
                    "key.schema.id.serializer",
                    Type.STRING,
                    SchemaPlace.PREFIX.className(),
                    places(),
                    Importance.LOW,
                    "Whether a key names its schema in front of its data or in a record header.")
            .define(
                    "value.schema.id.serializer",
                    Type.STRING,
                    SchemaPlace.PREFIX.className(),
                    places(),
                    Importance.LOW,
                    "Whether a value names its schema in front of its data or in a record header.")
            .define(
                    METADATA,
                    Type.BOOLEAN,
                    true,
                    Importance.LOW,
                    "Whether docs, versions and parameters of schemas go along.")
            .define(
                    ENHANCED,
                    Type.BOOLEAN,
                    false,
                    Importance.LOW,
                    "Whether the fields of a union's struct have the full names of their types. Enums stay enums either"
                            + " way.")
            .define(
                    CACHE,
                    Type.INT,
                    1000,
                    Range.between(1, 1_000_000),
                    Importance.LOW,
                    "How many schemas are kept in each direction.");

    private ConverterConfig() {}

    /** So that Connect tells it with the other problems, not when the task starts. */
    private static void addresses(String name, @Nullable Object value) {
        if (value != null) {
            var unused = RegistryConfig.of(Map.of(name, value));
        }
    }

    private static ValidString strategies() {
        return ValidString.in(Arrays.stream(SubjectNames.values())
                .map(SubjectNames::className)
                .toArray(String[]::new));
    }

    private static ValidString places() {
        return ValidString.in(
                Arrays.stream(SchemaPlace.values()).map(SchemaPlace::className).toArray(String[]::new));
    }

    static ConnectAvro data(Map<String, ?> settings) {
        AbstractConfig config = new AbstractConfig(DEFINITION, settings, false);
        return new ConnectAvro(
                new Naming(config.getBoolean(METADATA), config.getBoolean(ENHANCED)), config.getInt(CACHE));
    }

    /** For the serde: records are read as their schema says, never as classes that happen to be here. */
    static Map<String, Object> serde(Map<String, ?> settings) {
        Map<String, Object> serde = new HashMap<>(settings);
        serde.put("specific.avro.reader", false);
        serde.remove("schema.registry.specific.avro.reader");
        return serde;
    }
}
