package dev.alize.topology;

import dev.alize.schemas.CompletionRequest;
import dev.alize.schemas.Endpoint;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a decoded request must fulfil before it is called. Messages name the field, never its text. */
final class RequestRules {
    /** Longest request id and tenant, in characters. */
    static final int MAX_NAME = 256;
    /** Longest ordering key, in characters. */
    static final int MAX_ORDERING_KEY = 1_024;

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
        if (request.getOrderingKey() != null && orderingKey(request) == null) {
            return Optional.of("ordering_key: got " + request.getOrderingKey().length() + " characters, expected 1 to "
                    + MAX_ORDERING_KEY);
        }
        Optional<String> text = request.getEndpoint() == Endpoint.FIM ? code(request) : conversation(request);
        if (text.isPresent()) {
            return text;
        }
        if (request.getModel() != null && request.getModel().length() > MAX_NAME) {
            return Optional.of(
                    "model: got " + request.getModel().length() + " characters, expected at most " + MAX_NAME);
        }
        if (request.getModel() != null && request.getModel().isBlank()) {
            return Optional.of("model: got an empty text, expected a name or null");
        }
        return Optional.empty();
    }

    private static Optional<String> conversation(CompletionRequest request) {
        if (request.getMessages().isEmpty()) {
            return Optional.of("messages: got none, expected at least one");
        }
        for (int i = 0; i < request.getMessages().size(); i++) {
            if (request.getMessages().get(i).getRole().isEmpty()) {
                return Optional.of("messages[" + i + "].role: got an empty text, expected a role such as user");
            }
        }
        return Optional.empty();
    }

    private static Optional<String> code(CompletionRequest request) {
        if (request.getPrompt() == null) {
            return Optional.of("prompt: got none, expected a text with endpoint FIM");
        }
        if (!request.getMessages().isEmpty()) {
            return Optional.of("messages: got " + request.getMessages().size() + ", expected none with endpoint FIM");
        }
        return Optional.empty();
    }

    /** The key that orders a request; null where it has none, or one that is not valid. */
    static @Nullable String orderingKey(CompletionRequest request) {
        String key = request.getOrderingKey();
        return key == null || key.isEmpty() || key.length() > MAX_ORDERING_KEY ? null : key;
    }
}
