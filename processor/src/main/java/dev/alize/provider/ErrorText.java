package dev.alize.provider;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Set;
import java.util.StringJoiner;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Renders the JSON of an error for people: the known members that hold a message, and of a validation error its place,
 * its message and its type. Members that echo the request or hold a completion are never rendered.
 */
final class ErrorText {
    private static final int MAX_DEPTH = 6;
    private static final int MAX_ITEMS = 10;
    private static final List<String> MESSAGES =
            List.of("message", "detail", "error", "errors", "error_description", "reason", "title");
    private static final Set<String> ECHOES = Set.of(
            "input",
            "ctx",
            "url",
            "failed_generation",
            "guardrails",
            "choices",
            "content",
            "messages",
            "prompt",
            "arguments");
    private static final Pattern ECHO = Pattern.compile("\\\\*\"(?:" + String.join("|", ECHOES) + ")\\\\*\"\\s*:");
    private static final ObjectMapper JSON = new ObjectMapper();

    private ErrorText() {}

    /** Maybe empty. */
    static String of(JsonNode root) {
        String text = render(root, 0);
        return text.isEmpty() && root.isContainerNode()
                ? withoutEchoes(root.deepCopy()).toString()
                : text;
    }

    static boolean looksLikeJson(String text) {
        return text.startsWith("{") || text.startsWith("[") || text.startsWith("\"");
    }

    /** The part of broken JSON in front of the first member that echoes the request. */
    static String beforeEcho(String text) {
        Matcher echo = ECHO.matcher(text);
        return echo.find() ? text.substring(0, echo.start()) : text;
    }

    private static String render(JsonNode node, int depth) {
        if (depth > MAX_DEPTH) {
            return "";
        }
        if (node.isTextual()) {
            return renderText(node.asText().strip(), depth);
        }
        if (node.isArray()) {
            return renderItems(node, depth);
        }
        return node.hasNonNull("msg") ? renderValidation(node, depth) : renderMessage(node, depth);
    }

    private static String renderText(String text, int depth) {
        if (!looksLikeJson(text)) {
            return text;
        }
        try {
            String rendered = render(JSON.readTree(text), depth + 1);
            return rendered.isEmpty() ? beforeEcho(text) : rendered;
        } catch (JsonProcessingException e) {
            return beforeEcho(text);
        }
    }

    private static String renderItems(JsonNode items, int depth) {
        StringJoiner all = new StringJoiner("; ");
        for (int i = 0; i < Math.min(items.size(), MAX_ITEMS); i++) {
            String item = render(items.get(i), depth + 1);
            if (!item.isEmpty()) {
                all.add(item);
            }
        }
        return all.toString();
    }

    /** Such as {@code body.messages.0.user.name: Extra inputs are not permitted (extra_forbidden)}. */
    private static String renderValidation(JsonNode item, int depth) {
        StringJoiner place = new StringJoiner(".", "", ": ").setEmptyValue("");
        item.path("loc").forEach(step -> place.add(step.asText()));
        String type = item.path("type").asText();
        return place + render(item.get("msg"), depth + 1) + (type.isEmpty() ? "" : " (" + type + ")");
    }

    private static String renderMessage(JsonNode object, int depth) {
        for (String member : MESSAGES) {
            String text = render(object.path(member), depth + 1);
            if (!text.isEmpty()) {
                return text;
            }
        }
        return "";
    }

    private static JsonNode withoutEchoes(JsonNode node) {
        if (node instanceof ObjectNode object) {
            object.remove(ECHOES);
        }
        node.forEach(ErrorText::withoutEchoes);
        return node;
    }
}
