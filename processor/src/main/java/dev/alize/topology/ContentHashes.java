package dev.alize.topology;

import dev.alize.audit.KeyedHash;
import dev.alize.schemas.Choice;
import dev.alize.schemas.CompletionRequest;
import dev.alize.schemas.CompletionResponse;
import dev.alize.schemas.ContentPart;
import dev.alize.schemas.Message;
import dev.alize.schemas.ToolCall;
import dev.alize.schemas.UrlReference;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Keyed hashes of what a request says and of what its answer says: roles and texts, not how the model shall answer. */
final class ContentHashes {
    private ContentHashes() {}

    static String of(KeyedHash hash, CompletionRequest request) {
        KeyedHash.Running running = hash.of("request");
        request.getMessages().forEach(message -> add(running, message));
        return running.add(request.getPrompt()).add(request.getSuffix()).hex();
    }

    /** Null for a response without an answer. */
    static @Nullable String of(KeyedHash hash, CompletionResponse response) {
        List<Choice> choices = response.getChoices();
        if (choices.isEmpty()) {
            return null;
        }
        KeyedHash.Running running = hash.of("response");
        choices.forEach(choice -> add(running, choice.getMessage()));
        return running.hex();
    }

    private static void add(KeyedHash.Running running, Message message) {
        running.add(message.getRole());
        if (message.getContent() instanceof String text) {
            running.add(text);
        } else if (message.getContent() instanceof List<?> parts) {
            running.add(Integer.toString(parts.size()));
            parts.forEach(part -> add(running, (ContentPart) part));
        } else {
            running.add(null);
        }
        List<ToolCall> calls = message.getToolCalls() == null ? List.of() : message.getToolCalls();
        for (ToolCall call : calls) {
            running.add(call.getName()).add(call.getArguments());
        }
        new TreeMap<>(message.getExtra())
                .forEach((name, json) -> running.add(name).add(json));
    }

    private static void add(KeyedHash.Running running, ContentPart part) {
        running.add(part.getType())
                .add(part.getText())
                .add(url(part.getImageUrl()))
                .add(url(part.getDocumentUrl()));
        new TreeMap<>(part.getExtra()).forEach((name, json) -> running.add(name).add(json));
    }

    private static @Nullable String url(@Nullable UrlReference reference) {
        return reference == null ? null : reference.getUrl();
    }
}
