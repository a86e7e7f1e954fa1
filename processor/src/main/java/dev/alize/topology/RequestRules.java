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

    /**
     * What is wrong with a request whose identity is sound; empty where nothing is.
     *
     * @param keyAndHeaders their size in bytes
     */
    static Optional<String> problem(CompletionRequest request, int keyAndHeaders) {
        if (keyAndHeaders > EngineSettings.MAX_KEY_AND_HEADERS) {
            return Optional.of("key and headers: got " + keyAndHeaders + " bytes, expected at most "
                    + EngineSettings.MAX_KEY_AND_HEADERS);
        }
        if (request.getSubject() != null && request.getSubject().length() > MAX_NAME) {
            return Optional.of(
                    "subject: got " + request.getSubject().length() + " characters, expected at most " + MAX_NAME);
        }
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
