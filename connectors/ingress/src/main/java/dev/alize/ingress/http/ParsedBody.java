package dev.alize.ingress.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.alize.ingress.errors.ApiError;
import dev.alize.ingress.errors.Refusals;
import dev.alize.schemas.CompletionRequest;
import dev.alize.schemas.Endpoint;
import dev.alize.schemas.Parameters;
import dev.alize.schemas.Priority;
import dev.alize.schemas.chat.ChatFormatException;
import dev.alize.schemas.chat.ChatJson;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What came of reading a body. Pure. */
sealed interface ParsedBody {
    /** It can be written. */
    record Accepted(RequestBody body) implements ParsedBody {}

    /** It cannot. */
    record Refused(ApiError error) implements ParsedBody {}

    int LONGEST_MODEL = 256;
    int LONGEST_CALLBACK = 2_048;

    /**
     * Reads it.
     *
     * @param async whether nobody waits: then there can be a callback, and no stream
     * @param keyed whether its hash is needed
     */
    static ParsedBody read(byte[] body, Endpoint endpoint, boolean async, boolean keyed) {
        try {
            JsonNode json = ChatJson.parse(body);
            JsonNode callback = async && json instanceof ObjectNode object ? object.remove("callback_url") : null;
            CompletionRequest request = ChatJson.readRequest(json, blank(endpoint));
            request.setExtra(new TreeMap<>(request.getExtra()));
            Optional<ApiError> problem = MemberTypes.problem(request)
                    .or(() -> model(request))
                    .or(() -> callback(callback))
                    .or(() -> async ? streamed(request) : Optional.empty());
            return problem.<ParsedBody>map(Refused::new)
                    .orElseGet(() -> new Accepted(body(request, json, callback, keyed)));
        } catch (ChatFormatException e) {
            return new Refused(Refusals.malformed(e));
        }
    }

    private static RequestBody body(
            CompletionRequest request, JsonNode json, @Nullable JsonNode callback, boolean keyed) {
        String url = callback == null || callback.isNull() ? null : callback.asText();
        boolean usage = json.path("stream_options").path("include_usage").asBoolean(false);
        return new RequestBody(request, keyed ? BodyHash.of(request, url) : "", usage, url);
    }

    private static CompletionRequest blank(Endpoint endpoint) {
        CompletionRequest request = new CompletionRequest();
        request.setRequestId("");
        request.setTenant("");
        request.setEndpoint(endpoint);
        request.setMessages(new ArrayList<>());
        request.setParameters(new Parameters());
        request.setExtra(new HashMap<>());
        request.setMetadata(new HashMap<>());
        request.setPriority(Priority.NORMAL);
        return request;
    }

    private static Optional<ApiError> model(CompletionRequest request) {
        String model = request.getModel();
        if (model == null || !model.isBlank() && model.length() <= LONGEST_MODEL) {
            return Optional.empty();
        }
        String got = model.isBlank() ? "an empty text" : model.length() + " characters";
        return Optional.of(Refusals.invalid("model", got, "a name of 1 to " + LONGEST_MODEL + " characters"));
    }

    private static Optional<ApiError> streamed(CompletionRequest request) {
        return Boolean.TRUE.equals(request.getStream())
                ? Optional.of(Refusals.invalid("stream", "true", "false for an asynchronous request"))
                : Optional.empty();
    }

    private static Optional<ApiError> callback(@Nullable JsonNode callback) {
        if (callback == null || callback.isNull() || callback.isTextual() && isUrl(callback.textValue())) {
            return Optional.empty();
        }
        String got = callback.isTextual() ? "another text" : "another value";
        return Optional.of(Refusals.invalid(
                "callback_url", got, "an http or https URL of at most " + LONGEST_CALLBACK + " characters"));
    }

    private static boolean isUrl(String text) {
        try {
            URI url = new URI(text);
            boolean web = "https".equalsIgnoreCase(url.getScheme()) || "http".equalsIgnoreCase(url.getScheme());
            return web && url.getHost() != null && url.getUserInfo() == null && text.length() <= LONGEST_CALLBACK;
        } catch (URISyntaxException e) {
            return false;
        }
    }
}
