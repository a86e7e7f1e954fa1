package dev.alize.domain;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A provider, a model and a key: where an attempt goes.
 *
 * @param id unique name, used in logs, events and routing
 * @param provider such as {@code mistral} or {@code openai}
 * @param model sent to the provider, whatever model the request names
 * @param baseUrl such as {@code https://api.mistral.ai/v1}, without a slash at the end
 * @param key sent as bearer token; null for a provider without authentication
 * @param timeout the longest an attempt may take
 * @param streamTimeout the longest a streamed attempt may take, from its start to its last event
 * @param pricing null where no price is configured
 * @param dialect what it speaks
 */
public record Target(
        String id,
        String provider,
        String model,
        URI baseUrl,
        @Nullable Secret key,
        Duration timeout,
        Duration streamTimeout,
        @Nullable Pricing pricing,
        Dialect dialect) {
    /** A target that speaks the dialect of its provider. */
    public Target(
            String id,
            String provider,
            String model,
            URI baseUrl,
            @Nullable Secret key,
            Duration timeout,
            Duration streamTimeout,
            @Nullable Pricing pricing) {
        this(id, provider, model, baseUrl, key, timeout, streamTimeout, pricing, Dialect.of(provider));
    }

    /** The same with another bound of time, for answers that are streamed as for others. */
    public Target within(Duration newTimeout) {
        return new Target(id, provider, model, baseUrl, key, newTimeout, newTimeout, pricing, dialect);
    }
}
