package dev.alize.schemas.chat;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.core.util.ByteArrayBuilder;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;

/** JSON text in and out; every failure is a {@link ChatFormatException}, since Jackson's messages quote content. */
final class Json {
    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();
    private static final ObjectWriter ASCII = MAPPER.writer().with(JsonWriteFeature.ESCAPE_NON_ASCII);

    private Json() {}

    /** Writes one value to the generator. */
    interface Writing {
        void to(JsonGenerator out) throws IOException;
    }

    static byte[] write(Writing writing) {
        try (ByteArrayBuilder bytes = new ByteArrayBuilder(1024);
                JsonGenerator out = MAPPER.createGenerator(bytes)) {
            writing.to(out);
            out.flush();
            return bytes.toByteArray();
        } catch (IOException e) {
            throw new ChatFormatException("body", "a text with half a surrogate pair", "text that UTF-8 can hold");
        }
    }

    static JsonNode parse(byte[] body) {
        JsonNode node;
        try {
            node = MAPPER.readTree(body);
        } catch (IOException e) {
            throw new ChatFormatException("body", body.length + " bytes that are no JSON", "one JSON value");
        }
        if (node.isMissingNode()) {
            throw new ChatFormatException("body", "nothing", "one JSON value");
        }
        return node;
    }

    static ObjectNode emptyObject() {
        return MAPPER.createObjectNode();
    }

    static ObjectNode object(byte[] written) {
        return (ObjectNode) parse(written);
    }

    /** The value as JSON text that survives UTF-8: half a surrogate pair is escaped. */
    static String text(JsonNode value) {
        String text = value.toString();
        if (wellFormed(text)) {
            return text;
        }
        try {
            return ASCII.writeValueAsString(value);
        } catch (IOException e) {
            throw new IllegalStateException("a JSON tree could not be written as text", e);
        }
    }

    /** Whether the text is exactly one JSON value; anything else would change the body it is put into. */
    static boolean isOneValue(String text) {
        try (JsonParser parser = MAPPER.createParser(text)) {
            if (parser.nextToken() == null) {
                return false;
            }
            parser.skipChildren();
            return parser.currentToken() != null && parser.nextToken() == null;
        } catch (IOException e) {
            return false;
        }
    }

    /** Whether UTF-8 can hold the text: no half of a surrogate pair stands alone. */
    static boolean wellFormed(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isSurrogate(c)) {
                if (Character.isLowSurrogate(c)
                        || i + 1 == text.length()
                        || !Character.isLowSurrogate(text.charAt(i + 1))) {
                    return false;
                }
                i++;
            }
        }
        return true;
    }

    /** The kind of a value, for errors. */
    static String kind(JsonNode value) {
        return switch (value.getNodeType()) {
            case MISSING -> "nothing";
            case NULL -> "null";
            case ARRAY -> value.isEmpty() ? "an empty list" : "a list";
            case OBJECT, POJO -> "an object";
            case STRING, BINARY -> value.asText().isEmpty() ? "an empty string" : "a string";
            case NUMBER -> "a number";
            case BOOLEAN -> "a boolean";
        };
    }
}
