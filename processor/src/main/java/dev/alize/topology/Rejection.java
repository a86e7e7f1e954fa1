package dev.alize.topology;

import dev.alize.domain.FailureKind;
import dev.alize.schemas.ResponseError;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * Why a request is answered without being called.
 *
 * @param message what, where, got, expected; without any text of the request
 * @param raw the record where it could not be decoded, for the dead letter; else null
 */
record Rejection(FailureKind kind, String message, @Nullable Raw raw) {
    Rejection(FailureKind kind, String message) {
        this(kind, message, null);
    }

    /** As a held request's row keeps it. */
    static @Nullable Rejection of(@Nullable ResponseError ending) {
        return ending == null
                ? null
                : new Rejection(FailureKind.valueOf(ending.getKind().toUpperCase(Locale.ROOT)), ending.getMessage());
    }

    ResponseError toEnding() {
        return Responses.error(kind, null, message, null);
    }
}
