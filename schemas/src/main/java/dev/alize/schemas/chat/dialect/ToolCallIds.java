package dev.alize.schemas.chat.dialect;

import dev.alize.schemas.CompletionResponse;
import dev.alize.schemas.Delta;
import dev.alize.schemas.Message;
import dev.alize.schemas.ToolCall;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The ids of one request's tool calls, and what a target calls them. An id that fits stays; another becomes a hash of
 * itself, the same one in every request that has no clash (so that a conversation keeps its ids and a vendor's prompt
 * cache its use), and no two ids of a request become one. Immutable.
 */
public final class ToolCallIds {
    /** Mistral answers any other id with 400, code 3280. */
    static final int MISTRAL_LENGTH = 9;

    /** OpenAI refuses a longer id. */
    static final int LONGEST_OPENAI = 40;

    /** For requests of which every id stays. */
    public static final ToolCallIds UNCHANGED = new ToolCallIds(Map.of());

    private final Map<String, String> theirs;
    private final Map<String, String> ours;

    private ToolCallIds(Map<String, String> theirs) {
        this.theirs = Map.copyOf(theirs);
        Map<String, String> back = new HashMap<>();
        theirs.forEach((id, mapped) -> back.put(mapped, id));
        this.ours = Map.copyOf(back);
    }

    static ToolCallIds of(List<Message> messages, Dialect to) {
        Set<String> taken = new HashSet<>();
        Set<String> odd = new HashSet<>();
        messages.forEach(message -> each(message, id -> (fits(id, to) ? taken : odd).add(id)));
        if (odd.isEmpty()) {
            return UNCHANGED;
        }
        Map<String, String> theirs = new HashMap<>();
        odd.stream().sorted().forEach(id -> theirs.put(id, free(id, to, taken)));
        return new ToolCallIds(theirs);
    }

    private static void each(Message message, Consumer<String> then) {
        if (message.getToolCallId() != null) {
            then.accept(message.getToolCallId());
        }
        if (message.getToolCalls() != null) {
            for (ToolCall call : message.getToolCalls()) {
                if (call.getId() != null) {
                    then.accept(call.getId());
                }
            }
        }
    }

    private static String free(String id, Dialect to, Set<String> taken) {
        for (int attempt = 0; ; attempt++) {
            String salted = attempt == 0 ? id : attempt + ":" + id;
            String mapped = switch (to) {
                case MISTRAL -> Base62.of(salted, MISTRAL_LENGTH);
                case OPENAI -> "call_" + Base62.of(salted, LONGEST_OPENAI / 2);
            };
            if (taken.add(mapped)) {
                return mapped;
            }
        }
    }

    private static boolean fits(String id, Dialect to) {
        return switch (to) {
            case MISTRAL -> id.length() == MISTRAL_LENGTH && id.chars().allMatch(ToolCallIds::isLetterOrDigit);
            case OPENAI -> !id.isEmpty() && id.length() <= LONGEST_OPENAI;
        };
    }

    private static boolean isLetterOrDigit(int c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z');
    }

    /** What the target calls an id of the request. */
    public String map(String id) {
        return theirs.getOrDefault(id, id);
    }

    /** What the request's producer calls an id of the target; an id that is new stays. */
    public String restore(String id) {
        return ours.getOrDefault(id, id);
    }

    /** Gives the tool calls of an answer the ids that the producer knows, in place. */
    public CompletionResponse restoreIn(CompletionResponse response) {
        if (!ours.isEmpty()) {
            response.getChoices().forEach(choice -> restoreIn(choice.getMessage()));
        }
        return response;
    }

    /** The same for a part of a streamed answer. */
    public Delta restoreIn(Delta delta) {
        if (!ours.isEmpty()) {
            restoreIn(delta.getMessage());
        }
        return delta;
    }

    private void restoreIn(Message message) {
        if (message.getToolCalls() != null) {
            for (ToolCall call : message.getToolCalls()) {
                if (call.getId() != null) {
                    call.setId(restore(call.getId()));
                }
            }
        }
    }
}
