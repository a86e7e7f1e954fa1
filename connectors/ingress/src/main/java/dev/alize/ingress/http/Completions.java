package dev.alize.ingress.http;

import dev.alize.schemas.Choice;
import dev.alize.schemas.CompletionResponse;
import dev.alize.schemas.Delta;
import dev.alize.schemas.Message;
import dev.alize.schemas.ToolCall;
import dev.alize.schemas.chat.ChatJson;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Completed responses as the APIs tell them. Pure. */
final class Completions {
    private static final String OBJECT = "object";
    private static final String INDEX = "index";

    private Completions() {}

    /** The body, with what SDKs need where the vendor left it out. */
    static byte[] body(CompletionResponse response) {
        boolean whole = response.getCompletionId() != null
                && response.getCreated() != null
                && response.getModel() != null
                && response.getExtra().containsKey(OBJECT);
        return ChatJson.completionBytes(whole ? response : completed(response));
    }

    private static CompletionResponse completed(CompletionResponse response) {
        CompletionResponse copy = CompletionResponse.newBuilder(response).build();
        if (copy.getCompletionId() == null) {
            copy.setCompletionId(idOf(response.getRequestId()));
        }
        if (copy.getCreated() == null) {
            copy.setCreated(response.getTimes().getRequestedAt().getEpochSecond());
        }
        if (copy.getModel() == null) {
            copy.setModel("");
        }
        Map<String, String> extra = new HashMap<>(copy.getExtra());
        extra.putIfAbsent(OBJECT, "\"chat.completion\"");
        copy.setExtra(extra);
        return copy;
    }

    /** Id of a completion that has none of its vendor. */
    static String idOf(String requestId) {
        return "chatcmpl-" + requestId;
    }

    /** An answer that came whole, as deltas: one for each choice. */
    static List<Delta> deltas(CompletionResponse response) {
        List<Delta> deltas = new ArrayList<>();
        for (Choice choice : response.getChoices()) {
            long index = choice.getIndex() < 0 ? deltas.size() : choice.getIndex();
            deltas.add(new Delta(index, choice.getMessage(), choice.getFinishReason()));
        }
        return deltas;
    }

    /** Its tool calls numbered, which readers of streams need and not every vendor gives. */
    static Delta numbered(Delta delta) {
        List<ToolCall> calls = delta.getMessage().getToolCalls();
        if (calls == null || calls.stream().allMatch(call -> call.getExtra().containsKey(INDEX))) {
            return delta;
        }
        Message message = Message.newBuilder(delta.getMessage()).build();
        @Nullable List<ToolCall> copies = message.getToolCalls();
        for (int i = 0; copies != null && i < copies.size(); i++) {
            Map<String, String> extra = new HashMap<>(copies.get(i).getExtra());
            extra.putIfAbsent(INDEX, Integer.toString(i));
            copies.get(i).setExtra(extra);
        }
        return new Delta(delta.getIndex(), message, delta.getFinishReason());
    }
}
