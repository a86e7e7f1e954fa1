package dev.alize.config;

/**
 * Block {@code providers.fallback}.
 *
 * @param acrossModels whether a request that names a model may, after that model's targets, be answered by targets of
 *     other models, under the strategy {@code fallback}; default true
 */
public record FallbackSettings(boolean acrossModels) {
    public static final FallbackSettings DEFAULT = new FallbackSettings(true);
}
