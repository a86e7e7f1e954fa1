package dev.alize.schemas.chat.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.alize.schemas.Parameters;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The form of the answer, and what it will probably be, in Mistral's dialect. */
final class MistralFormat {
    private static final Set<String> FORMATS = Set.of("text", "json_object", "json_schema");

    private MistralFormat() {}

    static void into(Parameters parameters, Map<String, String> extra, Dropped dropped) {
        parameters.setResponseFormat(format(parameters.getResponseFormat(), dropped));
        if (Extra.says(extra.get("prediction"))) {
            extra.put("prediction", prediction(Extra.json(extra.get("prediction")), dropped));
        }
    }

    private static @Nullable String format(@Nullable String text, Dropped dropped) {
        JsonNode format = Extra.json(text);
        if (!format.isObject()) {
            return format.isNull() ? null : text;
        }
        if (!FORMATS.contains(format.path("type").asText("text"))) {
            dropped.known("response_format");
            return null;
        }
        ObjectNode plain = only(format, List.of("type", "json_schema"), "response_format.", dropped);
        if (format.path("json_schema").isObject()) {
            ObjectNode schema = only(
                    format.path("json_schema"),
                    List.of("name", "description", "schema", "strict"),
                    "response_format.json_schema.",
                    dropped);
            if (!schema.has("schema")) {
                schema.putObject("schema");
            }
            plain.set("json_schema", schema);
        }
        return plain.toString();
    }

    /** OpenAI's prediction may be a list of text parts; Mistral's is one text. */
    private static String prediction(JsonNode prediction, Dropped dropped) {
        if (!prediction.isObject()) {
            return prediction.toString();
        }
        ObjectNode plain = only(prediction, List.of("type", "content"), "prediction.", dropped);
        if (plain.path("content").isArray()) {
            StringBuilder text = new StringBuilder();
            plain.path("content").forEach(part -> text.append(part.path("text").asText("")));
            plain.put("content", text.toString());
        }
        return plain.toString();
    }

    private static ObjectNode only(JsonNode object, List<String> known, String path, Dropped dropped) {
        ObjectNode kept = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            if (member.getValue().isNull()) {
                continue;
            }
            if (known.contains(member.getKey())) {
                kept.set(member.getKey(), member.getValue());
            } else {
                dropped.add(path, member.getKey());
            }
        }
        return kept;
    }
}
