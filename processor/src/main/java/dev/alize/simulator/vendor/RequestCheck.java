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
 * Accepts or refuses the body of a completion request as the vendor does: its schema first, then the rules the
 * schema does not hold. Immutable; one instance serves all threads.
 */
public final class RequestCheck {
    /** Null in requests recorded with status 200 (pydantic-ai, 2025), although the schema does not allow it. */
    private static final Set<String> NULL_SEEN = Set.of("stop", "presence_penalty", "frequency_penalty");

    private final ObjectMapper json = new ObjectMapper();
    private final Api api;
    private final Dialect dialect;
    private final SchemaCheck schema;

    /** For Mistral's dialect. */
    public RequestCheck(Api api) {
        this(api, Dialect.MISTRAL);
    }

    public RequestCheck(Api api, Dialect dialect) {
        this.api = api;
        this.dialect = dialect;
        this.schema = new SchemaCheck(
                readSchema(json, api, dialect),
                switch (api) {
                    case CHAT -> NULL_SEEN;
                    case CODE -> Set.of();
                });
    }

    /** The vendor's answer to a body it would not serve; empty for one it would. */
    public Optional<VendorError> check(byte[] body) {
        JsonNode request;
        try {
            request = json.readTree(body);
        } catch (IOException e) {
            return Optional.of(dialect.errors().notJson());
        }
        List<Violation> violations = schema.check(request);
        if (!violations.isEmpty()) {
            return Optional.of(dialect.errors().unprocessable(violations));
        }
        return switch (api) {
            case CHAT -> beyondSchema(request);
            case CODE -> Optional.empty();
        };
    }

    private Optional<VendorError> beyondSchema(JsonNode request) {
        return switch (dialect) {
            case MISTRAL -> beyondMistral(request);
            case OPENAI -> OpenAiConversation.check(request);
        };
    }

    private static Optional<VendorError> beyondMistral(JsonNode request) {
        if (request.path("tools").isArray() && request.path("tools").isEmpty()) {
            return Optional.of(VendorError.EMPTY_TOOLS);
        }
        return ConversationCheck.check(request.path("messages"));
    }

    static JsonNode readSchema(ObjectMapper json, Api api, Dialect dialect) {
        try (InputStream in = RequestCheck.class.getResourceAsStream(api.schema(dialect))) {
            return json.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException("Schema %s cannot be read".formatted(api.schema(dialect)), e);
        }
    }
}
