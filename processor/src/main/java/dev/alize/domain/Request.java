package dev.alize.domain;

import org.jspecify.annotations.Nullable;

/**
 * What a policy sees of a request.
 *
 * @param subject whom the request is about, as a pseudonym; null where it is about nobody
 * @param model null where the caller leaves it to the route
 */
public record Request(
        Identity identity,
        @Nullable String subject,
        @Nullable String model) {}
