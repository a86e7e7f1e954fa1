package dev.alize.domain;

/** A key or password. Its text leaves this object only through {@link #reveal()}. */
public interface Secret {
    /**
     * The secret as it is now; a rotated one is picked up without restart. Thread-safe, and cheap enough for every call.
     *
     * @throws IllegalStateException where it cannot be read; the message names the reference, never the text
     */
    String reveal();

    /** Whether it can be read now. */
    default boolean isReadable() {
        try {
            reveal();
            return true;
        } catch (IllegalStateException e) {
            return false;
        }
    }

    /** Where the secret comes from, such as {@code env MISTRAL_API_KEY}; never its text. */
    @Override
    String toString();
}
