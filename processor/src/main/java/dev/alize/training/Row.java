package dev.alize.training;

import com.fasterxml.jackson.databind.JsonNode;

/**
 * A row of the data.
 *
 * @param label such as {@code injection}, {@code benign}, {@code safe}
 * @param language as the source has it, such as {@code en}; empty where it has none
 * @param source such as {@code notinject}
 * @param fields everything that the row says, these included
 */
public record Row(String id, String text, String label, String language, String source, JsonNode fields) {
    static Row of(JsonNode fields) {
        return new Row(
                fields.path("id").asText(),
                fields.path("text").asText(),
                fields.path("label").asText(),
                fields.path("lang").asText(""),
                fields.path("source").asText(),
                fields);
    }

    /** A field that the source may have, such as {@code category}; empty where it does not. */
    public String field(String name) {
        return fields.path(name).asText("");
    }
}
