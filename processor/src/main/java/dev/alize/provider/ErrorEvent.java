package dev.alize.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.List;
import java.util.OptionalInt;

/**
 * Tells a vendor's error from the other events of a stream: {@code {"object":"error", ...}}, {@code {"error":{...}}}, or
 * {@code {"error":"..."}} without choices. Only an event with the word is parsed, since each is parsed again behind.
 */
final class ErrorEvent {
    /** For an error that names no status: what was begun and then broken off is the provider's fault. */
    private static final int UNAVAILABLE = 503;

    private static final byte[] WORD = {'"', 'e', 'r', 'r', 'o', 'r', '"'};
    private static final List<String> STATUSES = List.of("raw_status_code", "status_code", "status", "code");
    private static final ObjectMapper JSON = new ObjectMapper();

    private ErrorEvent() {}

    /** The HTTP status that the error stands for, 400 to 599; empty where the event is not an error. */
    static OptionalInt status(byte[] data) {
        if (!hasWord(data)) {
            return OptionalInt.empty();
        }
        try {
            JsonNode root = JSON.readTree(data);
            JsonNode event = root.path(0).isObject() ? root.get(0) : root;
            return isError(event) ? OptionalInt.of(statusOf(event)) : OptionalInt.empty();
        } catch (IOException e) {
            return OptionalInt.empty();
        }
    }

    private static boolean isError(JsonNode event) {
        JsonNode error = event.path("error");
        boolean hasChoices = !event.path("choices").isEmpty();
        boolean says = error.isObject() ? !error.isEmpty() || !hasChoices : error.isTextual() && !hasChoices;
        return says || event.path("object").asText().equals("error");
    }

    private static int statusOf(JsonNode event) {
        for (JsonNode node : List.of(event.path("error"), event)) {
            for (String member : STATUSES) {
                int status = node.path(member).asInt();
                if (status >= 400 && status <= 599) {
                    return status;
                }
            }
        }
        return UNAVAILABLE;
    }

    private static boolean hasWord(byte[] data) {
        int matched = 0;
        for (int i = 0; i < data.length && matched < WORD.length; i++) {
            // Of the word only its quotation mark can begin it again.
            matched = data[i] == WORD[matched] ? matched + 1 : data[i] == '"' ? 1 : 0;
        }
        return matched == WORD.length;
    }
}
