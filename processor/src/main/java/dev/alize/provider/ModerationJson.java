package dev.alize.provider;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.alize.domain.Moderator.Opinion;
import dev.alize.domain.Moderator.Question;
import dev.alize.domain.Moderator.Rating;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The JSON of Mistral's moderation endpoints. Texts by themselves go to one of them, texts that answer something go to
 * the other, each as a conversation whose last turn is judged.
 */
final class ModerationJson {
    static final Opinion UNREADABLE = new Opinion.Missing("unreadable");

    private static final String RAW_PATH = "/moderations";
    private static final String CHAT_PATH = "/chat/moderations";
    private static final ObjectMapper JSON = new ObjectMapper();

    private ModerationJson() {}

    static String path(Question question) {
        return question.asked() == null ? RAW_PATH : CHAT_PATH;
    }

    static byte[] write(Question question) {
        ObjectNode body = JSON.createObjectNode().put("model", question.model());
        ArrayNode input = body.putArray("input");
        String asked = question.asked();
        for (String text : question.texts()) {
            if (asked == null) {
                input.add(whole(text));
            } else {
                ArrayNode conversation = input.addArray();
                conversation.addObject().put("role", "user").put("content", whole(asked));
                conversation.addObject().put("role", "assistant").put("content", whole(text));
            }
        }
        try {
            return JSON.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException("a tree of texts cannot be written", e);
        }
    }

    /** Halves of surrogate pairs, which UTF-8 cannot hold, become replacement characters. */
    private static String whole(String text) {
        StringBuilder whole = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean pair = Character.isHighSurrogate(c)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1));
            if (pair) {
                i++;
            } else if (Character.isSurrogate(c)) {
                whole = whole == null ? new StringBuilder(text) : whole;
                whole.setCharAt(i, '\uFFFD');
            }
        }
        return whole == null ? text : whole.toString();
    }

    /** @param texts how many were asked about */
    static Opinion read(byte[] body, int texts) {
        JsonNode results;
        try {
            results = JSON.readTree(body).path("results");
        } catch (IOException e) {
            return UNREADABLE;
        }
        if (results.size() != texts) {
            return UNREADABLE;
        }
        List<Map<String, Rating>> ratings = new ArrayList<>();
        for (JsonNode result : results) {
            ratings.add(ratings(result));
        }
        return ratings.stream().anyMatch(Map::isEmpty) ? UNREADABLE : new Opinion.Given(ratings);
    }

    /** Only categories with both a decision and a score. */
    private static Map<String, Rating> ratings(JsonNode result) {
        JsonNode scores = result.path("category_scores");
        Map<String, Rating> ratings = new HashMap<>();
        result.path("categories").properties().forEach(entry -> {
            JsonNode score = scores.path(entry.getKey());
            if (entry.getValue().isBoolean() && score.isNumber()) {
                double bounded = Math.clamp(score.asDouble(), 0.0, 1.0);
                ratings.put(entry.getKey(), new Rating(entry.getValue().booleanValue(), bounded));
            }
        });
        return ratings;
    }
}
