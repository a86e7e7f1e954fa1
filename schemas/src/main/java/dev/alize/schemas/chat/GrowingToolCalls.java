package dev.alize.schemas.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The tool calls of a streamed message, which come whole or in parts. A part belongs to the call of its id, else of its
 * index; without either it goes on with the last call, unless it names a function. A new id at an index that is taken
 * starts a new call: some vendors give every call the index 0. Not thread-safe.
 */
final class GrowingToolCalls {
    /** More than any vendor lets a model make in one message. */
    static final int MOST_CALLS = 1_024;

    private final Map<Integer, Call> byIndex = new HashMap<>();
    private final Map<String, Call> byId = new HashMap<>();
    private final List<Call> calls = new ArrayList<>();

    /** One call, and the texts by which parts find it. */
    private static final class Call {
        private final Growing value = new Growing("");
        private String id = "";
        private String name = "";
    }

    void add(JsonNode parts, String path) {
        if (!parts.isArray() && !parts.isNull()) {
            throw new ChatFormatException(path, Json.kind(parts), "a list");
        }
        int i = 0;
        for (JsonNode part : parts) {
            addPart(part, path + '[' + i++ + ']');
        }
    }

    private void addPart(JsonNode part, String path) {
        if (!part.isObject()) {
            throw new ChatFormatException(path, Json.kind(part), "an object");
        }
        String id = part.path("id").asText("");
        String name = part.path("function").path("name").asText("");
        Call call = call(part.path("index"), id, name, path);
        if (!name.isEmpty() && !call.name.isEmpty() && !call.name.equals(name)) {
            throw new ChatFormatException(path + ".function.name", "a second, other name", "one name for each call");
        }
        call.name = name.isEmpty() ? call.name : name;
        if (!id.isEmpty()) {
            call.id = id;
            byId.put(id, call);
        }
        call.value.add(part);
    }

    private Call call(JsonNode index, String id, String name, String path) {
        boolean indexed = !index.isMissingNode() && !index.isNull();
        int position = CompletionAssembly.position(index, path + ".index", MOST_CALLS);
        Call known = id.isEmpty() ? null : byId.get(id);
        if (known == null && indexed) {
            known = goesOn(byIndex.get(position), id);
        } else if (known == null && id.isEmpty() && name.isEmpty() && !calls.isEmpty()) {
            known = calls.getLast();
        }
        Call call = known == null ? begin(path) : known;
        if (indexed) {
            byIndex.put(position, call);
        }
        return call;
    }

    /** The call at the index, unless it has another id already. */
    private static @Nullable Call goesOn(@Nullable Call call, String id) {
        boolean another = call != null && !id.isEmpty() && !call.id.isEmpty();
        return another ? null : call;
    }

    private Call begin(String path) {
        if (calls.size() == MOST_CALLS) {
            throw new ChatFormatException(path, "one call more", "at most " + MOST_CALLS + " tool calls");
        }
        Call call = new Call();
        calls.add(call);
        return call;
    }

    boolean isEmpty() {
        return calls.isEmpty();
    }

    ArrayNode value() {
        ArrayNode list = JsonNodeFactory.instance.arrayNode(calls.size());
        calls.forEach(call -> list.add(call.value.value()));
        return list;
    }
}
