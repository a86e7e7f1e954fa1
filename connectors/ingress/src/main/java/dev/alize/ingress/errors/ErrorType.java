package dev.alize.ingress.errors;

/** The words of {@link ApiError#type}. The first four are OpenAI's own. */
final class ErrorType {
    static final String INVALID_REQUEST = "invalid_request_error";
    static final String INSUFFICIENT_QUOTA = "insufficient_quota";
    static final String RATE_LIMIT = "rate_limit_error";
    static final String SERVER = "server_error";
    static final String PERMISSION = "permission_error";
    static final String OVERLOADED = "overloaded_error";
    static final String TIMEOUT = "timeout_error";
    static final String CANCELLED = "cancelled_error";

    private ErrorType() {}
}
