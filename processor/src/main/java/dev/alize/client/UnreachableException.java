package dev.alize.client;

import org.jspecify.annotations.Nullable;

/** Kafka or the schema registry does not answer, or refuses us; the message names the address and the property. */
public final class UnreachableException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public UnreachableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
