package dev.alize.schemas.serde;

import java.util.Arrays;
import java.util.List;
import org.apache.kafka.common.config.ConfigException;

/** Where written records name their schema, known by the class names of Confluent's strategies. */
public enum SchemaPlace {
    /** In front of the data, as the registry's id. */
    PREFIX("PrefixSchemaIdSerializer"),
    /** In a record header, as GUID; the data have no prefix. */
    HEADER("HeaderSchemaIdSerializer");

    private static final String PACKAGE = "io.confluent.kafka.serializers.schema.id.";

    private final String className;

    SchemaPlace(String simpleName) {
        this.className = PACKAGE + simpleName;
    }

    /** Confluent's class of this strategy. */
    public String className() {
        return className;
    }

    static SchemaPlace of(String setting, Object value) {
        String name = value instanceof Class<?> type ? type.getName() : value.toString();
        for (SchemaPlace place : values()) {
            if (place.className.equals(name)) {
                return place;
            }
        }
        List<String> known = Arrays.stream(values()).map(SchemaPlace::className).toList();
        throw new ConfigException(setting, name, "expected one of " + String.join(", ", known));
    }
}
