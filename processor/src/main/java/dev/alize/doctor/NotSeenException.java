package dev.alize.doctor;

/** A look could not be made; the message says why, for people. */
final class NotSeenException extends Exception {
    private static final long serialVersionUID = 1;

    NotSeenException(String message) {
        super(message);
    }
}
