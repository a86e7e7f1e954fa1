package dev.alize.schemas.registry;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Set;
import org.apache.avro.AvroRuntimeException;
import org.apache.avro.NameValidator;
import org.apache.avro.Schema;

/** Schemas out of the registry's answers, with the schemas they refer to. */
final class SchemaTexts {
    private final RegistryHttp http;

    SchemaTexts(RegistryHttp http) {
        this.http = http;
    }

    Schema parse(JsonNode answer, String path) {
        String type = answer.path("schemaType").asText("AVRO");
        if (!type.equals("AVRO") || !answer.path("schema").isTextual()) {
            throw unusable(path, "a schema of type " + type);
        }
        Schema.Parser parser = new Schema.Parser(NameValidator.NO_VALIDATION).setValidateDefaults(false);
        try {
            references(answer, parser, new HashSet<>());
            return parser.parse(answer.path("schema").textValue());
        } catch (AvroRuntimeException e) {
            throw unusable(
                    path, "a schema that cannot be parsed (" + e.getClass().getSimpleName() + ")");
        }
    }

    private void references(JsonNode answer, Schema.Parser parser, Set<String> seen) {
        for (JsonNode reference : answer.path("references")) {
            String subject = RegistryClient.encode(reference.path("subject").asText());
            String path = "/subjects/" + subject + "/versions/"
                    + reference.path("version").asInt();
            if (seen.add(path)) {
                JsonNode referred = http.call("GET", path, null);
                references(referred, parser, seen);
                parser.parse(referred.path("schema").asText());
            }
        }
    }

    private static RegistryException unusable(String path, String got) {
        String message = "Schema registry: " + path + ": got " + got + ", expected an Avro schema";
        return new RegistryException(message, 200, RegistryException.UNUSABLE_SCHEMA, false, null);
    }
}
