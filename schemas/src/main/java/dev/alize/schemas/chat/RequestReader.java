package dev.alize.schemas.chat;

import static dev.alize.schemas.chat.Fit.take;

import com.fasterxml.jackson.databind.JsonNode;
import dev.alize.schemas.CompletionRequest;
import dev.alize.schemas.Endpoint;
import dev.alize.schemas.Message;
import dev.alize.schemas.Parameters;
import dev.alize.schemas.Tool;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Request bodies, from JSON. */
final class RequestReader {
    private RequestReader() {}

    static CompletionRequest read(JsonNode body, CompletionRequest into) {
        if (!body.isObject()) {
            throw new ChatFormatException("body", Json.kind(body), "an object");
        }
        boolean converses = into.getEndpoint() != Endpoint.FIM;
        Parameters parameters = new Parameters();
        clear(into);
        into.setParameters(parameters);
        if (converses) {
            into.setMessages(messages(body.path("messages")));
        } else if (Fit.text(body.path("prompt")) == null) {
            throw new ChatFormatException("prompt", Json.kind(body.path("prompt")), "a text");
        }
        into.setExtra(Fit.rest(body, (name, value) -> switch (name) {
            case "messages" -> converses;
            case "model" -> take(Fit.text(value), into::setModel);
            case "prompt" -> take(Fit.text(value), into::setPrompt);
            case "suffix" -> take(Fit.text(value), into::setSuffix);
            case "stream" -> take(Fit.flag(value), into::setStream);
            default -> parameter(name, value, parameters);
        }));
        return into;
    }

    private static void clear(CompletionRequest request) {
        request.setModel(null);
        request.setMessages(new ArrayList<>());
        request.setPrompt(null);
        request.setSuffix(null);
        request.setStream(null);
    }

    private static List<Message> messages(JsonNode value) {
        if (!value.isArray() || value.isEmpty()) {
            throw new ChatFormatException("messages", Json.kind(value), "a list with at least one message");
        }
        List<Message> messages = new ArrayList<>(value.size());
        for (JsonNode item : value) {
            String path = "messages[" + messages.size() + "]";
            if (!item.isObject()) {
                throw new ChatFormatException(path, Json.kind(item), "an object");
            }
            if (Fit.word(item.path("role")) == null) {
                throw new ChatFormatException(path + ".role", Json.kind(item.path("role")), "a role such as user");
            }
            messages.add(MessageReader.message(item));
        }
        return messages;
    }

    private static boolean parameter(String name, JsonNode value, Parameters parameters) {
        return switch (name) {
            case "temperature" -> take(Fit.decimal(value), parameters::setTemperature);
            case "top_p" -> take(Fit.decimal(value), parameters::setTopP);
            case "max_tokens" -> take(Fit.whole(value), parameters::setMaxTokens);
            case "stop" ->
                take(stop(value), stop -> {
                    parameters.setStop(stop);
                    parameters.setStopIsString(value.isTextual());
                });
            case "random_seed" -> take(Fit.whole(value), parameters::setRandomSeed);
            case "presence_penalty" -> take(Fit.decimal(value), parameters::setPresencePenalty);
            case "frequency_penalty" -> take(Fit.decimal(value), parameters::setFrequencyPenalty);
            case "n" -> take(Fit.whole(value), parameters::setN);
            case "parallel_tool_calls" -> take(Fit.flag(value), parameters::setParallelToolCalls);
            case "reasoning_effort" -> take(Fit.text(value), parameters::setReasoningEffort);
            case "tools" -> take(Fit.list(value, RequestReader::tool), parameters::setTools);
            case "tool_choice" -> take(Fit.json(value), parameters::setToolChoice);
            case "response_format" -> take(Fit.json(value), parameters::setResponseFormat);
            default -> false;
        };
    }

    private static @Nullable List<String> stop(JsonNode value) {
        if (!value.isTextual()) {
            return Fit.list(value, Fit::text);
        }
        String text = Fit.text(value);
        return text == null ? null : List.of(text);
    }

    private static @Nullable Tool tool(JsonNode value) {
        JsonNode function = value.path("function");
        String functionName = Fit.text(function.path("name"));
        if (functionName == null) {
            return null;
        }
        Tool tool = new Tool();
        tool.setName(functionName);
        tool.setExtra(Fit.rest(value, (name, member) -> switch (name) {
            case "type" -> take(Fit.text(member), tool::setType);
            case "function" -> true;
            default -> false;
        }));
        tool.setFunctionExtra(Fit.rest(function, (name, member) -> switch (name) {
            case "name" -> true;
            case "description" -> take(Fit.text(member), tool::setDescription);
            case "parameters" -> take(Fit.json(member), tool::setParameters);
            default -> false;
        }));
        return tool;
    }
}
