package dev.alize.simulator.vendor;

import com.fasterxml.jackson.databind.JsonNode;

/** The types of JSON Schema and the words pydantic has for them. */
final class JsonType {
    private JsonType() {}

    /** Whether the value has the type; every value has the empty type. */
    static boolean fits(String type, JsonNode value) {
        return switch (type) {
            case "" -> true;
            case "object" -> value.isObject();
            case "array" -> value.isArray();
            case "string" -> value.isTextual();
            case "number" -> value.isNumber();
            case "integer" -> value.isIntegralNumber() || (value.isNumber() && value.doubleValue() % 1 == 0);
            case "boolean" -> value.isBoolean();
            case "null" -> value.isNull();
            default -> throw new IllegalStateException("Schema type '%s' is not understood".formatted(type));
        };
    }

    /** The error type of a value of another type. */
    static String error(String type) {
        return switch (type) {
            case "object" -> "dict_type";
            case "array" -> "list_type";
            case "integer" -> "int_type";
            case "number" -> "float_type";
            case "boolean" -> "bool_type";
            default -> type + "_type";
        };
    }

    /** What a value of the type is called in a message. */
    static String name(String type) {
        return switch (type) {
            case "object" -> "dictionary";
            case "array" -> "list";
            default -> type;
        };
    }

    /** How a union's member is called in a location. */
    static String member(JsonNode schema) {
        String type = schema.has("enum") ? "" : schema.path("type").asText();
        return switch (type) {
            case "object" -> schema.path("title").asText("dict");
            case "array" -> "list";
            case "string" -> "str";
            case "integer" -> "int";
            case "number" -> "float";
            case "boolean" -> "bool";
            default -> schema.path("title").asText(type);
        };
    }
}
