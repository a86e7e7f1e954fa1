package dev.alize.schemas.chat.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.alize.schemas.CompletionRequest;
import dev.alize.schemas.Message;
import dev.alize.schemas.Tool;
import dev.alize.schemas.ToolCall;
import dev.alize.schemas.chat.ChatJson;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Lists that no typed field could hold since one of their items is no function: OpenAI's custom tools and their calls,
 * or something newer. What is a function is read again without the rest.
 */
final class Untyped {
    private Untyped() {}

    /** The functions among the tools; null where there are none. */
    static @Nullable List<Tool> tools(JsonNode list, Dropped dropped) {
        ArrayNode functions = JsonNodeFactory.instance.arrayNode();
        for (JsonNode tool : list) {
            if (tool.at("/function/name").isTextual()) {
                functions.add(tool);
            } else {
                dropped.known("tools[]");
            }
        }
        ObjectNode body = bodyOf("user");
        body.set("tools", functions);
        return read(body).getParameters().getTools();
    }

    /** The messages, with typed calls wherever there is a list of calls; the very same list where all are typed. */
    static List<Message> typed(List<Message> messages, Dropped dropped) {
        if (messages.stream().noneMatch(message -> message.getExtra().containsKey("tool_calls"))) {
            return messages;
        }
        List<Message> typed = new ArrayList<>(messages.size());
        for (Message message : messages) {
            JsonNode calls = Extra.json(message.getExtra().get("tool_calls"));
            Message copy = Shallow.copy(message, new Message());
            if (calls.isArray() && message.getToolCalls() == null) {
                copy.setToolCalls(calls(calls, dropped));
                copy.setExtra(new HashMap<>(message.getExtra()));
                copy.getExtra().remove("tool_calls");
            }
            typed.add(copy);
        }
        return typed;
    }

    /** The calls, those of custom tools as calls of a function with one argument; null where there are none. */
    private static @Nullable List<ToolCall> calls(JsonNode list, Dropped dropped) {
        ArrayNode calls = JsonNodeFactory.instance.arrayNode();
        for (JsonNode call : list) {
            if (call.at("/function/name").isTextual()) {
                calls.add(call);
            } else if (call.at("/custom/name").isTextual()) {
                calls.add(function(call));
                dropped.known("messages[].tool_calls[].custom");
            } else {
                dropped.known("messages[].tool_calls[]");
            }
        }
        ObjectNode body = bodyOf("assistant");
        ((ObjectNode) body.at("/messages/0")).set("tool_calls", calls);
        return read(body).getMessages().getFirst().getToolCalls();
    }

    private static ObjectNode function(JsonNode call) {
        ObjectNode function = JsonNodeFactory.instance.objectNode();
        ObjectNode arguments = JsonNodeFactory.instance.objectNode();
        arguments.set("input", call.at("/custom/input"));
        function.set("id", call.path("id"));
        function.putObject("function")
                .put("name", call.at("/custom/name").textValue())
                .put("arguments", arguments.toString());
        return function;
    }

    private static ObjectNode bodyOf(String role) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.putArray("messages").addObject().put("role", role);
        return body;
    }

    private static CompletionRequest read(ObjectNode body) {
        return ChatJson.readRequest(body, new CompletionRequest());
    }
}
