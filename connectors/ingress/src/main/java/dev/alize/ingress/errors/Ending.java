package dev.alize.ingress.errors;

import dev.alize.schemas.CompletionResponse;
import dev.alize.schemas.PolicyResult;
import dev.alize.schemas.ResponseError;
import dev.alize.schemas.Status;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** How a request ended that was not completed, as an error. Pure. */
final class Ending {
    /** Nginx' status for a caller who left; nobody else has one. */
    private static final int CLIENT_CLOSED_REQUEST = 499;

    private Ending() {}

    static ApiError of(CompletionResponse response) {
        return switch (response.getStatus()) {
            case COMPLETED -> throw new IllegalArgumentException("a completed response is no error");
            case BLOCKED -> blocked(response);
            case EXPIRED ->
                ApiError.of(504, ErrorType.TIMEOUT, "expired", null, message(response))
                        .asFinal();
            case CANCELLED ->
                ApiError.of(CLIENT_CLOSED_REQUEST, ErrorType.CANCELLED, "cancelled", null, message(response))
                        .asFinal();
            case FAILED -> Failure.of(response, message(response));
        };
    }

    /** A budget that is spent is a quota: it has room again when its period turns. Everything else is for good. */
    private static ApiError blocked(CompletionResponse response) {
        String reason = reason(response);
        return BudgetTurn.of(reason)
                .map(turn -> ApiError.of(429, ErrorType.INSUFFICIENT_QUOTA, reason, null, message(response))
                        .retryAfter(turn.secondsAfter(answeredAt(response)))
                        .asFinal())
                .orElseGet(() -> ApiError.of(400, ErrorType.INVALID_REQUEST, reason, null, message(response)));
    }

    private static long answeredAt(CompletionResponse response) {
        return response.getTimes().getRequestedAt().toEpochMilli()
                + response.getTimes().getTotalMs();
    }

    /** The policy's own code: the error's, else that of the verdict that counted. */
    private static String reason(CompletionResponse response) {
        ResponseError error = response.getError();
        if (error != null && error.getCode() != null) {
            return error.getCode();
        }
        return response.getPolicyResults().stream()
                .filter(result -> result.getVerdict().equals("block") && !result.getShadow())
                .map(PolicyResult::getReason)
                .filter(Objects::nonNull)
                .reduce((earlier, later) -> later)
                .orElse(error == null ? "blocked" : error.getKind());
    }

    private static String message(CompletionResponse response) {
        @Nullable ResponseError error = response.getError();
        return error == null || error.getMessage().isBlank()
                ? "The request was " + word(response.getStatus()) + "."
                : error.getMessage();
    }

    private static String word(Status status) {
        return switch (status) {
            case COMPLETED -> "completed";
            case BLOCKED -> "blocked";
            case FAILED -> "not completed";
            case EXPIRED -> "not answered before its deadline";
            case CANCELLED -> "cancelled";
        };
    }
}
