package dev.alize.ingress.errors;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.alize.schemas.CompletionResponse;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * An answer that is no completion, in the form in which OpenAI gives it.
 *
 * @param status HTTP status, 400 to 599
 * @param type OpenAI's coarse word, such as {@code invalid_request_error}
 * @param code what programs look at, such as {@code model_not_found}; null where the type says it all
 * @param param the member of the body that is meant, such as {@code messages[0].role}; null where none is
 * @param message for people: what, got, expected; never text of the body or a key
 * @param headers in lower case, besides {@code content-type}
 */
public record ApiError(
        int status,
        String type,
        @Nullable String code,
        @Nullable String param,
        String message,
        Map<String, String> headers) {
    /** Whole seconds after which the same request may be let in. */
    public static final String RETRY_AFTER = "retry-after";

    /** {@code false} keeps OpenAI's SDKs from a repeat that cannot help. */
    public static final String SHOULD_RETRY = "x-should-retry";

    public ApiError {
        if (status < 400 || status > 599) {
            throw new IllegalArgumentException("status: got " + status + ", expected 400 to 599");
        }
        headers = Map.copyOf(headers);
    }

    /** One without headers. */
    public static ApiError of(int status, String type, @Nullable String code, @Nullable String param, String message) {
        return new ApiError(status, type, code, param, message, Map.of());
    }

    /**
     * What a response says that is not completed.
     *
     * @throws IllegalArgumentException where it is completed
     */
    public static ApiError of(CompletionResponse response) {
        return Ending.of(response);
    }

    /** The same with one more header. */
    public ApiError with(String header, String value) {
        Map<String, String> more = new LinkedHashMap<>(headers);
        more.put(header, value);
        return new ApiError(status, type, code, param, message, more);
    }

    /** The same, saying when it is worth trying again. @param seconds 1 or more; less counts as 1 */
    public ApiError retryAfter(long seconds) {
        return with(RETRY_AFTER, Long.toString(Math.max(1, seconds)));
    }

    /** The same, saying that a repeat does not help. */
    public ApiError asFinal() {
        return with(SHOULD_RETRY, "false");
    }

    /** {@code {"error":{"message","type","param","code"}}} in UTF-8, for {@code application/json}. */
    public byte[] body() {
        return json().toString().getBytes(StandardCharsets.UTF_8);
    }

    /**
     * The last event of a stream that has begun: the same body behind {@code data: }, with the empty line that ends it.
     * No {@code [DONE]} follows, so that nobody takes the part before for the whole.
     */
    public byte[] event() {
        return ("data: " + json() + "\n\n").getBytes(StandardCharsets.UTF_8);
    }

    private ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.putObject("error")
                .put("message", message)
                .put("type", type)
                .put("param", param)
                .put("code", code);
        return json;
    }
}
