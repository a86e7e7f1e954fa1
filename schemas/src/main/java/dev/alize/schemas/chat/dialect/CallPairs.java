package dev.alize.schemas.chat.dialect;

import dev.alize.schemas.Message;
import dev.alize.schemas.ToolCall;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Tool calls and their results. Mistral lets both go without an id, by order alone; OpenAI does not. Calls without an id
 * get one, and results without one that of the next call that has no result yet.
 */
final class CallPairs {
    private final Deque<String> open = new ArrayDeque<>();

    private CallPairs() {}

    /** The messages with an id wherever one belongs; the very same list where none is missing. */
    static List<Message> complete(List<Message> messages) {
        return messages.stream().anyMatch(CallPairs::lacksId) ? new CallPairs().completed(messages) : messages;
    }

    private static boolean lacksId(Message message) {
        boolean call = message.getToolCalls() != null
                && message.getToolCalls().stream().anyMatch(one -> isNone(one.getId()));
        return call || (message.getRole().equals("tool") && isNone(message.getToolCallId()));
    }

    /** Mistral's documented default of an id is the text null. */
    private static boolean isNone(@Nullable String id) {
        return id == null || id.isEmpty() || id.equals("null");
    }

    private List<Message> completed(List<Message> messages) {
        List<Message> completed = new ArrayList<>(messages.size());
        for (Message message : messages) {
            Message copy = Shallow.copy(message, new Message());
            if (copy.getToolCalls() != null) {
                copy.setToolCalls(calls(copy.getToolCalls(), completed.size()));
            } else if (copy.getRole().equals("tool")) {
                answer(copy);
            }
            completed.add(copy);
        }
        return completed;
    }

    private List<ToolCall> calls(List<ToolCall> calls, int position) {
        List<ToolCall> named = new ArrayList<>(calls.size());
        for (ToolCall call : calls) {
            ToolCall copy = Shallow.copy(call, new ToolCall());
            if (isNone(copy.getId())) {
                copy.setId(Base62.of("call " + position + ' ' + named.size(), ToolCallIds.MISTRAL_LENGTH));
            }
            open.add(copy.getId());
            named.add(copy);
        }
        return named;
    }

    private void answer(Message result) {
        if (!isNone(result.getToolCallId())) {
            open.remove(result.getToolCallId());
        } else if (!open.isEmpty()) {
            result.setToolCallId(open.remove());
        }
    }
}
