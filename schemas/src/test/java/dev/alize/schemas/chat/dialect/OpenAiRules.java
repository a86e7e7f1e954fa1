package dev.alize.schemas.chat.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What OpenAI's reference of the chat completions API says of a request body: members, and the shapes that differ from
 * Mistral's. Stricter than many compatible servers.
 */
final class OpenAiRules {
    private static final Set<String> TOP = Set.of(
            "messages",
            "model",
            "audio",
            "frequency_penalty",
            "function_call",
            "functions",
            "logit_bias",
            "logprobs",
            "max_completion_tokens",
            "max_tokens",
            "metadata",
            "modalities",
            "n",
            "parallel_tool_calls",
            "prediction",
            "presence_penalty",
            "prompt_cache_key",
            "prompt_cache_retention",
            "reasoning_effort",
            "response_format",
            "safety_identifier",
            "seed",
            "service_tier",
            "stop",
            "store",
            "stream",
            "stream_options",
            "temperature",
            "tool_choice",
            "tools",
            "top_logprobs",
            "top_p",
            "user",
            "verbosity",
            "web_search_options");
    private static final Map<String, Set<String>> MESSAGE = Map.of(
            "developer", Set.of("role", "content", "name"),
            "system", Set.of("role", "content", "name"),
            "user", Set.of("role", "content", "name"),
            "assistant", Set.of("role", "content", "name", "refusal", "audio", "tool_calls", "function_call"),
            "tool", Set.of("role", "content", "tool_call_id"));
    private static final Map<String, Set<String>> PARTS = Map.of(
            "developer", Set.of("text"),
            "system", Set.of("text"),
            "user", Set.of("text", "image_url", "input_audio", "file"),
            "assistant", Set.of("text", "refusal"),
            "tool", Set.of("text"));

    private final List<String> problems = new ArrayList<>();

    static List<String> problems(JsonNode body) {
        OpenAiRules rules = new OpenAiRules();
        rules.body(body);
        return rules.problems;
    }

    private void check(boolean good, String problem) {
        if (!good) {
            problems.add(problem);
        }
    }

    private void members(JsonNode object, Set<String> allowed, String path) {
        object.fieldNames().forEachRemaining(name -> check(allowed.contains(name), path + name + " is unknown"));
    }

    private void body(JsonNode body) {
        members(body, TOP, "");
        check(body.path("model").isTextual(), "model");
        check(!body.path("messages").isEmpty(), "messages");
        body.path("messages").forEach(this::message);
        check(!body.has("tools") || !body.path("tools").isEmpty(), "tools is empty");
        check(body.has("tools") || !body.has("tool_choice"), "tool_choice without tools");
        check(body.has("tools") || !body.has("parallel_tool_calls"), "parallel_tool_calls without tools");
        body.path("tools").forEach(this::tool);
        choice(body.path("tool_choice"));
        check(body.path("stop").size() <= 4, "stop is too long");
        check(
                !body.has("stop")
                        || body.path("stop").isTextual()
                        || !body.path("stop").isEmpty(),
                "stop is empty");
        boolean stream = body.path("stream").asBoolean();
        check(stream == body.has("stream_options"), "stream_options");
        check(!stream || body.at("/stream_options/include_usage").asBoolean(), "include_usage");
        check(body.path("temperature").asDouble() <= 2, "temperature");
        Set<String> formats = Set.of("text", "json_object", "json_schema");
        check(
                !body.has("response_format")
                        || formats.contains(body.at("/response_format/type").asText()),
                "format");
        answered(body.path("messages"));
    }

    private void message(JsonNode message) {
        String role = message.path("role").asText();
        check(MESSAGE.containsKey(role), "role " + role);
        members(message, MESSAGE.getOrDefault(role, Set.of()), "messages[].");
        JsonNode content = message.path("content");
        boolean silent = role.equals("assistant") && (message.has("tool_calls") || message.has("refusal"));
        check(content.isTextual() || !content.isEmpty() || silent, "content of " + role);
        check(!content.isArray() || !content.isEmpty(), "content is empty");
        if (content.isArray()) {
            content.forEach(part -> part(part, PARTS.getOrDefault(role, Set.of())));
        }
        check(!message.has("tool_calls") || !message.path("tool_calls").isEmpty(), "tool_calls is empty");
        message.path("tool_calls").forEach(this::call);
        check(!role.equals("tool") || id(message.path("tool_call_id")), "tool_call_id");
    }

    private void part(JsonNode part, Set<String> types) {
        String type = part.path("type").asText();
        check(types.contains(type), "part " + type);
        members(part, Set.of("type", type), "part.");
        JsonNode value = part.path(type);
        switch (type) {
            case "image_url" -> {
                check(value.path("url").isTextual(), "image_url is no object");
                members(value, Set.of("url", "detail"), "image_url.");
            }
            case "file" -> members(value, Set.of("file_data", "file_id", "filename"), "file.");
            case "input_audio" -> members(value, Set.of("data", "format"), "input_audio.");
            default -> check(value.isTextual(), "part " + type + " is no text");
        }
    }

    private void call(JsonNode call) {
        members(call, Set.of("id", "type", "function"), "tool_calls[].");
        check(id(call.path("id")), "id of a call");
        check(call.path("type").asText().equals("function"), "type of a call");
        members(call.path("function"), Set.of("name", "arguments"), "tool_calls[].function.");
        check(call.at("/function/name").isTextual(), "name of a call");
        check(call.at("/function/arguments").isTextual(), "arguments of a call");
    }

    private static boolean id(JsonNode id) {
        return id.isTextual() && !id.textValue().isEmpty() && id.textValue().length() <= 40;
    }

    private void tool(JsonNode tool) {
        members(tool, Set.of("type", "function"), "tools[].");
        check(tool.path("type").asText().equals("function"), "type of a tool");
        members(tool.path("function"), Set.of("name", "description", "parameters", "strict"), "tools[].function.");
    }

    private void choice(JsonNode choice) {
        if (choice.isObject()) {
            members(choice, Set.of("type", "function"), "tool_choice.");
            check(choice.path("type").asText().equals("function"), "type of a choice");
        } else if (!choice.isMissingNode()) {
            check(Set.of("auto", "none", "required").contains(choice.asText()), "tool_choice");
        }
    }

    /** Every result is that of a call, by its id. */
    private void answered(JsonNode messages) {
        Set<String> calls = new HashSet<>();
        for (JsonNode message : messages) {
            message.path("tool_calls").forEach(call -> calls.add(call.path("id").asText()));
            boolean result = message.path("role").asText().equals("tool");
            check(!result || calls.contains(message.path("tool_call_id").asText()), "a result without its call");
        }
    }
}
