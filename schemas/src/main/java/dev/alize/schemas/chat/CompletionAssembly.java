package dev.alize.schemas.chat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;
import dev.alize.schemas.CompletionResponse;
import dev.alize.schemas.Delta;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * A streamed answer, put together from its events: of the chat or the FIM endpoint, of Mistral or compatible. Takes
 * time and memory in proportion to the bytes of the events, which the caller bounds. Not thread-safe; of no use after
 * an exception.
 */
public final class CompletionAssembly {
    /** More than any vendor generates for one request. */
    static final int MOST_CHOICES = 128;

    /** Random text that hides the length of an event from those who see only its encrypted size. */
    private static final Set<String> PADDING = Set.of("p", "obfuscation");

    private final Growing envelope = new Growing("");
    private final Map<Integer, GrowingChoice> choices = new TreeMap<>();

    /**
     * Takes one event.
     *
     * @param event the JSON data of the event, in UTF-8; the closing {@code [DONE]} is none
     * @return what it changes, by choice; empty for an event that only tells usage
     * @throws ChatFormatException where the event is no chat completion chunk, tells an error, contradicts the events
     *     before it, or names a choice or tool call that cannot be
     */
    public List<Delta> add(byte[] event) {
        JsonNode json = Json.parse(event);
        if (!json.isObject()) {
            throw new ChatFormatException("event", Json.kind(json), "an object");
        }
        if (!json.path("error").isMissingNode() && !json.path("error").isNull()) {
            throw new ChatFormatException("error", Json.kind(json.path("error")), "a chat completion chunk");
        }
        json.properties().forEach(member -> keep(member.getKey(), member.getValue()));
        JsonNode changed = json.path("choices");
        if (!changed.isArray() && !changed.isNull() && !changed.isMissingNode()) {
            throw new ChatFormatException("choices", Json.kind(changed), "a list");
        }
        List<Delta> deltas = new ArrayList<>(changed.size());
        changed.forEach(choice -> deltas.add(change(choice, "choices[" + deltas.size() + "]")));
        return deltas;
    }

    private void keep(String name, JsonNode value) {
        if (!name.equals("choices") && !PADDING.contains(name)) {
            boolean chunk = name.equals("object") && value.asText().equals("chat.completion.chunk");
            envelope.add(name, chunk ? TextNode.valueOf("chat.completion") : value);
        }
    }

    private Delta change(JsonNode choice, String path) {
        int index = position(choice.path("index"), path + ".index", MOST_CHOICES);
        return choices.computeIfAbsent(index, GrowingChoice::new).add(choice, path);
    }

    /** A position in a list, which nobody believes beyond its bound; 0 where none is given. */
    static int position(JsonNode value, String path, int bound) {
        if (value.isMissingNode() || value.isNull()) {
            return 0;
        }
        if (!value.isIntegralNumber()
                || !value.canConvertToInt()
                || value.intValue() < 0
                || value.intValue() >= bound) {
            String got = value.isNumber() ? "another number" : Json.kind(value);
            throw new ChatFormatException(path, got, "a whole number from 0 to " + (bound - 1));
        }
        return value.intValue();
    }

    /**
     * Fills what the stream said: model, completion_id, created, choices, usage and extra, as
     * {@link ChatJson#readCompletion(byte[], CompletionResponse)} does with an answer that was not streamed.
     *
     * @throws ChatFormatException where the stream has no choice, or a choice has not ended with a finish_reason
     */
    public void into(CompletionResponse response) {
        ObjectNode body = Json.emptyObject();
        envelope.value().properties().forEach(member -> body.set(member.getKey(), member.getValue()));
        ArrayNode list = body.putArray("choices");
        choices.values().forEach(choice -> list.add(choice.value()));
        CompletionReader.read(body, response);
    }
}
