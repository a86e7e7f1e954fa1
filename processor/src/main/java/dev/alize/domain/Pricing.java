package dev.alize.domain;

/**
 * Prices in USD per million tokens.
 *
 * @param prompt price of prompt tokens, 0 or more
 * @param completion price of completion tokens, 0 or more
 */
public record Pricing(double prompt, double completion) {
    /** The price of a call in USD. */
    public double of(long promptTokens, long completionTokens) {
        return (promptTokens * prompt + completionTokens * completion) / 1_000_000;
    }
}
