package dev.alize.gateway;

/** The gateway cannot start; the message says what, where, got and expected. */
public final class GatewayStartException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public GatewayStartException(String message) {
        super(message);
    }

    public GatewayStartException(String message, Throwable cause) {
        super(message, cause);
    }
}
