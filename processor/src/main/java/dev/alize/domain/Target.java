package dev.alize.domain;

import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A provider, a model and a key: where an attempt goes.
 *
 * @param id unique name, used in logs, events and routing
 * @param provider such as {@code mistral} or {@code openai}
 * @param model sent where the request names none
 * @param baseUrl such as {@code https://api.mistral.ai/v1}, without a slash at the end
 * @param key sent as bearer token; null for a provider without authentication
 * @param timeout the longest an attempt may take
 * @param streamTimeout the longest a streamed attempt may take, from its start to its last event
 * @param pricing null where no price is configured
 */
public record Target(
        String id,
        String provider,
        String model,
        URI baseUrl,
        @Nullable Secret key,
        Duration timeout,
        Duration streamTimeout,
        @Nullable Pricing pricing) {}
