package dev.alize.topology.judging;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.alize.schemas.chat.ChatFormatException;
import dev.alize.schemas.chat.ChatJson;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/** Texts that stand in JSON: a text itself, or the list of text parts in which models think. */
final class JsonTexts {
    private static final String TEXT = "text";

    private JsonTexts() {}

    /** The text in a piece of JSON; null where there is more in it, or something else. */
    static @Nullable String read(String json) {
        JsonNode value;
        try {
            value = ChatJson.parse(json.getBytes(StandardCharsets.UTF_8));
        } catch (ChatFormatException e) {
            return null;
        }
        if (value.isTextual()) {
            return value.textValue();
        }
        if (!value.isArray() || value.isEmpty()) {
            return null;
        }
        StringBuilder text = new StringBuilder();
        for (JsonNode part : value) {
            boolean plain = part.size() == 2
                    && part.path("type").asText().equals(TEXT)
                    && part.path(TEXT).isTextual();
            if (!plain) {
                return null;
            }
            text.append(part.path(TEXT).textValue());
        }
        return text.toString();
    }

    static boolean isList(String json) {
        return json.stripLeading().startsWith("[");
    }

    /** @param list whether as a list of text parts */
    static String write(boolean list, String text) {
        if (!list) {
            return TextNode.valueOf(text).toString();
        }
        var parts = JsonNodeFactory.instance.arrayNode();
        parts.addObject().put("type", TEXT).put(TEXT, text);
        return parts.toString();
    }
}
