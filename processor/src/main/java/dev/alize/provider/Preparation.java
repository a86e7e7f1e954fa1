package dev.alize.provider;

import dev.alize.domain.Attempt;
import dev.alize.domain.FailureKind;
import dev.alize.domain.Target;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What is known of a call before anything is sent. */
sealed interface Preparation {
    /**
     * It can be sent.
     *
     * @param key sent as bearer token, null for none
     */
    @SuppressWarnings("ArrayRecordComponent") // Never compared, never changed.
    record Ready(Endpoint endpoint, @Nullable String key, byte[] body) implements Preparation {}

    /** It cannot be sent. */
    record NotPossible(FailureKind kind, String message) implements Preparation {}

    /** Reads the key and makes the body. */
    static Preparation of(Attempt attempt) {
        return of(attempt.target(), attempt.body());
    }

    /** The same for a request to a target that is no attempt. */
    static Preparation of(Target target, Supplier<byte[]> body) {
        Endpoint endpoint;
        try {
            endpoint = Endpoint.of(target.baseUrl());
        } catch (IllegalArgumentException e) {
            return new NotPossible(FailureKind.INTERNAL, "target " + target.id() + ": " + e.getMessage());
        }
        String key = null;
        if (target.key() != null) {
            try {
                key = target.key().reveal();
            } catch (RuntimeException e) {
                return badKey(target, "cannot be read");
            }
            if (!RequestHeaders.isSafe(key)) {
                return badKey(target, "expected printable ASCII without spaces at its ends");
            }
        }
        try {
            return new Ready(endpoint, key, body.get());
        } catch (RuntimeException e) {
            return new NotPossible(
                    FailureKind.INVALID_REQUEST,
                    "the body of the call could not be made: " + e.getClass().getName());
        }
    }

    private static NotPossible badKey(Target target, String problem) {
        return new NotPossible(
                FailureKind.UNAUTHORIZED, "target " + target.id() + ": key " + target.key() + ": " + problem);
    }
}
