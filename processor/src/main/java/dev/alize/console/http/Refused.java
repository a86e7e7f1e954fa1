package dev.alize.console.http;

/** A request that is answered with an error; the message says what, where, got and expected. */
public final class Refused extends RuntimeException {
    private static final long serialVersionUID = 1;

    private final int status;

    /** @param status 400 to 599 */
    public Refused(int status, String message) {
        super(message, null, false, false);
        this.status = status;
    }

    /** The status of the answer. */
    public int status() {
        return status;
    }

    /** What the caller reads. */
    public String message() {
        return String.valueOf(getMessage());
    }
}
