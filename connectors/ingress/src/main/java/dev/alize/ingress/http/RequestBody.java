package dev.alize.ingress.http;

import dev.alize.schemas.CompletionRequest;
import org.jspecify.annotations.Nullable;

/**
 * What a body asks.
 *
 * @param request without identity, deadline and the like
 * @param hash of all that the gateway compares, and of the callback; empty where nobody needs it
 * @param includeUsage whether a stream ends with an event for usage
 * @param callback where the response is to be posted, null for nowhere
 */
record RequestBody(
        CompletionRequest request,
        String hash,
        boolean includeUsage,
        @Nullable String callback) {
    boolean isStreamed() {
        return Boolean.TRUE.equals(request.getStream());
    }
}
