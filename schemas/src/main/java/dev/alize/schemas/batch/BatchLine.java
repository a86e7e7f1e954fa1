package dev.alize.schemas.batch;

import dev.alize.schemas.CompletionRequest;

/** A valid line of a batch file. */
public sealed interface BatchLine {
    /** The caller's name for the request, at least one character. */
    String customId();

    /**
     * A completion to ask for.
     *
     * @param request what the line says, of priority bulk; its identity is still to be set, by {@link #named}
     */
    record Completion(String customId, CompletionRequest request) implements BatchLine {
        /** The request with an identity: the same object, changed. */
        public CompletionRequest named(String requestId, String tenant) {
            request.setRequestId(requestId);
            request.setTenant(tenant);
            return request;
        }
    }

    /**
     * A request that this version does not serve; its answer is an error.
     *
     * @param code of the error, such as {@code unsupported_url}
     * @param message of the error
     */
    record Unserved(String customId, String code, String message) implements BatchLine {}
}
