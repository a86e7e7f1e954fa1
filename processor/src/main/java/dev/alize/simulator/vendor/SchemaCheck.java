package dev.alize.simulator.vendor;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * Checks a body against the vendor's schema and says what is wrong the way the vendor does: unions with a discriminator
 * report only the member that was meant, and that member is a step of the location.
 *
 * <p>Understands the keywords this schema uses and no others; one it does not know stops the start. Immutable; one
 * instance serves all threads.
 */
final class SchemaCheck {
    private static final Set<String> KEYWORDS = Set.of(
            "$ref",
            "type",
            "properties",
            "required",
            "additionalProperties",
            "items",
            "anyOf",
            "oneOf",
            "discriminator",
            "enum",
            "const",
            "minimum",
            "maximum");
    private static final Set<String> ANNOTATIONS =
            Set.of("$schema", "$comment", "$defs", "title", "description", "default", "format");

    private final JsonNode root;
    private final Set<String> nullAllowed;

    /**
     * @param nullAllowed keys of the body that may be null whatever the schema says
     */
    SchemaCheck(JsonNode root, Set<String> nullAllowed) {
        this.root = root;
        this.nullAllowed = Set.copyOf(nullAllowed);
        requireKnown(root);
        root.path("$defs").forEach(SchemaCheck::requireKnown);
    }

    /** Every violation; empty for a valid body. */
    List<Violation> check(JsonNode body) {
        List<Violation> found = new ArrayList<>();
        visit(root, body, new Place(null, "body"), found);
        return found;
    }

    private void visit(JsonNode written, JsonNode value, Place place, List<Violation> found) {
        JsonNode schema = resolve(written);
        if (schema.has("anyOf")) {
            anyOf(schema.path("anyOf"), value, place, found);
        } else if (schema.has("oneOf")) {
            member(schema, value, place, found);
        } else if (schema.has("const") && !schema.path("const").equals(value)) {
            found.add(oneOf(List.of(schema.path("const").asText()), value, place));
        } else if (schema.has("enum") && !contains(schema.path("enum"), value)) {
            found.add(oneOf(texts(schema.path("enum")), value, place));
        } else {
            typed(schema, value, place, found);
        }
    }

    private void typed(JsonNode schema, JsonNode value, Place place, List<Violation> found) {
        String type = schema.path("type").asText();
        if (!JsonType.fits(type, value)) {
            found.add(place.violation(JsonType.error(type), "Input should be a valid " + JsonType.name(type), value));
            return;
        }
        switch (type) {
            case "object" -> object(schema, value, place, found);
            case "array" -> {
                for (int i = 0; i < value.size() && schema.has("items"); i++) {
                    visit(schema.path("items"), value.path(i), place.to(i), found);
                }
            }
            case "number", "integer" -> range(schema, value, place, found);
            default -> {}
        }
    }

    private void object(JsonNode schema, JsonNode value, Place place, List<Violation> found) {
        JsonNode properties = schema.path("properties");
        boolean closed = schema.has("additionalProperties")
                && !schema.path("additionalProperties").asBoolean();
        for (JsonNode required : schema.path("required")) {
            if (!value.has(required.asText())) {
                found.add(place.to(required.asText()).violation("missing", "Field required", value));
            }
        }
        value.properties().forEach(entry -> {
            Place inside = place.to(entry.getKey());
            if (properties.has(entry.getKey())) {
                if (!(place.isBody() && entry.getValue().isNull() && nullAllowed.contains(entry.getKey()))) {
                    visit(properties.path(entry.getKey()), entry.getValue(), inside, found);
                }
            } else if (closed) {
                found.add(inside.violation("extra_forbidden", "Extra inputs are not permitted", entry.getValue()));
            }
        });
    }

