package dev.alize.metrics.http;

/** The server cannot listen where it was told to; the message says where and why. */
public final class ListenException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public ListenException(String message, Throwable cause) {
        super(message, cause);
    }
}
