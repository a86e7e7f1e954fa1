package dev.alize.simulator.behaviour;

import org.jspecify.annotations.Nullable;

/**
 * What a proper answer looks like.
 *
 * @param tokens its length, 1 to 1,000,000 tokens of four characters; a smaller {@code max_tokens} cuts it
 * @param text said instead of the filler, whatever {@code tokens} is; null for the filler
 * @param finishReason said instead of {@code stop} or {@code length}; null for what fits
 */
public record AnswerShape(
        int tokens, @Nullable String text, @Nullable String finishReason) {
    /** 40 tokens of filler: about the answer to a short question, 600 bytes on the wire. */
    public static final AnswerShape SHORT = new AnswerShape(40, null, null);

    public AnswerShape {
        if (tokens < 1 || tokens > 1_000_000) {
            throw new IllegalArgumentException("tokens is %d, expected 1 to 1000000".formatted(tokens));
        }
    }

    /** Filler of the given length. */
    public static AnswerShape ofTokens(int tokens) {
        return new AnswerShape(tokens, null, null);
    }
}
