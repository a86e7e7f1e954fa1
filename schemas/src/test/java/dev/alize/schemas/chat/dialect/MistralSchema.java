package dev.alize.schemas.chat.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import com.networknt.schema.ValidationMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;

/** The vendor's own schemas of request bodies. */
final class MistralSchema {
    static final MistralSchema CHAT = new MistralSchema("mistral-chat-completion-request");
    static final MistralSchema CODE = new MistralSchema("mistral-fim-completion-request");

    private final JsonSchema schema;

    private MistralSchema(String name) {
        String path = "/wire/schema/" + name + ".schema.json";
        try (InputStream in = Objects.requireNonNull(MistralSchema.class.getResourceAsStream(path), path)) {
            schema = JsonSchemaFactory.getInstance(VersionFlag.V202012).getSchema(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    List<String> problems(JsonNode body) {
        return schema.validate(body).stream().map(ValidationMessage::getMessage).toList();
    }
}