    private static void range(JsonNode schema, JsonNode value, Place place, List<Violation> found) {
        if (schema.has("minimum")
                && value.doubleValue() < schema.path("minimum").doubleValue()) {
            found.add(place.violation(
                    "greater_than_equal",
                    "Input should be greater than or equal to "
                            + schema.path("minimum").asText(),
                    value));
        }
        if (schema.has("maximum")
                && value.doubleValue() > schema.path("maximum").doubleValue()) {
            found.add(place.violation(
                    "less_than_equal",
                    "Input should be less than or equal to "
                            + schema.path("maximum").asText(),
                    value));
        }
    }

    private void anyOf(JsonNode branches, JsonNode value, Place place, List<Violation> found) {
        List<JsonNode> meant = new ArrayList<>();
        for (JsonNode branch : branches) {
            JsonNode schema = resolve(branch);
            List<Violation> wrong = new ArrayList<>();
            visit(schema, value, place, wrong);
            if (wrong.isEmpty()) {
                return;
            }
            if (!schema.path("type").asText().equals("null")) {
                meant.add(schema);
            }
        }
        for (JsonNode schema : meant) {
            visit(schema, value, meant.size() == 1 ? place : place.to(JsonType.member(schema)), found);
        }
    }

    private void member(JsonNode union, JsonNode value, Place place, List<Violation> found) {
        String key = union.path("discriminator").path("propertyName").asText();
        if (!value.isObject()) {
            found.add(place.violation("dict_type", "Input should be a valid dictionary or object", value));
        } else if (!value.has(key)) {
            found.add(place.violation(
                    "union_tag_not_found", "Unable to extract tag using discriminator '%s'".formatted(key), value));
        } else {
            for (JsonNode branch : union.path("oneOf")) {
                JsonNode schema = resolve(branch);
                JsonNode tag = schema.path("properties").path(key).path("const");
                if (tag.equals(value.path(key))) {
                    visit(schema, value, place.to(tag.asText()), found);
                    return;
                }
            }
            found.add(place.violation(
                    "union_tag_invalid",
                    "Input tag found using '%s' does not match any of the expected tags".formatted(key),
                    value));
        }
    }

    private static Violation oneOf(List<String> allowed, JsonNode value, Place place) {
        String names = allowed.stream().map(name -> "'" + name + "'").collect(Collectors.joining(", "));
        return place.violation("literal_error", "Input should be " + names, value);
    }

    private JsonNode resolve(JsonNode schema) {
        JsonNode resolved = schema;
        while (resolved.has("$ref")) {
            resolved = root.at(resolved.path("$ref").asText().substring(1));
        }
        return resolved;
    }

    private static boolean contains(JsonNode values, JsonNode value) {
        return StreamSupport.stream(values.spliterator(), false).anyMatch(value::equals);
    }

    private static List<String> texts(JsonNode values) {
        return StreamSupport.stream(values.spliterator(), false)
                .map(JsonNode::asText)
                .toList();
    }

    private static void requireKnown(JsonNode schema) {
        schema.properties().forEach(entry -> {
            String keyword = entry.getKey();
            if (!KEYWORDS.contains(keyword) && !ANNOTATIONS.contains(keyword)) {
                throw new IllegalStateException("Schema keyword '%s' is not understood".formatted(keyword));
            }
            switch (keyword) {
                case "properties" -> entry.getValue().forEach(SchemaCheck::requireKnown);
                case "items" -> requireKnown(entry.getValue());
                case "anyOf", "oneOf" -> entry.getValue().forEach(SchemaCheck::requireKnown);
                default -> {}
            }
        });
    }

    /** A place in the body, from {@code body} inwards. */
    private record Place(@Nullable Place outer, Object step) {
        Place to(Object next) {
            return new Place(this, next);
        }

        boolean isBody() {
            return outer == null;
        }

        Violation violation(String type, String msg, JsonNode input) {
            List<Object> loc = new ArrayList<>();
            for (Place at = this; at != null; at = at.outer) {
                loc.addFirst(at.step);
            }
            return new Violation(type, loc, msg, input);
        }
    }
}
