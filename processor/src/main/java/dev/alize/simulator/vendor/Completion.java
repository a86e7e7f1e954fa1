package dev.alize.simulator.vendor;

import com.fasterxml.jackson.core.io.JsonStringEncoder;
import dev.alize.simulator.behaviour.AnswerShape;
import java.util.HexFormat;
import java.util.List;

/**
 * Writes completions of chats and of code in the vendor's form. The text is a filler of fixed words behind a hash of the
 * prompt, so equal prompts get equal answers of equal length and different ones can be told apart. Immutable; one
 * instance serves all threads.
 */
public final class Completion {
    private static final int CHARACTERS_PER_TOKEN = 4;
    private static final String WORDS = "the steady wind that blows across the sea carries every letter home, and ";

    private final AnswerShape shape;
    private final Dialect dialect;
    private final String filler;

    /** In Mistral's form. */
    public Completion(AnswerShape shape) {
        this(shape, Dialect.MISTRAL);
    }

    public Completion(AnswerShape shape, Dialect dialect) {
        this.shape = shape;
        this.dialect = dialect;
        int length = shape.text() == null ? shape.tokens() * CHARACTERS_PER_TOKEN : 0;
        this.filler = WORDS.repeat(length / WORDS.length() + 1).substring(0, length);
    }

    /** The length of one choice in tokens; {@code max_tokens} does not cut tool calls. */
    public int tokens(RequestHead head) {
        return callsTools(head)
                ? shape.tools().calls() * ToolCalls.TOKENS_PER_CALL
                : Math.min(head.maxTokens(), wholeTokens(head));
    }

    /** What the whole call costs: prompt and all choices, in tokens. */
    public int cost(RequestHead head) {
        return head.promptTokens() + tokens(head) * head.choices();
    }

    /**
     * A completion as JSON.
     *
     * @param serial makes the id unique
     * @param created seconds since 1970
     */
    public String json(RequestHead head, long serial, long created) {
        StringBuilder out = new StringBuilder(512 + (tokens(head) * CHARACTERS_PER_TOKEN + 128) * head.choices());
        id(head, serial, out.append("{\"id\":\""));
        out.append("\",\"created\":").append(created).append(",\"model\":\"");
        quote(head.model(), out);
        usage(head, out.append("\",\"usage\":"));
        out.append(",\"object\":\"chat.completion\",\"choices\":[");
        for (int i = 0; i < head.choices(); i++) {
            choice(head, serial, i, out.append(i == 0 ? "" : ","));
        }
        return out.append("]}").toString();
    }

    Dialect dialect() {
        return dialect;
    }

    /** Whether the answer is tool calls instead of text. */
    boolean callsTools(RequestHead head) {
        return !head.tools().isEmpty() && (head.mustCall() || shape.tools().always());
    }

    /** The deltas of an answer of tool calls: one, or many where the calls come in parts. */
    List<String> toolDeltas(RequestHead head, long serial) {
        if (shape.tools().inParts() || dialect == Dialect.OPENAI) {
            return toolCalls(head, serial).parts();
        }
        StringBuilder whole = new StringBuilder();
        toolCalls(head, serial).json(whole);
        return List.of(whole.toString());
    }

    /** What one choice says. */
    String text(RequestHead head) {
        int length = tokens(head) * CHARACTERS_PER_TOKEN;
        String text = shape.text();
        if (text != null) {
            return text.substring(0, boundary(text, tokens(head)));
        }
        String all = opening(head) + filler;
        return all.substring(0, Math.min(all.length(), length));
    }

    /** The text of one token, by its number from 0; empty behind the end. */
    static String token(String text, int index) {
        return text.substring(boundary(text, index), boundary(text, index + 1));
    }

    String finishReason(RequestHead head) {
        String fixed = shape.finishReason();
        if (fixed != null) {
            return fixed;
        }
        if (callsTools(head)) {
            return "tool_calls";
        }
        return tokens(head) < wholeTokens(head) ? "length" : "stop";
    }

    void usage(RequestHead head, StringBuilder out) {
        int completionTokens = tokens(head) * head.choices();
        out.append("{\"prompt_tokens\":").append(head.promptTokens());
        out.append(",\"total_tokens\":").append(head.promptTokens() + completionTokens);
        out.append(",\"completion_tokens\":").append(completionTokens);
        out.append(",\"prompt_tokens_details\":{\"cached_tokens\":0}}");
    }

    void id(RequestHead head, long serial, StringBuilder out) {
        HexFormat hex = HexFormat.of();
        out.append(dialect == Dialect.OPENAI ? "chatcmpl-" : "");
        out.append(hex.toHexDigits(Integer.toUnsignedLong(head.promptHash())));
        out.append(hex.toHexDigits(serial));
    }

    static void quote(String text, StringBuilder out) {
        JsonStringEncoder.getInstance().quoteAsString(text, out);
    }

    private void choice(RequestHead head, long serial, int index, StringBuilder out) {
        out.append("{\"index\":").append(index).append(",\"finish_reason\":\"");
        quote(finishReason(head), out);
        out.append("\",\"message\":{\"role\":\"assistant\",");
        if (callsTools(head)) {
            toolCalls(head, serial).json(out);
            out.append(",\"content\":\"");
        } else {
            out.append(dialect == Dialect.OPENAI ? "\"refusal\":null," : "\"tool_calls\":null,");
            out.append("\"content\":\"");
            text(head, out);
        }
        out.append("\"}}");
    }

    /** The same as {@link #text(RequestHead)}, but without a copy of the filler. */
    private void text(RequestHead head, StringBuilder out) {
        if (shape.text() != null) {
            quote(text(head), out);
        } else {
            String opening = opening(head);
            int length = tokens(head) * CHARACTERS_PER_TOKEN;
            out.append(opening, 0, Math.min(opening.length(), length));
            out.append(filler, 0, Math.max(0, length - opening.length()));
        }
    }

    private ToolCalls toolCalls(RequestHead head, long serial) {
        return new ToolCalls(head, shape.tools().calls(), serial, dialect);
    }

    private static String opening(RequestHead head) {
        return "Answer " + HexFormat.of().toHexDigits(head.promptHash()) + ": ";
    }

    /** Where the token with this number starts; never inside a surrogate pair. */
    private static int boundary(String text, int token) {
        int at = (int) Math.min(text.length(), (long) token * CHARACTERS_PER_TOKEN);
        boolean insidePair =
                at > 0 && at < text.length() && Character.isSurrogatePair(text.charAt(at - 1), text.charAt(at));
        return insidePair ? at + 1 : at;
    }

    private int wholeTokens(RequestHead head) {
        String text = shape.text();
        return text == null
                ? shape.tokensFor(head.promptHash())
                : Math.max(1, (text.length() + CHARACTERS_PER_TOKEN - 1) / CHARACTERS_PER_TOKEN);
    }
}
