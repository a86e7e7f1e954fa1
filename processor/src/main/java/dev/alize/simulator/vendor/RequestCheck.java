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
    private final SchemaCheck schema;

    public RequestCheck(Api api) {
        this.api = api;
        this.schema = new SchemaCheck(
                readSchema(json, api),
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
            return Optional.of(VendorError.NOT_JSON);
        }
        List<Violation> violations = schema.check(request);
        if (!violations.isEmpty()) {
            return Optional.of(VendorError.unprocessable(violations));
        }
        return switch (api) {
            case CHAT -> beyondSchema(request);
            case CODE -> Optional.empty();
        };
    }

    private static Optional<VendorError> beyondSchema(JsonNode request) {
        if (request.path("tools").isArray() && request.path("tools").isEmpty()) {
            return Optional.of(VendorError.EMPTY_TOOLS);
        }
        return ConversationCheck.check(request.path("messages"));
    }

    static JsonNode readSchema(ObjectMapper json, Api api) {
        try (InputStream in = RequestCheck.class.getResourceAsStream(api.schema())) {
            return json.readTree(in);
        } catch (IOException e) {
            throw new UncheckedIOException("Schema %s cannot be read".formatted(api.schema()), e);
        }
    }
}
