package dev.alize.simulator.vendor;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Mistral's moderation endpoints. Texts by themselves, or conversations whose last turn is judged; a text is of a
 * category where it holds the category's name in brackets, such as {@code [selfharm]}. Immutable.
 */
public final class ModerationApi {
    public static final String RAW_PATH = "/v1/moderations";
    public static final String CHAT_PATH = "/v1/chat/moderations";

    private static final String SCHEMA = "/dev/alize/simulator/mistral-chat-moderation-request.schema.json";
    /** What the vendor's model of March 2026 answers, and the category that this model has split in two. */
    private static final List<String> CATEGORIES = List.of(
            "sexual",
            "hate_and_discrimination",
            "violence_and_threats",
            "dangerous_and_criminal_content",
            "dangerous",
            "criminal",
            "selfharm",
            "health",
            "financial",
            "law",
            "pii",
            "jailbreaking");

    private final ObjectMapper json = new ObjectMapper();
    private final SchemaCheck chat;

    public ModerationApi() {
        try (InputStream in = ModerationApi.class.getResourceAsStream(SCHEMA)) {
            chat = new SchemaCheck(json.readTree(in), Set.of());
        } catch (IOException e) {
            throw new UncheckedIOException("Schema %s cannot be read".formatted(SCHEMA), e);
        }
    }

    /** The vendor's answer to a body it would not serve; empty for one it would. */
    public Optional<VendorError> check(String path, byte[] body) {
        JsonNode request = read(body);
        if (request == null) {
            return Optional.of(VendorError.NOT_JSON);
        }
        List<Violation> violations = path.equals(CHAT_PATH) ? chat.check(request) : violations(request);
        return violations.isEmpty() ? Optional.empty() : Optional.of(VendorError.unprocessable(violations));
    }

    /** The schema of the other endpoint: {@code model} and {@code input}, a text or a list of texts, nothing else. */
    private static List<Violation> violations(JsonNode request) {
        List<Violation> found = new ArrayList<>();
        JsonNode input = request.path("input");
        if (!request.path("model").isTextual()) {
            found.add(new Violation("missing", List.of("body", "model"), "Field required", request));
        }
        boolean texts = input.isArray();
        for (JsonNode text : input) {
            texts &= text.isTextual();
        }
        if (!texts && !input.isTextual()) {
            found.add(new Violation("string_type", List.of("body", "input"), "Input should be a valid string", input));
        }
        request.fieldNames().forEachRemaining(name -> {
            if (!name.equals("model") && !name.equals("input")) {
                found.add(new Violation(
                        "extra_forbidden",
                        List.of("body", name),
                        "Extra inputs are not permitted",
                        request.path(name)));
            }
        });
        return found;
    }

    /** @param body that passed the check */
    public String answer(String path, byte[] body, long serial) {
        JsonNode request = read(body);
        ObjectNode answer = json.createObjectNode();
        answer.put("id", "%032x".formatted(serial));
        if (request != null) {
            answer.put("model", request.path("model").asText());
            var results = answer.putArray("results");
            judged(path, request.path("input")).forEach(text -> results.add(result(text)));
        }
        return answer.toString();
    }

    private static List<String> judged(String path, JsonNode input) {
        List<String> texts = new ArrayList<>();
        if (path.equals(RAW_PATH)) {
            if (input.isTextual()) {
                texts.add(input.asText());
            } else {
                input.forEach(text -> texts.add(text.asText()));
            }
        } else if (input.path(0).isObject()) {
            texts.add(lastTurn(input));
        } else {
            input.forEach(conversation -> texts.add(lastTurn(conversation)));
        }
        return texts;
    }

    private static String lastTurn(JsonNode conversation) {
        return conversation.path(conversation.size() - 1).path("content").toString();
    }

    private ObjectNode result(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        ObjectNode result = json.createObjectNode();
        ObjectNode categories = result.putObject("categories");
        ObjectNode scores = result.putObject("category_scores");
        for (String category : CATEGORIES) {
            boolean found = lower.contains("[" + category + "]");
            categories.put(category, found);
            scores.put(category, found ? 0.95 : 0.001);
        }
        return result;
    }

    private @Nullable JsonNode read(byte[] body) {
        try {
            JsonNode request = json.readTree(body);
            return request.isObject() ? request : null;
        } catch (IOException e) {
            return null;
        }
    }
}
