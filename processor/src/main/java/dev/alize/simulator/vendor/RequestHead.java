package dev.alize.simulator.vendor;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What an answer needs to know of a request, read in one pass without building a tree.
 *
 * @param model empty where the body names none
 * @param stream whether a stream was asked for
 * @param maxTokens {@link Integer#MAX_VALUE} where the body sets none
 * @param choices how many answers, 1 or more
 * @param promptTokens estimate: a token for every four characters of text in the messages, or in prompt and suffix of
 *     a code completion; at least 1
 * @param promptHash of that text
 * @param tools names of the functions that may be called; only the chosen one where {@code tool_choice} names one
 * @param mustCall whether {@code tool_choice} asks for a call
 * @param includeUsage whether {@code stream_options} ask for the usage of a stream
 */
public record RequestHead(
        String model,
        boolean stream,
        int maxTokens,
        int choices,
        int promptTokens,
        int promptHash,
        List<String> tools,
        boolean mustCall,
        boolean includeUsage) {
    private static final JsonFactory FACTORY = new JsonFactory();
    private static final int CHARACTERS_PER_TOKEN = 4;
    private static final int MOST_CHOICES = 100;
    /** In {@code [{"function": {"name": ...}}]}. */
    private static final int TOOL_NAME_DEPTH = 3;
    /** In {@code {"function": {"name": ...}}}. */
    private static final int CHOSEN_NAME_DEPTH = 2;

    public RequestHead {
        tools = List.copyOf(tools);
    }

    /** Reads the head of a body; null for one that is not a JSON object. */
    public static @Nullable RequestHead read(byte[] body) {
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
        private List<String> tools = List.of();
        private List<String> chosen = List.of();
        private boolean mustCall;
        private boolean includeUsage;

        Reading(JsonParser parser) {
            this.parser = parser;
        }

        @Nullable
        RequestHead head() throws IOException {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                return null;
            }
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                field(parser.currentName(), parser.nextToken());
            }
            int tokens = (int) Math.clamp(characters / CHARACTERS_PER_TOKEN, 1, Integer.MAX_VALUE);
            List<String> callable = chosen.isEmpty() ? tools : chosen;
            return new RequestHead(model, stream, maxTokens, choices, tokens, hash, callable, mustCall, includeUsage);
        }

        private void field(String name, JsonToken value) throws IOException {
            switch (name) {
                case "model" -> model = value == JsonToken.VALUE_STRING ? parser.getText() : "";
                case "stream" -> stream = value == JsonToken.VALUE_TRUE;
                case "max_tokens", "max_completion_tokens" ->
                    maxTokens = number(value, 0, Integer.MAX_VALUE, Integer.MAX_VALUE);
                case "n" -> choices = number(value, 1, MOST_CHOICES, 1);
                case "messages", "prompt", "suffix" -> texts();
                case "tools" -> tools = names(TOOL_NAME_DEPTH);
                case "tool_choice" -> choice(value);
                case "stream_options" -> includeUsage = asksForUsage(value);
                default -> {}
            }
            if (parser.currentToken().isStructStart()) {
                parser.skipChildren();
            }
        }

        private void choice(JsonToken value) throws IOException {
            if (value == JsonToken.START_OBJECT) {
                chosen = names(CHOSEN_NAME_DEPTH);
                mustCall = !chosen.isEmpty();
            } else if (value == JsonToken.VALUE_STRING) {
                mustCall = parser.getText().equals("any") || parser.getText().equals("required");
            }
        }

        private boolean asksForUsage(JsonToken value) throws IOException {
            boolean asked = false;
            while (value == JsonToken.START_OBJECT && parser.nextToken() == JsonToken.FIELD_NAME) {
                boolean isUsage = parser.currentName().equals("include_usage");
                asked |= parser.nextToken() == JsonToken.VALUE_TRUE && isUsage;
                parser.skipChildren();
            }
            return asked;
        }

        /** The texts of all keys {@code name} that stand so deep in the current value. */
        private List<String> names(int wanted) throws IOException {
            List<String> names = new ArrayList<>();
            int depth = parser.currentToken().isStructStart() ? 1 : 0;
            while (depth > 0) {
                JsonToken token = parser.nextToken();
                if (token == null) {
                    return names;
                }
                depth += token.isStructStart() ? 1 : token.isStructEnd() ? -1 : 0;
                if (token == JsonToken.VALUE_STRING && depth == wanted && "name".equals(parser.currentName())) {
                    names.add(parser.getText());
                }
            }
            return names;
        }

        private int number(JsonToken value, long least, long most, int absent) throws IOException {
            return value.isNumeric() ? (int) Math.clamp((long) parser.getDoubleValue(), least, most) : absent;
        }

        private void texts() throws IOException {
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
