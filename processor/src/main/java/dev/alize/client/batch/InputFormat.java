package dev.alize.client.batch;

import com.fasterxml.jackson.databind.JsonNode;
import dev.alize.client.Problem;
import dev.alize.client.batch.LineReader.Line;
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
 * members are ignored. Pure.
 */
final class InputFormat {
    private static final String CHAT_URL = "/v1/chat/completions";
    private static final Map<String, Endpoint> ENDPOINTS =
            Map.of(CHAT_URL, Endpoint.CHAT, "/v1/fim/completions", Endpoint.FIM);

    private InputFormat() {}

    /**
     * The line, or nothing where it is not valid.
     *
     * @param where the line's file and number
     * @param problems receives everything wrong with it
     */
    static Optional<InputLine> parse(Line line, String where, Consumer<Problem> problems) {
        if (line.tooLong()) {
            problems.accept(new Problem(
                    where, "a line of " + line.length() + " bytes", "at most " + LineReader.MAX_LINE_BYTES + " bytes"));
            return Optional.empty();
        }
        try {
            return parse(ChatJson.parse(line.bytes()), where, problems);
        } catch (ChatFormatException notJson) {
            problems.accept(new Problem(where, notJson.got(), "a JSON object on one line"));
            return Optional.empty();
        }
    }

    private static Optional<InputLine> parse(JsonNode json, String where, Consumer<Problem> problems) {
        if (!json.isObject()) {
            problems.accept(new Problem(where, kind(json), "a JSON object with custom_id and body"));
            return Optional.empty();
        }
        JsonNode id = json.path("custom_id");
        boolean named = id.isTextual() && !id.textValue().isEmpty();
        if (!named) {
            problems.accept(new Problem(where + " custom_id", kind(id), "a text that is unique within the file"));
        }
        Optional<InputLine> unserved = named ? unserved(json, id.textValue()) : Optional.empty();
        if (unserved.isPresent()) {
            return unserved;
        }
        InputLine.Completion completion = new InputLine.Completion(id.asText(), endpoint(json), json.path("body"));
        boolean fits = bodyFits(completion, where, problems);
        return named && fits ? Optional.of(completion) : Optional.empty();
    }

    private static Optional<InputLine> unserved(JsonNode json, String customId) {
        String method = json.path("method").asText("POST");
        if (!method.equals("POST")) {
            return Optional.of(new InputLine.Unserved(
                    customId, "unsupported_method", "method: got another than POST, expected POST or none"));
        }
        if (!ENDPOINTS.containsKey(url(json))) {
            String expected = String.join(", ", new TreeSet<>(ENDPOINTS.keySet())) + " or none";
            return Optional.of(new InputLine.Unserved(
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

    private static boolean bodyFits(InputLine.Completion line, String where, Consumer<Problem> problems) {
        try {
            request("", "", line);
        } catch (ChatFormatException misfit) {
            String path = misfit.path().equals("body") ? "body" : "body." + misfit.path();
            problems.accept(new Problem(where + ' ' + path, misfit.got(), misfit.expected()));
            return false;
        }
        if (line.body().path("stream").asBoolean()) {
            problems.accept(new Problem(where + " body.stream", "true", "false or none: a batch has no streams"));
            return false;
        }
        return true;
    }

    /**
     * The request to send for a line.
     *
     * @throws ChatFormatException where the body is no request for the line's endpoint
     */
    static CompletionRequest request(String requestId, String tenant, InputLine.Completion line) {
        CompletionRequest empty = CompletionRequest.newBuilder()
                .setRequestId(requestId)
                .setTenant(tenant)
                .setEndpoint(line.endpoint())
                .setMessages(List.of())
                .setParameters(Parameters.newBuilder().build())
                .setPriority(Priority.BULK)
                .build();
        return ChatJson.readRequest(line.body(), empty);
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
