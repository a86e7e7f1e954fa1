package dev.alize.deploy;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;

/** The compose specification, as its JSON schema. */
final class ComposeSchema {
    private static final JsonSchema SCHEMA = read();

    private ComposeSchema() {}

    private static JsonSchema read() {
        try (InputStream text = ComposeSchema.class.getResourceAsStream("/schema/compose-spec.json")) {
            ObjectNode schema = (ObjectNode) Yaml.JSON.readTree(text);
            schema.remove("$id"); // no URI, which the validator insists on
            return JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V7).getSchema(schema);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<String> problems(Compose compose) {
        return SCHEMA.validate(compose.root()).stream()
                .map(ValidationMessage::getMessage)
                .toList();
    }
}
