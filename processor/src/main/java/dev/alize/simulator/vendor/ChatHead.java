package dev.alize.simulator.vendor;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What an answer needs to know of a request, read in one pass without building a tree.
 *
 * @param model empty where the body names none
 * @param stream whether a stream was asked for
 * @param maxTokens {@link Integer#MAX_VALUE} where the body sets none
 * @param choices how many answers, 1 or more
 * @param promptTokens estimate: a token for every four characters of text in the messages, at least 1
 * @param promptHash of the text in the messages
 */
public record ChatHead(String model, boolean stream, int maxTokens, int choices, int promptTokens, int promptHash) {
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final int CHARACTERS_PER_TOKEN = 4;
    private static final int MOST_CHOICES = 100;

    /** Reads the head of a body; null for one that is not a JSON object. */
    public static @Nullable ChatHead read(byte[] body) {
        try (JsonParser parser = FACTORY.createParser(body)) {
            return new Reading(parser).head();
        } catch (IOException e) {
            return null;
        }
    }

    private static final class Reading {
        private final JsonParser parser;
        private String model = "";
        private boolean stream;
        private int maxTokens = Integer.MAX_VALUE;
        private int choices = 1;
        private long characters;
        private int hash;

        Reading(JsonParser parser) {
            this.parser = parser;
        }

        @Nullable
        ChatHead head() throws IOException {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                field(parser.currentName(), parser.nextToken());
            }
            int tokens = (int) Math.clamp(characters / CHARACTERS_PER_TOKEN, 1, Integer.MAX_VALUE);
            return new ChatHead(model, stream, maxTokens, choices, tokens, hash);
        }

        private void field(String name, JsonToken value) throws IOException {
            switch (name) {
                case "model" -> model = value == JsonToken.VALUE_STRING ? parser.getText() : "";
                case "stream" -> stream = value == JsonToken.VALUE_TRUE;
                case "max_tokens" -> maxTokens = number(value, 0, Integer.MAX_VALUE, Integer.MAX_VALUE);
                case "n" -> choices = number(value, 1, MOST_CHOICES, 1);
                case "messages" -> messages();
                default -> {}
            }
            if (!name.equals("messages")) {
                parser.skipChildren();
            }
        }

        private int number(JsonToken value, long least, long most, int absent) throws IOException {
            return value.isNumeric() ? (int) Math.clamp((long) parser.getDoubleValue(), least, most) : absent;
        }

        private void messages() throws IOException {
            int depth = 0;
            JsonToken token = parser.currentToken();
            do {
                if (token.isStructStart()) {
                    depth++;
                } else if (token.isStructEnd()) {
                    depth--;
                } else if (token == JsonToken.VALUE_STRING) {
                    text();
                }
            } while (depth > 0 && (token = parser.nextToken()) != null);
        }

        private void text() throws IOException {
            char[] text = parser.getTextCharacters();
            int start = parser.getTextOffset();
            int length = parser.getTextLength();
            characters += length;
            for (int i = start; i < start + length; i++) {
                hash = 31 * hash + text[i];
            }
        }
    }
}
