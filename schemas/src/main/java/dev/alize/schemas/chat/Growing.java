package dev.alize.schemas.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.NullNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A JSON value that arrives in parts. Texts of the model, lists and objects grow; of anything else the last one holds;
 * a null or an empty text changes nothing. Linear in the size of the parts. Not thread-safe.
 */
final class Growing {
    /** Members whose text arrives in pieces, by the vendors' names; other texts (type, id, ...) are repeated whole. */
    private static final Set<String> PIECEMEAL =
            Set.of("content", "text", "thinking", "reasoning", "reasoning_content", "refusal", "arguments", "input");

    /** Kinds of content parts of which those that follow each other are one. */
    private static final Set<String> JOINED = Set.of("text", "thinking");

    private final boolean piecemeal;
    private @Nullable StringBuilder text;
    private @Nullable Map<String, Growing> members;
    private @Nullable List<Growing> items;
    private JsonNode last = NullNode.instance;

    /** @param name of the member that the value belongs to; empty for an item of a list */
    Growing(String name) {
        this.piecemeal = PIECEMEAL.contains(name);
    }

    void add(JsonNode part) {
        if (part.isNull() || (part.isTextual() && part.textValue().isEmpty() && !last.isNull())) {
            return;
        }
        if (part.isObject()) {
            become(part, members == null);
            part.properties().forEach(member -> add(member.getKey(), member.getValue()));
        } else if (part.isArray()) {
            become(part, items == null);
            part.forEach(this::addItem);
        } else if (part.isTextual() && piecemeal) {
            become(part, text == null);
            text().append(part.textValue());
        } else {
            become(part, true);
        }
    }

    private void become(JsonNode part, boolean another) {
        if (another) {
            text = null;
            members = null;
            items = null;
        }
        last = part;
    }

    /** One member of an object. */
    void add(String name, JsonNode part) {
        members().computeIfAbsent(name, Growing::new).add(part);
    }

    private void addItem(JsonNode item) {
        List<Growing> grown = items();
        boolean goesOn = JOINED.contains(item.path("type").asText())
                && !grown.isEmpty()
                && grown.getLast().isOfType(item.path("type"));
        if (!goesOn) {
            grown.add(new Growing(""));
        }
        grown.getLast().add(item);
    }

    private boolean isOfType(JsonNode type) {
        Growing own = members == null ? null : members.get("type");
        return own != null && own.last.equals(type);
    }

    boolean isText() {
        return text != null;
    }

    boolean isList() {
        return items != null;
    }

    private StringBuilder text() {
        return text = text == null ? new StringBuilder() : text;
    }

    private Map<String, Growing> members() {
        return members = members == null ? new LinkedHashMap<>() : members;
    }

    private List<Growing> items() {
        return items = items == null ? new ArrayList<>() : items;
    }

    /** What has arrived; null where only nulls have. */
    JsonNode value() {
        if (text != null) {
            return TextNode.valueOf(text.toString());
        }
        if (members != null) {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            members.forEach((name, member) -> object.set(name, member.value()));
            return object;
        }
        if (items != null) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode(items.size());
            items.forEach(item -> array.add(item.value()));
            return array;
        }
        return last;
    }
}
