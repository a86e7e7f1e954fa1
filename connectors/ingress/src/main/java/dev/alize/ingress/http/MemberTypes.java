package dev.alize.ingress.http;

import dev.alize.ingress.errors.ApiError;
import dev.alize.ingress.errors.Refusals;
import dev.alize.schemas.CompletionRequest;
import dev.alize.schemas.Message;
import java.util.Map;
import java.util.Optional;

/**
 * Members that every vendor knows and that have a type nobody accepts. The codec passes them on as they are; here the
 * caller learns of it before anything is written. A null is as good as nothing.
 */
final class MemberTypes {
    private static final String NUMBER = "a number";
    private static final String TEXT = "a text";
    private static final String FLAG = "true or false";
    private static final String LIST = "a list";
    private static final String OBJECT = "an object";
    private static final String LIST_OR_TEXT = "a text or a list";

    private static final Map<String, String> EXPECTED = Map.ofEntries(
            Map.entry("model", TEXT),
            Map.entry("stream", FLAG),
            Map.entry("temperature", NUMBER),
            Map.entry("top_p", NUMBER),
            Map.entry("max_tokens", NUMBER),
            Map.entry("max_completion_tokens", NUMBER),
            Map.entry("n", NUMBER),
            Map.entry("seed", NUMBER),
            Map.entry("random_seed", NUMBER),
            Map.entry("presence_penalty", NUMBER),
            Map.entry("frequency_penalty", NUMBER),
            Map.entry("parallel_tool_calls", FLAG),
            Map.entry("stop", LIST_OR_TEXT),
            Map.entry("tools", LIST),
            Map.entry("stream_options", OBJECT),
            Map.entry("metadata", OBJECT),
            Map.entry("user", TEXT),
            Map.entry("suffix", TEXT));

    private MemberTypes() {}

    /** The first member of a wrong type. */
    static Optional<ApiError> problem(CompletionRequest request) {
        for (Map.Entry<String, String> member : request.getExtra().entrySet()) {
            String expected = EXPECTED.get(member.getKey());
            if (expected != null && !fits(expected, member.getValue())) {
                return Optional.of(Refusals.invalid(member.getKey(), kind(member.getValue()), expected));
            }
        }
        int position = 0;
        for (Message message : request.getMessages()) {
            String content = message.getExtra().get("content");
            if (content != null && !fits(LIST_OR_TEXT, content)) {
                String path = "messages[" + position + "].content";
                return Optional.of(Refusals.invalid(path, kind(content), LIST_OR_TEXT));
            }
            position++;
        }
        return Optional.empty();
    }

    private static boolean fits(String expected, String json) {
        String got = kind(json);
        return got.equals("null")
                || got.equals(expected)
                || expected.equals(LIST_OR_TEXT) && (got.equals(LIST) || got.equals(TEXT));
    }

    /** By its first character. */
    private static String kind(String json) {
        return switch (json.charAt(0)) {
            case '"' -> TEXT;
            case '[' -> LIST;
            case '{' -> OBJECT;
            case 't', 'f' -> FLAG;
            case 'n' -> "null";
            default -> NUMBER;
        };
    }
}
