package dev.alize.schemas.serde;

import dev.alize.schemas.registry.RegisteredSchema;
import dev.alize.schemas.registry.Registration;
import dev.alize.schemas.registry.RegistryClient;
import dev.alize.schemas.registry.RegistryException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.avro.Schema;
import org.apache.avro.SchemaCompatibility;
import org.apache.avro.SchemaCompatibility.SchemaCompatibilityType;
import org.apache.avro.SchemaNormalization;
import org.apache.kafka.common.errors.SerializationException;

/** Under which id, and with which schema, the records of a schema are written to a topic. Asks the registry once each. */
final class SchemaIds {
    private final RegistryClient registry;
    private final WriterSchemas writerSchemas;
    private final SerdeConfig config;
    private final boolean isKey;
    private final Map<Use, Encoding> encodings = new ConcurrentHashMap<>();

    private record Use(String topic, Schema schema) {}

    SchemaIds(SerdeContext context, boolean isKey) {
        this.registry = context.registry();
        this.writerSchemas = context.writerSchemas();
        this.config = context.config();
        this.isKey = isKey;
    }

    /**
     * From the cache, else from the registry.
     *
     * @throws RegistryException where the registry does not answer or refuses the schema; nothing is cached
     */
    Encoding encoding(String topic, Schema schema) {
        Use use = new Use(topic, schema);
        Encoding encoding = encodings.get(use);
        if (encoding == null) {
            encoding = ask(subject(topic, schema.getFullName()), schema);
            encodings.put(use, encoding);
            writerSchemas.add(encoding.names(), encoding.written());
        }
        return encoding;
    }

    /** See {@link AvroSerializer#given}. */
    Optional<Schema> given(String topic, String record) {
        if (config.autoRegister()) {
            return Optional.empty();
        }
        if (config.useSchemaId() >= 0) {
            return Optional.of(registry.byId(config.useSchemaId()));
        }
        return config.useLatest()
                ? Optional.of(registry.latest(subject(topic, record)).schema())
                : Optional.empty();
    }

    private String subject(String topic, String record) {
        SubjectNames names = config.subject(isKey);
        if (names != SubjectNames.ASSOCIATED) {
            return names.subject(topic, isKey, record);
        }
        List<String> associated = registry.associated(config.namespace(), topic, isKey);
        if (associated.size() > 1) {
            throw new SerializationException("Topic " + topic + " is associated with " + associated.size()
                    + " subjects (" + String.join(", ", associated) + "), expected at most one");
        }
        return associated.isEmpty() ? names.subject(topic, isKey, record) : associated.get(0);
    }

    private Encoding ask(String subject, Schema schema) {
        Schema shown = config.removeJavaProperties() ? JavaProperties.without(schema) : schema;
        if (config.autoRegister()) {
            return encoding(subject, registry.register(subject, shown, config.normalize()), schema, schema);
        }
        if (config.useSchemaId() >= 0) {
            Schema written = checked(subject, schema, registry.byId(config.useSchemaId()));
            return encoding(subject, given(config.useSchemaId()), schema, written);
        }
        if (config.useLatest()) {
            RegisteredSchema latest = registry.latest(subject);
            Schema written = checked(subject, schema, latest.schema());
            return encoding(subject, latest.registration(), schema, written);
        }
        return encoding(subject, registry.lookup(subject, shown, config.normalize()), schema, schema);
    }

    private Registration given(int id) {
        boolean inHeader = config.place(isKey) == SchemaPlace.HEADER;
        return new Registration(id, inHeader ? registry.guid(id).orElse(null) : null);
    }

    private Encoding encoding(String subject, Registration registration, Schema own, Schema written) {
        return switch (config.place(isKey)) {
            case PREFIX -> Encoding.prefixed(registration, own, written);
            case HEADER -> Encoding.inHeader(registration, registration.requireGuid(subject), own, written);
        };
    }

    private Schema checked(String subject, Schema schema, Schema written) {
        SchemaCompatibilityType type = SchemaCompatibility.checkReaderWriterCompatibility(written, schema)
                .getType();
        if (config.strict() && type != SchemaCompatibilityType.COMPATIBLE) {
            throw new SerializationException("Schema " + schema.getFullName() + " cannot be written as subject "
                    + subject + " has it; change the schema or set latest.compatibility.strict=false");
        }
        return sameData(schema, written) ? schema : written;
    }

    private static boolean sameData(Schema a, Schema b) {
        return SchemaNormalization.toParsingForm(a).equals(SchemaNormalization.toParsingForm(b));
    }
}
