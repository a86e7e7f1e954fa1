package dev.alize.domain;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is known of an attempt whatever its outcome.
 *
 * @param status HTTP status, 0 where there was no answer
 * @param startedAt milliseconds since 1970
 * @param durationMs milliseconds from the start to the outcome
 * @param correlationId the vendor's, null where it sent none
 * @param limits rate limit headers ({@code x-ratelimit-*}, {@code retry-after}, ...) by lower-case name
 */
public record CallFacts(
        int status,
        long startedAt,
        long durationMs,
        @Nullable String correlationId,
        Map<String, String> limits) {
    public CallFacts {
        limits = Map.copyOf(limits);
    }
}
