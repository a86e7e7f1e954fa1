package dev.alize.policies.quality;

/** A value of an assertion is not what its type takes. */
final class UnusableValueException extends Exception {
    private static final long serialVersionUID = 1L;

    private final String reason;

    /** @param reason got and expected */
    UnusableValueException(String reason) {
        super(reason);
        this.reason = reason;
    }

    String reason() {
        return reason;
    }
}
