package dev.alize.evidence;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A copy of a JSON tree without what could be a secret: the values of variables and headers, of secrets and maps of
 * configuration, of annotations, and all that the scrubber finds in other texts. References by name stay.
 */
record JsonFilter(Scrubber scrubber) {
    /** Members whose texts are taken out, however deep they stand. */
    private static final Set<String> WHOLE =
            Set.of("data", "stringData", "binaryData", "annotations", "token", "password", "caBundle");

    private static final Set<String> DROPPED = Set.of("managedFields");
    private static final Pattern SECRET_NAME =
            Pattern.compile("api[-_]?key|secret$|password|passwd|token$|credential", Pattern.CASE_INSENSITIVE);
    private static final int LONGEST = 1_000;

    JsonNode of(JsonNode node) {
        return copy(node, false);
    }

    private JsonNode copy(JsonNode node, boolean hidden) {
        return switch (node) {
            case ObjectNode object -> object(object, hidden);
            case ArrayNode array -> {
                ArrayNode copy = JsonNodeFactory.instance.arrayNode();
                array.forEach(item -> copy.add(copy(item, hidden)));
                yield copy;
            }
            default -> node.isTextual() ? JsonNodeFactory.instance.textNode(text(node.textValue(), hidden)) : node;
        };
    }

    private ObjectNode object(ObjectNode object, boolean hidden) {
        ObjectNode copy = JsonNodeFactory.instance.objectNode();
        boolean isPair = object.has("name") && object.has("value");
        for (Map.Entry<String, JsonNode> member : object.properties()) {
            String name = member.getKey();
            if (DROPPED.contains(name)) {
                continue;
            }
            boolean secret = hidden
                    || WHOLE.contains(name)
                    || isPair && name.equals("value")
                    || member.getValue().isTextual()
                            && SECRET_NAME.matcher(name).find()
                            && !name.endsWith("Name");
            copy.set(scrubber.known(name), copy(member.getValue(), secret));
        }
        return copy;
    }

    private String text(String text, boolean hidden) {
        if (hidden || text.length() > LONGEST) {
            return Scrubber.REMOVED;
        }
        return text.lines()
                .map(scrubber::line)
                .reduce((one, other) -> one + "\n" + other)
                .orElse("");
    }
}
