package dev.alize.provider;

import dev.alize.domain.FailureKind;

/** What a look at a target showed. */
public sealed interface Probed {
    /** It answers, and takes the key. */
    record Healthy() implements Probed {}

    /**
     * The key is missing, wrong, revoked or without rights.
     *
     * @param message for people, without the key
     */
    record KeyRefused(String message) implements Probed {}

    /**
     * It cannot be reached, or answers with an error.
     *
     * @param kind what it means; {@code RATE_LIMITED} says nothing against the target's health
     * @param message for people, without the key
     */
    record Failed(FailureKind kind, String message) implements Probed {}
}
