package dev.alize.domain;

import java.time.Instant;

/**
 * Prices from a moment on, in USD per million tokens, each 0 or more.
 *
 * @param from the first moment at which they hold
 * @param prompt as in {@link Price}
 * @param completion as in {@link Price}
 * @param cachedPrompt as in {@link Price}
 */
public record PriceChange(Instant from, double prompt, double completion, double cachedPrompt) {}
