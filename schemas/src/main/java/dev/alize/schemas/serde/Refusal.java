package dev.alize.schemas.serde;

import org.apache.kafka.common.errors.SerializationException;

/** Turns Avro's exceptions into Kafka's. Avro's messages quote values, so only those known to hold none are kept. */
final class Refusal {
    private Refusal() {}

    static SerializationException of(String what, Exception cause) {
        if (cause instanceof SerializationException known) {
            return known;
        }
        String message = String.valueOf(cause.getMessage());
        boolean harmless = cause instanceof SecurityException || message.startsWith("null value for ");
        return new SerializationException(
                what + ": " + (harmless ? message : cause.getClass().getSimpleName()));
    }
}
