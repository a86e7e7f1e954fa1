package dev.alize.provider;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What an error body of whatever shape says.
 *
 * @param code the vendor's own, null where there is none
 * @param type the vendor's class of error, such as {@code invalid_model}, null where there is none
 * @param text for people, maybe empty; not yet free of prompt and keys
 * @param guardrails whether it reports on the vendor's guardrails
 */
record ErrorBody(@Nullable String code, @Nullable String type, String text, boolean guardrails) {
    private static final int MAX_PAGE = 4_096;
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final Pattern CODE = Pattern.compile("\"code\"\\s*:\\s*\"?([\\w.-]{1,64})");
    private static final Pattern TYPE = Pattern.compile("\"type\"\\s*:\\s*\"([\\w.-]{1,64})\"");
    private static final Pattern TITLE = Pattern.compile("(?i)<title[^<>]*>([^<]+)</title>");
    private static final Pattern TAG = Pattern.compile("<[^<>]*>");

    /** Reads any bytes. */
    static ErrorBody of(byte[] body) {
        String text =
                new String(body, StandardCharsets.UTF_8).replace("\uFEFF", "").strip();
        if (!ErrorText.looksLikeJson(text)) {
            return new ErrorBody(null, null, ofPage(text), false);
        }
        try {
            return of(JSON.readTree(text));
        } catch (JsonProcessingException e) {
            return ofBroken(text);
        }
    }

    private static ErrorBody of(JsonNode root) {
        JsonNode outer = root.path(0).isObject() ? root.get(0) : root;
        JsonNode inner = outer.path("error").isObject() ? outer.get("error") : outer;
        JsonNode message = inner.path("message");
        return new ErrorBody(
                first("code", inner, outer, message),
                first("type", inner, outer, message),
                ErrorText.of(root),
                outer.hasNonNull("guardrails"));
    }

    /** JSON that ends early or is wrong. */
    private static ErrorBody ofBroken(String text) {
        String kept = ErrorText.beforeEcho(text);
        return new ErrorBody(group(CODE, kept), group(TYPE, kept), kept, text.contains("\"guardrails\""));
    }

    /** The title of an HTML page, else what is not markup. */
    private static String ofPage(String text) {
        String title = group(TITLE, text);
        return title != null
                ? title
                : TAG.matcher(text.substring(0, Math.min(text.length(), MAX_PAGE)))
                        .replaceAll(" ");
    }

    private static @Nullable String first(String member, JsonNode... nodes) {
        for (JsonNode node : nodes) {
            JsonNode value = node.path(member);
            if (value.isValueNode() && !value.isNull() && !value.asText().isBlank()) {
                return value.asText();
            }
        }
        return null;
    }

    private static @Nullable String group(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        return matcher.find() ? matcher.group(1) : null;
    }
}
