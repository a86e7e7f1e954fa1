package dev.alize.simulator.vendor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Objects;

/**
 * One thing wrong with a body, in the words of pydantic, which the vendor uses.
 *
 * @param type such as {@code extra_forbidden} or {@code missing}
 * @param loc keys, positions and union members from {@code body} to the place: String or Integer
 * @param msg for people
 * @param input what stood there; large inputs are named by size instead of echoed
 */
public record Violation(String type, List<Object> loc, String msg, JsonNode input) {
    private static final int ECHOED_CHARACTERS = 64;

    public Violation {
        loc = List.copyOf(loc);
    }

    ObjectNode json() {
        ObjectNode node = JsonNodeFactory.instance.objectNode().put("type", type);
        ArrayNode path = node.putArray("loc");
        for (Object step : loc) {
            if (step instanceof Integer position) {
                path.add(position);
            } else {
                path.add(Objects.toString(step));
            }
        }
        node.put("msg", msg);
        node.set("input", echo());
        return node;
    }

    private JsonNode echo() {
        String text = input.toString();
        return text.length() <= ECHOED_CHARACTERS
                ? input
                : JsonNodeFactory.instance.textNode("(%d characters)".formatted(text.length()));
    }
}
