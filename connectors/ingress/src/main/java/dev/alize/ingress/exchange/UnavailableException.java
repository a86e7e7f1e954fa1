package dev.alize.ingress.exchange;

/** Kafka or the registry does not answer, or not in time. */
public final class UnavailableException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public UnavailableException(String message) {
        super(message);
    }
}
