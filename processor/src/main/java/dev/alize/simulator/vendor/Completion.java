package dev.alize.simulator.vendor;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.alize.simulator.behaviour.AnswerShape;
import java.util.HexFormat;

/**
 * Writes chat completions in the vendor's form. The text is a filler of fixed words behind a hash of the prompt, so
 * equal prompts get equal answers and different ones can be told apart. Immutable; one instance serves all threads.
 */
public final class Completion {
    private static final int CHARACTERS_PER_TOKEN = 4;
    private static final String WORDS = "the steady wind that blows across the sea carries every letter home, and ";

    private final AnswerShape shape;
    private final String filler;

    public Completion(AnswerShape shape) {
        this.shape = shape;
        int length = shape.text() == null ? shape.tokens() * CHARACTERS_PER_TOKEN : 0;
        this.filler = WORDS.repeat(length / WORDS.length() + 1).substring(0, length);
    }

    /** The length of one choice's text in tokens. */
    public int tokens(ChatHead head) {
        return Math.min(head.maxTokens(), wholeTokens());
    }

    /** What the whole call costs: prompt and all choices, in tokens. */
    public int cost(ChatHead head) {
        return head.promptTokens() + tokens(head) * head.choices();
    }

    /**
     * A completion as JSON.
     *
     * @param serial makes the id unique
     * @param created seconds since 1970
     */
    public String json(ChatHead head, long serial, long created) {
        int tokens = tokens(head);
        StringBuilder out = new StringBuilder(512 + (tokens * CHARACTERS_PER_TOKEN + 128) * head.choices());
        HexFormat hex = HexFormat.of();
        out.append("{\"id\":\"").append(hex.toHexDigits(Integer.toUnsignedLong(head.promptHash())));
        out.append(hex.toHexDigits(serial))
                .append("\",\"created\":")
                .append(created)
                .append(",\"model\":\"");
        quote(head.model(), out);
        usage(head, tokens * head.choices(), out.append("\",\"usage\":"));
        out.append(",\"object\":\"chat.completion\",\"choices\":[");
        for (int i = 0; i < head.choices(); i++) {
            choice(head, tokens, i, out.append(i == 0 ? "" : ","));
        }
        return out.append("]}").toString();
    }

    private static void usage(ChatHead head, int completionTokens, StringBuilder out) {
        out.append("{\"prompt_tokens\":").append(head.promptTokens());
        out.append(",\"total_tokens\":").append(head.promptTokens() + completionTokens);
        out.append(",\"completion_tokens\":").append(completionTokens);
        out.append(",\"prompt_tokens_details\":{\"cached_tokens\":0}}");
    }

    private void choice(ChatHead head, int tokens, int index, StringBuilder out) {
        out.append("{\"index\":").append(index).append(",\"finish_reason\":\"");
        quote(finishReason(tokens), out);
        out.append("\",\"message\":{\"role\":\"assistant\",\"tool_calls\":null,\"content\":\"");
        text(head, tokens, out);
        out.append("\"}}");
    }

    private void text(ChatHead head, int tokens, StringBuilder out) {
        String text = shape.text();
        if (text != null) {
            quote(text.substring(0, (int) Math.min(text.length(), (long) tokens * CHARACTERS_PER_TOKEN)), out);
        } else {
            String opening = "Answer " + HexFormat.of().toHexDigits(head.promptHash()) + ": ";
            int length = tokens * CHARACTERS_PER_TOKEN;
            out.append(opening, 0, Math.min(opening.length(), length));
            out.append(filler, 0, Math.max(0, length - opening.length()));
        }
    }

    private String finishReason(int tokens) {
        String fixed = shape.finishReason();
        if (fixed != null) {
            return fixed;
        }
        return tokens < wholeTokens() ? "length" : "stop";
    }

    private int wholeTokens() {
        String text = shape.text();
        return text == null
                ? shape.tokens()
                : Math.max(1, (text.length() + CHARACTERS_PER_TOKEN - 1) / CHARACTERS_PER_TOKEN);
    }

    private static void quote(String text, StringBuilder out) {
        JsonStringEncoder.getInstance().quoteAsString(text, out);
    }
}
