package dev.alize.simulator.vendor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Accepts or refuses the body of a chat completion request as the vendor does: its schema first, then the rules the
 * schema does not hold. Immutable; one instance serves all threads.
 */
public final class RequestCheck {
    private static final String SCHEMA = "/dev/alize/simulator/mistral-chat-completion-request.schema.json";
    /** Null in requests recorded with status 200 (pydantic-ai, 2025), although the schema does not allow it. */
    private static final Set<String> NULL_SEEN = Set.of("stop", "presence_penalty", "frequency_penalty");

    private final ObjectMapper json = new ObjectMapper();
    private final SchemaCheck schema = new SchemaCheck(readSchema(json), NULL_SEEN);

    /** The vendor's answer to a body it would not serve; empty for one it would. */
    public Optional<VendorError> check(byte[] body) {
        JsonNode request;
        try {
            request = json.readTree(body);
        } catch (IOException e) {
            return Optional.of(VendorError.NOT_JSON);
        }
        List<Violation> violations = schema.check(request);
        if (!violations.isEmpty()) {
            return Optional.of(VendorError.unprocessable(violations));
        }
        if (request.path("tools").isArray() && request.path("tools").isEmpty()) {
            return Optional.of(VendorError.EMPTY_TOOLS);
        }
        return ConversationCheck.check(request.path("messages"));
    }

    static JsonNode readSchema(ObjectMapper json) {
        try (InputStream in = RequestCheck.class.getResourceAsStream(SCHEMA)) {
            return json.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException("Schema %s cannot be read".formatted(SCHEMA), e);
        }
    }
}
