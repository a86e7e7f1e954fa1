package dev.alize.domain;

/**
 * Prices in USD per million tokens, each 0 or more.
 *
 * @param prompt of prompt tokens that the provider did not have in its cache
 * @param completion of completion tokens
 * @param cachedPrompt of prompt tokens that the provider had in its cache
 */
public record Price(double prompt, double completion, double cachedPrompt) {
    /**
     * The price of a call in USD.
     *
     * @param cachedTokens how many of the prompt's tokens came from the provider's cache; no more than those count
     */
    public double of(long promptTokens, long cachedTokens, long completionTokens) {
        long cached = Math.clamp(cachedTokens, 0, Math.max(0, promptTokens));
        return ((promptTokens - cached) * prompt + cached * cachedPrompt + completionTokens * completion) / 1_000_000;
    }
}
