package dev.alize.topology;

import dev.alize.schemas.CompletionRequest;
import dev.alize.schemas.Endpoint;
import java.util.Optional;

/** What a decoded request must fulfil before it is called. Messages name the field, never its text. */
final class RequestRules {
    /** Longest request id and tenant, in characters. */
    static final int MAX_NAME = 256;

    private RequestRules() {}

    /** Whether an id or a tenant can name something. */
    static boolean isName(String name) {
        return !name.isEmpty() && name.length() <= MAX_NAME && name.chars().noneMatch(Character::isISOControl);
    }

    /** What is wrong with a request whose identity is sound; empty where nothing is. */
    static Optional<String> problem(CompletionRequest request) {
        if (request.getEndpoint() != Endpoint.CHAT) {
            return Optional.of("endpoint: got " + request.getEndpoint() + ", this version serves CHAT");
        }
        if (request.getMessages().isEmpty()) {
            return Optional.of("messages: got none, expected at least one");
        }
        for (int i = 0; i < request.getMessages().size(); i++) {
            if (request.getMessages().get(i).getRole().isEmpty()) {
                return Optional.of("messages[" + i + "].role: got an empty text, expected a role such as user");
            }
        }
        if (request.getModel() != null && request.getModel().isBlank()) {
            return Optional.of("model: got an empty text, expected a name or null");
        }
        return Optional.empty();
    }
}
