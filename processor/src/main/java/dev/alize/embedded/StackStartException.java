package dev.alize.embedded;

/** The embedded stack could not be started; the message is meant for the user and says what to do. */
public final class StackStartException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean portTaken;

    public StackStartException(String message) {
        this(message, false);
    }

    StackStartException(String message, Throwable cause) {
        super(message, cause);
        this.portTaken = false;
    }

    StackStartException(String message, boolean portTaken) {
        super(message);
        this.portTaken = portTaken;
    }

    /** A child found its port occupied: with ports of our own choice another start may help. */
    boolean portTaken() {
        return portTaken;
    }
}
