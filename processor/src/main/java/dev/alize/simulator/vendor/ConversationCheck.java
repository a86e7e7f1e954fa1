package dev.alize.simulator.vendor;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The rules the vendor's schema does not hold: how the last message must be, the shape of tool call ids, and one tool
 * result for each tool call. For bodies that fit the schema.
 */
final class ConversationCheck {
    private static final Pattern CALL_ID = Pattern.compile("[a-zA-Z0-9]{9}");
    /** The schema's default for a call without an id. */
    private static final String NO_ID = "null";

    private ConversationCheck() {}

    /** The first rule the messages break. */
    static Optional<VendorError> check(JsonNode messages) {
        int owed = 0;
        for (JsonNode message : messages) {
            VendorError badId = badId(message);
            if (badId != null) {
                return Optional.of(badId);
            }
            if (message.path("role").asText().equals("tool")) {
                owed--;
                if (owed < 0) {
                    return Optional.of(unevenCalls());
                }
            } else if (owed != 0) {
                return Optional.of(unevenCalls());
            } else {
                owed = message.path("tool_calls").size();
            }
        }
        return owed == 0 ? lastMessage(messages) : Optional.of(unevenCalls());
    }

    private static @Nullable VendorError badId(JsonNode message) {
        for (JsonNode call : message.path("tool_calls")) {
            if (!isCallId(call.path("id"))) {
                return badId();
            }
        }
        return isCallId(message.path("tool_call_id")) ? null : badId();
    }

    private static boolean isCallId(JsonNode id) {
        return id.isMissingNode()
                || id.isNull()
                || id.asText().equals(NO_ID)
                || CALL_ID.matcher(id.asText()).matches();
    }

    private static Optional<VendorError> lastMessage(JsonNode messages) {
        JsonNode last = messages.path(messages.size() - 1);
        String role = last.path("role").asText();
        boolean welcome = role.equals("user")
                || role.equals("tool")
                || (role.equals("assistant") && last.path("prefix").asBoolean());
        return welcome
                ? Optional.empty()
                : Optional.of(VendorError.invalidConversation(
                        "Expected last role User or Tool (or Assistant with prefix True) for serving but got " + role,
                        "invalid_request_message_order",
                        "3230"));
    }

    private static VendorError badId() {
        return VendorError.invalidConversation(
                "Tool call id must be a-z, A-Z, 0-9, with a length of 9.", "invalid_function_call", "3280");
    }

    private static VendorError unevenCalls() {
        return VendorError.invalidConversation(
                "Not the same number of function calls and responses", "invalid_request_error", null);
    }
}
