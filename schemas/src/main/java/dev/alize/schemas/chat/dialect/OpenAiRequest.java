package dev.alize.schemas.chat.dialect;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.alize.schemas.CompletionRequest;
import dev.alize.schemas.Message;
import dev.alize.schemas.Parameters;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Requests in OpenAI's dialect. */
final class OpenAiRequest {
    /** What only Mistral knows; a cache key names a cache of the vendor it was meant for. */
    private static final Set<String> MISTRALS =
            Set.of("safe_prompt", "guardrails", "prompt_mode", "prompt_cache_key", "min_tokens");

    /** OpenAI refuses more texts that end an answer. */
    static final int MOST_STOPS = 4;

    private final Map<String, String> extra;
    private final Parameters parameters;
    private final Dropped dropped;

    private OpenAiRequest(CompletionRequest request, Dropped dropped) {
        this.extra = new HashMap<>(Extra.without(request.getExtra(), MISTRALS, "", dropped));
        this.parameters = Shallow.copy(request.getParameters(), new Parameters());
        this.dropped = dropped;
    }

    static CompletionRequest chat(CompletionRequest request, List<Message> messages, Dropped dropped) {
        OpenAiRequest openAi = new OpenAiRequest(request, dropped);
        openAi.renames();
        openAi.stop();
        openAi.metadata();
        openAi.format();
        OpenAiTools.into(openAi.parameters, openAi.extra, dropped);
        openAi.streamOptions(Boolean.TRUE.equals(request.getStream()));
        CompletionRequest said = Shallow.copy(request, new CompletionRequest());
        said.setMessages(messages);
        dropped.unless(request.getPrompt() == null, "prompt");
        dropped.unless(request.getSuffix() == null, "suffix");
        said.setPrompt(null);
        said.setSuffix(null);
        said.setParameters(openAi.parameters);
        openAi.extra.values().removeIf(value -> !Extra.says(value));
        said.setExtra(openAi.extra);
        return said;
    }

    private void renames() {
        rename("random_seed", parameters.getRandomSeed(), "seed");
        parameters.setRandomSeed(null);
        rename("max_tokens", parameters.getMaxTokens(), "max_completion_tokens");
        parameters.setMaxTokens(null);
    }

    /** Where both members are there, the one of the dialect holds. */
    private void rename(String mistrals, @Nullable Long typed, String own) {
        String untyped = extra.remove(mistrals);
        String value = typed == null ? untyped : typed.toString();
        if (!Extra.says(value)) {
            return;
        }
        if (Extra.says(extra.get(own))) {
            dropped.known(mistrals);
        } else {
            extra.put(own, value);
        }
    }

    private void stop() {
        List<String> stop = parameters.getStop();
        if (stop == null || parameters.getStopIsString()) {
            return;
        }
        if (stop.size() > MOST_STOPS) {
            dropped.known("stop");
            parameters.setStop(List.copyOf(stop.subList(0, MOST_STOPS)));
        } else if (stop.isEmpty()) {
            parameters.setStop(null);
        }
    }

    /** Mistral's form without a type is the one that is meant by none. */
    private void format() {
        JsonNode format = Extra.json(parameters.getResponseFormat());
        if (format.isObject() && !format.has("type")) {
            parameters.setResponseFormat(null);
        }
    }

    /** OpenAI's notes are at most 16 texts by short names; Mistral's are any object. */
    private void metadata() {
        JsonNode notes = Extra.json(extra.get("metadata"));
        boolean plain = notes.size() <= 16;
        for (Map.Entry<String, JsonNode> note : notes.properties()) {
            plain &= note.getKey().length() <= 64
                    && note.getValue().isTextual()
                    && note.getValue().textValue().length() <= 512;
        }
        if (!plain) {
            extra.remove("metadata");
            dropped.known("metadata");
        }
    }

    /** Mistral always tells the usage of a stream, OpenAI where it is asked to; without a stream it refuses the member. */
    private void streamOptions(boolean stream) {
        String text = extra.remove("stream_options");
        extra.remove("stream");
        if (stream) {
            ObjectNode options =
                    Extra.json(text) instanceof ObjectNode given ? given : JsonNodeFactory.instance.objectNode();
            extra.put("stream_options", options.put("include_usage", true).toString());
        } else if (Extra.says(text)) {
            dropped.known("stream_options");
        }
    }
}
