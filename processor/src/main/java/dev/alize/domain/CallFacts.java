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
 * @param resends how often the call was made again within the attempt because its connection broke, 0 or more
 */
public record CallFacts(
        int status,
        long startedAt,
        long durationMs,
        @Nullable String correlationId,
        Map<String, String> limits,
        int resends) {
    public CallFacts {
        limits = Map.copyOf(limits);
    }

    /** Of a call that was made once. */
    public CallFacts(
            int status, long startedAt, long durationMs, @Nullable String correlationId, Map<String, String> limits) {
        this(status, startedAt, durationMs, correlationId, limits, 0);
    }
}
