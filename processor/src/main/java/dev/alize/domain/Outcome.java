package dev.alize.domain;

import org.jspecify.annotations.Nullable;

/** How an attempt ended. */
public sealed interface Outcome {
    CallFacts facts();

    /**
     * The provider answered with 200.
     *
     * @param body the JSON body as it came; not yet known to be well-formed. Empty for an answer that came in events and
     *     was ended in order
     */
    record Success(byte[] body, CallFacts facts) implements Outcome {}

    /**
     * The provider refused, or could not be reached.
     *
     * @param kind what it means
     * @param code the vendor's own code, null where it sent none
     * @param message for people, at most 500 characters, without prompt, completion or key
     */
    record Failure(FailureKind kind, @Nullable String code, String message, CallFacts facts) implements Outcome {}
}
