package dev.alize.schemas.chat;

import static dev.alize.schemas.chat.Fit.take;

import com.fasterxml.jackson.databind.JsonNode;
import dev.alize.schemas.Choice;
import dev.alize.schemas.CompletionResponse;
import dev.alize.schemas.Usage;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Bodies of chat completions, from JSON. */
final class CompletionReader {
    private CompletionReader() {}

    static CompletionResponse read(JsonNode body, CompletionResponse into) {
        if (!body.isObject()) {
            throw new ChatFormatException("body", Json.kind(body), "an object");
        }
        into.setModel(null);
        into.setCompletionId(null);
        into.setCreated(null);
        into.setUsage(null);
        into.setChoices(choices(body.path("choices")));
        into.setExtra(Fit.rest(body, (name, value) -> switch (name) {
            case "choices" -> true;
            case "id" -> take(Fit.text(value), into::setCompletionId);
            case "model" -> take(Fit.text(value), into::setModel);
            case "created" -> take(Fit.whole(value), into::setCreated);
            case "usage" -> take(usage(value), into::setUsage);
            default -> false;
        }));
        return into;
    }

    private static List<Choice> choices(JsonNode value) {
        if (!value.isArray() || value.isEmpty()) {
            throw new ChatFormatException("choices", Json.kind(value), "a list with at least one choice");
        }
        List<Choice> choices = new ArrayList<>(value.size());
        for (JsonNode item : value) {
            JsonNode message = item.path("message");
            if (!message.isObject()) {
                String path = "choices[" + choices.size() + "].message";
                throw new ChatFormatException(path, Json.kind(message), "an object");
            }
            choices.add(choice(item, message));
        }
        return choices;
    }

    private static Choice choice(JsonNode value, JsonNode message) {
        Choice choice = new Choice();
        choice.setIndex(-1);
        choice.setMessage(MessageReader.message(message));
        choice.setExtra(Fit.rest(value, (name, member) -> switch (name) {
            case "index" -> take(position(member), choice::setIndex);
            case "message" -> true;
            case "finish_reason" -> take(Fit.text(member), choice::setFinishReason);
            default -> false;
        }));
        return choice;
    }

    private static @Nullable Long position(JsonNode value) {
        Long index = Fit.whole(value);
        return index == null || index < 0 ? null : index;
    }

    private static @Nullable Usage usage(JsonNode value) {
        Long prompt = Fit.whole(value.path("prompt_tokens"));
        Long total = Fit.whole(value.path("total_tokens"));
        if (prompt == null || total == null) {
            return null;
        }
        Usage usage = new Usage();
        usage.setPromptTokens(prompt);
        usage.setTotalTokens(total);
        usage.setCachedTokens(cached(value));
        usage.setExtra(Fit.rest(value, (name, member) -> switch (name) {
            case "prompt_tokens", "total_tokens" -> true;
            case "completion_tokens" -> take(Fit.whole(member), usage::setCompletionTokens);
            default -> false;
        }));
        return usage;
    }

    private static @Nullable Long cached(JsonNode usage) {
        Long details = Fit.whole(usage.path("prompt_tokens_details").path("cached_tokens"));
        return details != null ? details : Fit.whole(usage.path("num_cached_tokens"));
    }
}
