package dev.alize.schemas.chat.dialect;

import dev.alize.schemas.ContentPart;
import dev.alize.schemas.Message;
import dev.alize.schemas.ToolCall;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Conversations in OpenAI's dialect. */
final class OpenAiMessages {
    private static final String PATH = "messages[].";

    private final ToolCallIds ids;
    private final Dropped dropped;
    private final OpenAiParts parts;

    OpenAiMessages(ToolCallIds ids, Dropped dropped) {
        this.ids = ids;
        this.dropped = dropped;
        this.parts = new OpenAiParts(dropped);
    }

    List<Message> all(List<Message> messages) {
        List<Message> said = new ArrayList<>(messages.size());
        for (Message message : messages) {
            said.add(one(message));
        }
        return said;
    }

    private Message one(Message message) {
        Message said = Shallow.copy(message, new Message());
        said.setExtra(Extra.without(message.getExtra(), Set.of("prefix"), PATH, dropped));
        if (message.getRole().equals("tool") && message.getName() != null) {
            said.setName(null);
            dropped.known(PATH + "name");
        }
        if (message.getToolCallId() != null) {
            said.setToolCallId(ids.map(message.getToolCallId()));
        }
        said.setToolCalls(calls(message.getToolCalls()));
        said.setContent(content(message, said.getToolCalls() != null));
        return said;
    }

    private @Nullable List<ToolCall> calls(@Nullable List<ToolCall> calls) {
        if (calls == null) {
            return null;
        }
        if (calls.isEmpty()) {
            dropped.known(PATH + "tool_calls");
            return null;
        }
        return calls.stream().map(this::call).toList();
    }

    private ToolCall call(ToolCall call) {
        ToolCall said = Shallow.copy(call, new ToolCall());
        if (call.getId() != null) {
            said.setId(ids.map(call.getId()));
        }
        said.setType(call.getType() == null ? "function" : call.getType());
        said.setArguments(call.getArguments() == null ? "{}" : call.getArguments());
        said.setArgumentsAreObject(false);
        said.setExtra(Extra.without(call.getExtra(), Set.of("index"), PATH + "tool_calls[].", dropped));
        return said;
    }

    private @Nullable Object content(Message message, boolean calls) {
        Object content = message.getContent();
        if (content instanceof List<?> list) {
            List<ContentPart> said = parts.all(list, message.getRole());
            if (!said.isEmpty()) {
                return said;
            }
            return calls ? null : "";
        }
        boolean silent = calls || Extra.says(message.getExtra().get("refusal"));
        boolean missing = content == null && !Extra.says(message.getExtra().get("content"));
        return missing && !silent ? "" : content;
    }
}
