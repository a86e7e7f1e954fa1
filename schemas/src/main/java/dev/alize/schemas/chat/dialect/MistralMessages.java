package dev.alize.schemas.chat.dialect;

import dev.alize.schemas.ContentPart;
import dev.alize.schemas.Message;
import dev.alize.schemas.ToolCall;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Conversations in Mistral's dialect. */
final class MistralMessages {
    private static final String PATH = "messages[].";
    private static final Set<String> ROLES = Set.of("system", "user", "assistant", "tool");

    private final ToolCallIds ids;
    private final Dropped dropped;
    private final MistralParts parts;

    MistralMessages(ToolCallIds ids, Dropped dropped) {
        this.ids = ids;
        this.dropped = dropped;
        this.parts = new MistralParts(dropped);
    }

    List<Message> all(List<Message> messages) {
        List<Message> said = new ArrayList<>(messages.size());
        for (Message message : messages) {
            said.add(one(message));
        }
        if (!said.isEmpty()) {
            begin(said.getLast());
        }
        return said;
    }

    /**
     * A conversation may end with the assistant only where that is the beginning of the answer. Other vendors go on
     * from such a message without being told, so saying it changes nothing of what was meant.
     */
    private static void begin(Message last) {
        boolean calls = last.getToolCalls() != null && !last.getToolCalls().isEmpty();
        if (last.getRole().equals("assistant") && !calls) {
            Map<String, String> extra = new HashMap<>(last.getExtra());
            extra.put("prefix", "true");
            last.setExtra(extra);
        }
    }

    private Message one(Message message) {
        Message said = Shallow.copy(message, new Message());
        said.setRole(role(message.getRole()));
        boolean assistant = said.getRole().equals("assistant");
        boolean tool = said.getRole().equals("tool");
        said.setName(tool ? message.getName() : none(message.getName(), "name"));
        said.setToolCallId(tool ? mapped(message.getToolCallId()) : none(message.getToolCallId(), "tool_call_id"));
        said.setToolCalls(assistant ? calls(message) : none(message.getToolCalls(), "tool_calls"));
        said.setExtra(Extra.only(message.getExtra(), known(said), PATH, dropped));
        said.setContent(content(message, said.getRole()));
        return said;
    }

    private String role(String role) {
        if (role.equals("developer")) {
            return "system";
        }
        if (!ROLES.contains(role)) {
            dropped.known(PATH + "role");
            return "user";
        }
        return role;
    }

    /** Members that can stand in extra since their value fits no typed field. */
    private static Set<String> known(Message said) {
        return switch (said.getRole()) {
            case "assistant" ->
                said.getToolCalls() == null ? Set.of("content", "tool_calls", "prefix") : Set.of("content", "prefix");
            case "tool" -> Set.of("content", "tool_call_id", "name");
            default -> Set.of("content");
        };
    }

    private <T> @Nullable T none(@Nullable T value, String name) {
        if (value != null) {
            dropped.known(PATH + name);
        }
        return null;
    }

    private @Nullable String mapped(@Nullable String id) {
        return id == null ? null : ids.map(id);
    }

    private @Nullable List<ToolCall> calls(Message message) {
        List<ToolCall> calls = message.getToolCalls();
        if (calls == null) {
            return null;
        }
        List<ToolCall> said = new ArrayList<>(calls.size());
        for (ToolCall call : calls) {
            ToolCall one = Shallow.copy(call, new ToolCall());
            one.setId(mapped(call.getId()));
            one.setType(call.getType() == null ? null : "function");
            one.setArguments(call.getArguments() == null ? "{}" : call.getArguments());
            one.setExtra(Extra.only(call.getExtra(), Set.of(), PATH + "tool_calls[].", dropped));
            one.setFunctionExtra(
                    Extra.only(call.getFunctionExtra(), Set.of(), PATH + "tool_calls[].function.", dropped));
            said.add(one);
        }
        return said;
    }

    private @Nullable Object content(Message message, String role) {
        Object content = message.getContent();
        if (content instanceof List<?> list) {
            List<ContentPart> said = parts.all(list, role);
            return said.isEmpty() && !role.equals("assistant") ? "" : said;
        }
        if (content != null || Extra.says(message.getExtra().get("content"))) {
            return content;
        }
        return role.equals("assistant") ? Extra.text(message.getExtra().get("refusal")) : "";
    }
}
