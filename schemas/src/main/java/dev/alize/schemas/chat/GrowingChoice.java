package dev.alize.schemas.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.alize.schemas.Delta;

/** One choice of a streamed answer. Not thread-safe. */
final class GrowingChoice {
    private final int index;
    private final Growing rest = new Growing("");
    private final Growing message = new Growing("");
    private final GrowingToolCalls toolCalls = new GrowingToolCalls();
    private Growing content = new Growing("content");
    private String finishReason = "";

    GrowingChoice(int index) {
        this.index = index;
    }

    /** @param path where the part stands in its event, for errors */
    Delta add(JsonNode part, String path) {
        if (!part.isObject()) {
            throw new ChatFormatException(path, Json.kind(part), "an object");
        }
        JsonNode delta = part.path("delta");
        if (!delta.isObject() && !delta.isNull() && !delta.isMissingNode()) {
            throw new ChatFormatException(path + ".delta", Json.kind(delta), "an object");
        }
        JsonNode change = delta.isObject() ? delta : Json.emptyObject();
        checkOpen(change, path + ".delta");
        part.properties().forEach(member -> keep(member.getKey(), member.getValue()));
        change.properties().forEach(member -> keepOfMessage(member.getKey(), member.getValue(), path + ".delta."));
        finish(part.path("finish_reason"), path + ".finish_reason");
        return delta(part, change);
    }

    private void checkOpen(JsonNode change, String path) {
        boolean says = !change.path("content").asText().isEmpty()
                || !change.path("content").isEmpty()
                || !change.path("tool_calls").isEmpty();
        if (says && !finishReason.isEmpty()) {
            throw new ChatFormatException(path, "more of a message that has ended", "nothing after finish_reason");
        }
    }

    private void keep(String name, JsonNode value) {
        switch (name) {
            case "index", "delta", "finish_reason" -> {}
            default -> rest.add(name, value);
        }
    }

    private void keepOfMessage(String name, JsonNode value, String path) {
        switch (name) {
            case "content" -> say(value, path + name);
            case "tool_calls" -> toolCalls.add(value, path + name);
            case "index" -> {} // one vendor repeats the choice's
            default -> message.add(name, value);
        }
    }

    private void say(JsonNode value, String path) {
        if (!value.isTextual() && !value.isArray() && !value.isNull()) {
            throw new ChatFormatException(path, Json.kind(value), "a text or a list of parts");
        }
        if (value.isArray() && content.isText()) {
            String before = content.value().textValue();
            content = new Growing("content");
            content.add(parts(before));
        }
        content.add(value.isTextual() && content.isList() ? parts(value.textValue()) : value);
    }

    private static ArrayNode parts(String text) {
        ArrayNode parts = JsonNodeFactory.instance.arrayNode();
        if (!text.isEmpty()) {
            parts.addObject().put("type", "text").put("text", text);
        }
        return parts;
    }

    private void finish(JsonNode reason, String path) {
        if (reason.isNull() || reason.isMissingNode() || reason.asText().isEmpty()) {
            return;
        }
        if (!reason.isTextual() || (!finishReason.isEmpty() && !finishReason.equals(reason.textValue()))) {
            String got = reason.isTextual() ? "a second, other reason" : Json.kind(reason);
            throw new ChatFormatException(path, got, "one text");
        }
        finishReason = reason.textValue();
    }

    private Delta delta(JsonNode part, JsonNode change) {
        Delta delta = new Delta();
        delta.setIndex(index);
        delta.setMessage(MessageReader.delta(change));
        delta.setFinishReason(Fit.word(part.path("finish_reason")));
        return delta;
    }

    /** The choice as it would stand in an answer that was not streamed. */
    ObjectNode value() {
        if (finishReason.isEmpty()) {
            throw new ChatFormatException("choices[" + index + "].finish_reason", "nothing", "the end of the message");
        }
        ObjectNode choice = JsonNodeFactory.instance.objectNode().put("index", index);
        rest.value().properties().forEach(member -> choice.set(member.getKey(), member.getValue()));
        ObjectNode whole = choice.putObject("message");
        message.value().properties().forEach(member -> whole.set(member.getKey(), member.getValue()));
        whole.set("content", content.value());
        if (!toolCalls.isEmpty()) {
            whole.set("tool_calls", toolCalls.value());
        }
        return choice.set("finish_reason", TextNode.valueOf(finishReason));
    }
}
