package dev.alize.ingress.errors;

import dev.alize.schemas.chat.ChatFormatException;
import java.util.Map;

/** What the ingress refuses itself, before anything is written to a topic. */
public final class Refusals {
    private static final String QUOTED_MODEL = "The model `%s` does not exist or you do not have access to it.";
    private static final int LONGEST_MODEL = 128;

    private Refusals() {}

    /** 400: the body is not one JSON value, or not of the chat format. */
    public static ApiError malformed(ChatFormatException problem) {
        boolean whole = problem.path().equals("body");
        String code = whole ? "invalid_json" : "invalid_value";
        String message = (whole ? "The body" : "Invalid '" + problem.path() + "'") + ": got " + problem.got()
                + ", expected " + problem.expected() + ".";
        return ApiError.of(400, ErrorType.INVALID_REQUEST, code, whole ? null : problem.path(), message);
    }

    /** 400: a member of the body, a parameter of the URL or a header is wrong. */
    public static ApiError invalid(String param, String got, String expected) {
        String message = "Invalid '" + param + "': got " + got + ", expected " + expected + ".";
        return ApiError.of(400, ErrorType.INVALID_REQUEST, "invalid_value", param, message);
    }

    /** 404: there is no such path. */
    public static ApiError unknownRoute(String method, String path) {
        String message = "Unknown request URL: " + method + " " + shown(path, 200)
                + ". Expected /v1/chat/completions, /v1/fim/completions, /v1/models or /v1/async/.";
        return ApiError.of(404, ErrorType.INVALID_REQUEST, "unknown_url", null, message);
    }

    /** 404: what was asked for by its id is not there, or not this tenant's. */
    public static ApiError notFound(String what, String id) {
        String message = "No " + what + " '" + shown(id, 256) + "' is known.";
        return ApiError.of(404, ErrorType.INVALID_REQUEST, "not_found", null, message);
    }

    /** 405. @param allowed such as {@code POST}, or {@code GET, HEAD} */
    public static ApiError wrongMethod(String method, String allowed) {
        String message = "Not allowed to " + shown(method, 20) + " on this URL; expected " + allowed + ".";
        return ApiError.of(405, ErrorType.INVALID_REQUEST, "method_not_supported", null, message)
                .with("allow", allowed);
    }

    /** 413; the connection is to be closed, since the rest of the body is not read. @param limit in bytes */
    public static ApiError bodyTooLarge(long limit) {
        String message = "The body is larger than " + limit + " bytes.";
        return ApiError.of(413, ErrorType.INVALID_REQUEST, "request_too_large", null, message);
    }

    /** 408: the body did not come in time; the connection is to be closed. */
    public static ApiError bodyTooSlow(long seconds) {
        String message = "The body was not complete within " + seconds + " s.";
        return ApiError.of(408, ErrorType.TIMEOUT, "request_timeout", null, message);
    }

    /** 415. Also keeps pages of other sites out, which can send everything else without asking. */
    public static ApiError wrongContentType(String got) {
        String message = "Unsupported content type '" + shown(got, 100) + "'; expected application/json.";
        return ApiError.of(415, ErrorType.INVALID_REQUEST, "unsupported_content_type", null, message);
    }

    /** 415: only plain bodies are read. */
    public static ApiError wrongEncoding(String got) {
        String message = "Unsupported content encoding '" + shown(got, 100) + "'; expected none.";
        return ApiError.of(415, ErrorType.INVALID_REQUEST, "unsupported_content_encoding", null, message);
    }

    /** 401: no key, or no header of the form {@code Bearer KEY}. */
    public static ApiError missingKey() {
        return unauthorized("No API key was given; expected the header Authorization: Bearer KEY.", "missing_api_key");
    }

    /** 401: nobody's key, or an expired one. The message does not say which, nor any part of it. */
    public static ApiError invalidKey() {
        return unauthorized("Incorrect API key provided.", "invalid_api_key");
    }

    private static ApiError unauthorized(String message, String code) {
        return new ApiError(
                401,
                ErrorType.INVALID_REQUEST,
                code,
                null,
                message,
                Map.of("www-authenticate", "Bearer realm=\"alize\""));
    }

    /** 403: without keys only this machine may call, by one of its own names. */
    public static ApiError foreignHost() {
        String message = "Without API keys only localhost and 127.0.0.1 are served, by these names.";
        return ApiError.of(403, ErrorType.PERMISSION, "foreign_host", null, message);
    }

    /** 404, as OpenAI: whether the model is unknown or not this tenant's is not told. */
    public static ApiError modelNotAllowed(String model) {
        String message = QUOTED_MODEL.formatted(shown(model, LONGEST_MODEL));
        return ApiError.of(404, ErrorType.INVALID_REQUEST, "model_not_found", "model", message);
    }

    /** 429: more requests than a tenant may make. @param waitNanos until the next would be let in */
    public static ApiError tooManyRequests(int perMinute, long waitNanos) {
        String message = "Rate limit reached: " + perMinute + " requests per minute.";
        return ApiError.of(429, ErrorType.RATE_LIMIT, "rate_limit_exceeded", null, message)
                .with("retry-after-ms", Long.toString(Math.ceilDiv(waitNanos, 1_000_000L)))
                .retryAfter(Math.ceilDiv(waitNanos, 1_000_000_000L));
    }

    /** 429: more at once than a tenant may have. @param what such as {@code requests} or {@code streams} */
    public static ApiError tooManyAtOnce(int limit, String what) {
        String message = "Too many " + what + " at once: " + limit + " are allowed.";
        return ApiError.of(429, ErrorType.RATE_LIMIT, "too_many_concurrent_" + what, null, message)
                .retryAfter(1);
    }

    /** 503: this instance holds all it can. */
    public static ApiError overloaded(String what) {
        return ApiError.of(503, ErrorType.OVERLOADED, "overloaded", null, "This instance is overloaded: " + what + ".")
                .retryAfter(1);
    }

    /** 503: Kafka or the registry cannot be reached. */
    public static ApiError unavailable(String what) {
        return ApiError.of(503, ErrorType.SERVER, "unavailable", null, what).retryAfter(5);
    }

    /** 504: no response within the time that the ingress waits; the request may still be answered. */
    public static ApiError noAnswer(long seconds) {
        String message = "No answer within " + seconds + " s.";
        return ApiError.of(504, ErrorType.TIMEOUT, "timeout", null, message).asFinal();
    }

    /** 422, as the IETF's draft on idempotency keys: the key was used before, with another body. */
    public static ApiError idempotencyConflict() {
        return otherBody("The Idempotency-Key was used before with another body; expected a new key or the same body.");
    }

    static ApiError otherBody(String message) {
        return ApiError.of(422, ErrorType.INVALID_REQUEST, "idempotency_conflict", null, message)
                .asFinal();
    }

    /** 500: a bug. The message tells nothing; the log does. */
    public static ApiError internal() {
        String message = "The server had an error while processing your request.";
        return ApiError.of(500, ErrorType.SERVER, "internal", null, message);
    }

    /** Names that come from the caller: shortened, and without anything that is no letter, digit or mark. */
    private static String shown(String text, int most) {
        String plain = text.replaceAll("[^\\x20-\\x7e]", "?");
        return plain.length() <= most ? plain : plain.substring(0, most) + "...";
    }
}
