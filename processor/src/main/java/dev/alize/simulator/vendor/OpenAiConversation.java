package dev.alize.simulator.vendor;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;

/** The rules of OpenAI's chats that its schema does not hold. For bodies that fit the schema. */
final class OpenAiConversation {
    private static final Set<String> CHOICES = Set.of("none", "auto", "required");
    private static final Set<String> PARTS = Set.of("text", "image_url", "input_audio", "file", "refusal");

    private OpenAiConversation() {}

    /** The first rule the body breaks. */
    static Optional<VendorError> check(JsonNode body) {
        if (body.has("stream_options") && !body.path("stream").asBoolean()) {
            return wrong("The 'stream_options' parameter is only allowed when 'stream' is enabled.", "stream_options");
        }
        JsonNode choice = body.path("tool_choice");
        if (choice.isTextual() && !CHOICES.contains(choice.textValue())) {
            return wrong("Invalid value: '%s'.".formatted(choice.textValue()), "tool_choice");
        }
        if (body.path("tools").isArray() && body.path("tools").isEmpty()) {
            return wrong("Invalid 'tools': empty array. Expected an array with minimum length 1.", "tools");
        }
        if (body.path("messages").isEmpty()) {
            return wrong("Invalid 'messages': empty array. Expected an array with minimum length 1.", "messages");
        }
        return messages(body.path("messages"));
    }

    /** Each tool result names a call of the assistant's message before, and each call has its result. */
    private static Optional<VendorError> messages(JsonNode messages) {
        Set<String> owed = new HashSet<>();
        for (int i = 0; i < messages.size(); i++) {
            JsonNode message = messages.path(i);
            String at = "messages[%d]".formatted(i);
            boolean isTool = message.path("role").asText().equals("tool");
            if (isTool && !owed.remove(message.path("tool_call_id").asText())) {
                return wrong("Messages with role 'tool' must answer a preceding message with 'tool_calls'.", at);
            }
            if (!isTool && !owed.isEmpty()) {
                return wrong("'tool_calls' must be followed by tool messages for each 'tool_call_id'.", at);
            }
            for (JsonNode part : message.path("content")) {
                if (!PARTS.contains(part.path("type").asText())) {
                    return wrong(
                            "Invalid value: '%s'.".formatted(part.path("type").asText()), at + ".content");
                }
            }
            message.path("tool_calls").forEach(call -> owed.add(call.path("id").asText()));
        }
        return owed.isEmpty()
                ? Optional.empty()
                : wrong("'tool_calls' must be followed by tool messages for each 'tool_call_id'.", "messages");
    }

    private static Optional<VendorError> wrong(String message, String param) {
        return Optional.of(OpenAiErrors.invalid(message, param, null));
    }
}
