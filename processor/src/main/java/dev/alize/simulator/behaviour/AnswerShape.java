package dev.alize.simulator.behaviour;

import org.jspecify.annotations.Nullable;

/**
 * What a proper answer looks like.
 *
 * @param tokens its length, 1 to 1,000,000 tokens of four characters; a smaller {@code max_tokens} cuts it
 * @param text said instead of the filler, whatever {@code tokens} is; null for the filler
 * @param finishReason said instead of {@code stop}, {@code length} or {@code tool_calls}; null for what fits
 * @param tools when and how an answer calls tools instead
 * @param shortest length of the shortest answer, 1 to {@code tokens}; each length between them is as likely, and the
 *     prompt decides which it is
 */
public record AnswerShape(
        int tokens, @Nullable String text, @Nullable String finishReason, Tools tools, int shortest) {
    /** Spreads the bits of a hash (the golden ratio of 64 bits). */
    private static final long MIX = 0x9E37_79B9_7F4A_7C15L;

    /** 40 tokens of filler: about the answer to a short question, 600 bytes on the wire. */
    public static final AnswerShape SHORT = new AnswerShape(40, null, null);

    public AnswerShape {
        if (tokens < 1 || tokens > 1_000_000) {
            throw new IllegalArgumentException("tokens is %d, expected 1 to 1000000".formatted(tokens));
        }
        if (shortest < 1 || shortest > tokens) {
            throw new IllegalArgumentException("shortest is %d, expected 1 to %d".formatted(shortest, tokens));
        }
    }

    /** Always of the same length. */
    public AnswerShape(int tokens, @Nullable String text, @Nullable String finishReason, Tools tools) {
        this(tokens, text, finishReason, tools, tokens);
    }

    /** Calls tools as asked. */
    public AnswerShape(int tokens, @Nullable String text, @Nullable String finishReason) {
        this(tokens, text, finishReason, Tools.AS_ASKED);
    }

    /** Filler of the given length. */
    public static AnswerShape ofTokens(int tokens) {
        return new AnswerShape(tokens, null, null);
    }

    /** The same with tools called so. */
    public AnswerShape with(Tools other) {
        return new AnswerShape(tokens, text, finishReason, other, shortest);
    }

    /** The same with lengths from this one on. */
    public AnswerShape withShortest(int least) {
        return new AnswerShape(tokens, text, finishReason, tools, least);
    }

    /** The length of the answer to a prompt with this hash. */
    public int tokensFor(int promptHash) {
        long mixed = (promptHash * MIX) >>> Integer.SIZE;
        return shortest + (int) (mixed * (tokens - shortest + 1) >>> Integer.SIZE);
    }

    /**
     * Tool calls of an answer; only for requests that offer tools.
     *
     * @param always whether tools are called even where {@code tool_choice} does not ask for it
     * @param calls in one answer, 1 to 16
     * @param inParts whether a stream brings them in parts, not whole in its last chunk
     */
    public record Tools(boolean always, int calls, boolean inParts) {
        /** One whole call where {@code tool_choice} asks for it. */
        public static final Tools AS_ASKED = new Tools(false, 1, false);

        private static final int MOST_CALLS = 16;

        public Tools {
            if (calls < 1 || calls > MOST_CALLS) {
                throw new IllegalArgumentException("calls are %d, expected 1 to %d".formatted(calls, MOST_CALLS));
            }
        }
    }
}
