package dev.alize.evidence;

/** Some evidence is not to be had; the message says why, without a secret or a text of a request. */
public final class NotCollectedException extends Exception {
    private static final long serialVersionUID = 1;

    public NotCollectedException(String reason) {
        super(reason);
    }
}
