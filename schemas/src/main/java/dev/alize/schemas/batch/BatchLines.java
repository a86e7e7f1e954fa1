package dev.alize.schemas.batch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.alize.schemas.CompletionRequest;
import dev.alize.schemas.Endpoint;
import dev.alize.schemas.Parameters;
import dev.alize.schemas.Priority;
import dev.alize.schemas.chat.ChatFormatException;
import dev.alize.schemas.chat.ChatJson;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.function.Consumer;

/**
 * The line format of the vendors' batch APIs. OpenAI: {@code custom_id}, {@code method}, {@code url}, {@code body};
 * Mistral: {@code custom_id}, {@code body}. The url tells the endpoint, and is a chat's where there is none. Other
 * members are ignored.
 */
public final class BatchLines {
    private static final String CHAT_URL = "/v1/chat/completions";
    private static final Map<String, Endpoint> ENDPOINTS =
            Map.of(CHAT_URL, Endpoint.CHAT, "/v1/fim/completions", Endpoint.FIM);

    private BatchLines() {}

    /**
     * The line, or nothing where it is not valid.
     *
     * @param line one JSON object in UTF-8
     * @param faults receives everything wrong with it
     */
    public static Optional<BatchLine> parse(byte[] line, Consumer<LineFault> faults) {
        try {
            return parse(ChatJson.parse(line), faults);
        } catch (ChatFormatException notJson) {
            faults.accept(new LineFault("", notJson.got(), "a JSON object on one line"));
            return Optional.empty();
        }
    }

    private static Optional<BatchLine> parse(JsonNode json, Consumer<LineFault> faults) {
        if (!json.isObject()) {
            faults.accept(new LineFault("", kind(json), "a JSON object with custom_id and body"));
            return Optional.empty();
        }
        JsonNode id = json.path("custom_id");
        boolean named = id.isTextual() && !id.textValue().isEmpty();
        if (!named) {
            faults.accept(new LineFault("custom_id", kind(id), "a text that is unique within the file"));
        }
        Optional<BatchLine> unserved = named ? unserved(json, id.textValue()) : Optional.empty();
        if (unserved.isPresent()) {
            return unserved;
        }
        Optional<CompletionRequest> request = request(json.path("body"), endpoint(json), faults);
        return named ? request.map(read -> new BatchLine.Completion(id.textValue(), read)) : Optional.empty();
    }

    private static Optional<BatchLine> unserved(JsonNode json, String customId) {
        String method = json.path("method").asText("POST");
        if (!method.equals("POST")) {
            return Optional.of(new BatchLine.Unserved(
                    customId, "unsupported_method", "method: got another than POST, expected POST or none"));
        }
        if (!ENDPOINTS.containsKey(url(json))) {
            String expected = String.join(", ", new TreeSet<>(ENDPOINTS.keySet())) + " or none";
            return Optional.of(new BatchLine.Unserved(
                    customId, "unsupported_url", "url: got another endpoint, expected " + expected));
        }
        return Optional.empty();
    }

    private static String url(JsonNode json) {
        return json.path("url").asText(CHAT_URL);
    }

    private static Endpoint endpoint(JsonNode json) {
        return ENDPOINTS.getOrDefault(url(json), Endpoint.CHAT);
    }

    private static Optional<CompletionRequest> request(JsonNode body, Endpoint endpoint, Consumer<LineFault> faults) {
        CompletionRequest request;
        try {
            request = ChatJson.readRequest(body, empty(endpoint));
        } catch (ChatFormatException misfit) {
            String path = misfit.path().equals("body") ? "body" : "body." + misfit.path();
            faults.accept(new LineFault(path, misfit.got(), misfit.expected()));
            return Optional.empty();
        }
        if (body.path("stream").asBoolean()) {
            faults.accept(new LineFault("body.stream", "true", "false or none: a batch has no streams"));
            return Optional.empty();
        }
        return Optional.of(request);
    }

    private static CompletionRequest empty(Endpoint endpoint) {
        return CompletionRequest.newBuilder()
                .setRequestId("")
                .setEndpoint(endpoint)
                .setMessages(List.of())
                .setParameters(new Parameters())
                .setPriority(Priority.BULK)
                .build();
    }

    private static String kind(JsonNode json) {
        return switch (json.getNodeType()) {
            case MISSING -> "nothing";
            case STRING -> json.textValue().isEmpty() ? "an empty text" : "a text";
            case ARRAY -> "a list";
            case OBJECT -> "an object";
            default -> "a " + json.getNodeType().name().toLowerCase(Locale.ROOT);
        };
    }
}
