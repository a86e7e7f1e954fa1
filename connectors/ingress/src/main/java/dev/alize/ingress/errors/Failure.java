package dev.alize.ingress.errors;

import dev.alize.schemas.CompletionResponse;
import dev.alize.schemas.ResponseError;
import org.jspecify.annotations.Nullable;

/**
 * A failed request, by the kind of its last failure. Statuses of the provider that speak of the operator's key never
 * reach the caller as his own: 401, 403 and 407 become 502. The gateway has tried again itself, so that a caller's
 * repeat is asked for only where time helps.
 */
final class Failure {
    /** The gateway's own retries take about 15 s; less than that cannot help. */
    private static final int RATE_LIMITED_SECONDS = 15;

    /** A breaker is open for 10 s by default. */
    private static final int DOWN_SECONDS = 10;

    private Failure() {}

    static ApiError of(CompletionResponse response, String message) {
        ResponseError error = response.getError();
        if (error == null) {
            return internal("internal", message);
        }
        String kind = error.getKind();
        return switch (kind) {
            case "unknown_model" -> caller(404, "model_not_found", "model", message);
            case "context_length_exceeded" -> caller(400, kind, "messages", message);
            case "invalid_request" -> caller(refused(error), code(error), null, message);
            case "invalid_record", "no_capable_target", "guardrail_blocked" -> caller(400, code(error), null, message);
            case "request_too_large" -> caller(413, kind, null, message);
            case "id_conflict" -> Refusals.otherBody(message);
            case "not_entitled" ->
                ApiError.of(429, ErrorType.INSUFFICIENT_QUOTA, "insufficient_quota", null, message)
                        .asFinal();
            case "rate_limited" ->
                ApiError.of(429, ErrorType.RATE_LIMIT, "rate_limit_exceeded", null, message)
                        .retryAfter(RATE_LIMITED_SECONDS);
            case "capacity_exceeded", "targets_unavailable", "connect_failed" -> down(kind, message);
            case "provider_unavailable" -> unavailable(error, message);
            case "timeout" ->
                ApiError.of(504, ErrorType.TIMEOUT, kind, null, message).asFinal();
            case "unauthorized", "forbidden", "proxy_refused" ->
                bad(kind, message).asFinal();
            case "broken_answer", "unexpected_status", "connection_lost", "response_too_large" -> bad(kind, message);
            case "undecodable", "redispatch_limit", "internal" -> internal(kind, message);
            default -> byBlame(error, message);
        };
    }

    /** A kind that is younger than this class. */
    private static ApiError byBlame(ResponseError error, String message) {
        return switch (error.getBlame()) {
            case "caller", "policy" -> caller(400, error.getKind(), null, message);
            case "our_quota" ->
                ApiError.of(429, ErrorType.RATE_LIMIT, error.getKind(), null, message)
                        .retryAfter(RATE_LIMITED_SECONDS);
            case "provider", "network" -> bad(error.getKind(), message);
            default -> internal(error.getKind(), message);
        };
    }

    private static ApiError caller(int status, @Nullable String code, @Nullable String param, String message) {
        return ApiError.of(status, ErrorType.INVALID_REQUEST, code, param, message);
    }

    private static ApiError bad(String kind, String message) {
        return ApiError.of(502, ErrorType.SERVER, kind, null, message);
    }

    private static ApiError down(String kind, String message) {
        return ApiError.of(503, ErrorType.SERVER, kind, null, message).retryAfter(DOWN_SECONDS);
    }

    private static ApiError internal(String kind, String message) {
        return ApiError.of(500, ErrorType.SERVER, kind, null, message).asFinal();
    }

    private static ApiError unavailable(ResponseError error, String message) {
        Integer status = error.getHttpStatus();
        if (status == null) {
            return bad(error.getKind(), message);
        }
        return switch (status) {
            case 503, 529 -> down(error.getKind(), message);
            case 408, 504 -> ApiError.of(504, ErrorType.TIMEOUT, error.getKind(), null, message);
            default -> bad(error.getKind(), message);
        };
    }

    /** 422 stays 422: Mistral's callers know it. */
    private static int refused(ResponseError error) {
        Integer status = error.getHttpStatus();
        return status != null && status == 422 ? 422 : 400;
    }

    private static String code(ResponseError error) {
        String code = error.getCode();
        return code == null ? error.getKind() : code;
    }
}
