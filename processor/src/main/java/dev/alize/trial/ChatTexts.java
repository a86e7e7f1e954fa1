package dev.alize.trial;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.alize.domain.Passage;
import dev.alize.domain.Passage.Origin;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The texts of a conversation in OpenAI's format, and where each of them stands in it. The given tree is changed by
 * {@link #replace}.
 */
final class ChatTexts {
    /**
     * One text.
     *
     * @param message index of its message
     * @param part index of its part where the content is a list, else null
     * @param toolCall index of its tool call where it is the arguments of one, else null
     * @param holder the object that has the text
     * @param key under which it has the text
     */
    record Place(
            int message, @Nullable Integer part, @Nullable Integer toolCall, ObjectNode holder, String key) {}

    private final List<Passage> passages = new ArrayList<>();
    private final List<Place> places = new ArrayList<>();

    private ChatTexts() {}

    static ChatTexts of(JsonNode messages) throws BadLineException {
        if (!(messages instanceof ArrayNode list)) {
            throw BadLineException.at("messages", messages, "a list of chat messages");
        }
        ChatTexts texts = new ChatTexts();
        for (int i = 0; i < list.size(); i++) {
            if (!(list.get(i) instanceof ObjectNode message)) {
                throw BadLineException.at("messages[" + i + "]", list.get(i), "an object with role and content");
            }
            texts.add(i, message);
        }
        return texts;
    }

    List<Passage> passages() {
        return passages;
    }

    /** Where the passage of this index stands. */
    Place place(int passage) {
        return places.get(passage);
    }

    /** Puts other texts into the places of the passages. */
    void replace(List<Passage> others) {
        for (int i = 0; i < others.size(); i++) {
            Place place = places.get(i);
            place.holder().put(place.key(), others.get(i).text());
        }
    }

    private void add(int index, ObjectNode message) throws BadLineException {
        String at = "messages[" + index + "]";
        Origin origin = Roles.origin(message.path("role"), at + ".role");
        JsonNode content = message.path("content");
        if (content instanceof ArrayNode parts) {
            addParts(index, parts, origin, at);
        } else if (content.isTextual()) {
            add(origin, content.textValue(), new Place(index, null, null, message, "content"));
        } else if (!content.isNull() && !content.isMissingNode()) {
            throw BadLineException.at(at + ".content", content, "text or a list of parts");
        }
        addToolCalls(index, message.path("tool_calls"), at);
    }

    private void addParts(int index, ArrayNode parts, Origin origin, String at) throws BadLineException {
        for (int i = 0; i < parts.size(); i++) {
            if (!(parts.get(i) instanceof ObjectNode part)) {
                throw BadLineException.at(at + ".content[" + i + "]", parts.get(i), "an object with type");
            }
            if (part.path("text").isTextual()) {
                add(origin, part.path("text").textValue(), new Place(index, i, null, part, "text"));
            } else if (part.path("type").asText().equals("text")) {
                throw BadLineException.at(at + ".content[" + i + "].text", part.path("text"), "text");
            }
            addThinking(index, i, part.path("thinking"));
        }
    }

    /** Mistral's thinking parts hold parts of their own. */
    private void addThinking(int index, int part, JsonNode thoughts) {
        for (JsonNode thought : thoughts) {
            if (thought instanceof ObjectNode inner && inner.path("text").isTextual()) {
                add(Origin.THINKING, inner.path("text").textValue(), new Place(index, part, null, inner, "text"));
            }
        }
    }

    private void addToolCalls(int index, JsonNode calls, String at) throws BadLineException {
        for (int i = 0; i < calls.size(); i++) {
            if (calls.path(i).path("function") instanceof ObjectNode function
                    && function.path("arguments").isTextual()) {
                String arguments = function.path("arguments").textValue();
                add(Origin.TOOL_CALL, arguments, new Place(index, null, i, function, "arguments"));
            } else {
                String path = at + ".tool_calls[" + i + "].function.arguments";
                throw BadLineException.at(path, calls.path(i).path("function").path("arguments"), "text");
            }
        }
    }

    private void add(Origin origin, String text, Place place) {
        passages.add(new Passage(origin, place.message(), text));
        places.add(place);
    }
}
