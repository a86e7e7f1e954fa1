package dev.alize.topology;

import dev.alize.domain.FailureKind;
import dev.alize.schemas.CompletionRequest;
import dev.alize.schemas.CompletionResponse;
import dev.alize.schemas.OpenRequest;
import dev.alize.schemas.ResponseError;
import dev.alize.schemas.Status;
import dev.alize.schemas.Times;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Makes responses that state how a request ended. Pure. */
final class Responses {
    private Responses() {}

    /** A response with what is the same however the request ended. */
    static CompletionResponse of(OpenRequest open, Status status, EngineSettings settings, long nowMs) {
        CompletionRequest request = open.getRequest();
        CompletionResponse response = new CompletionResponse();
        response.setRequestId(request.getRequestId());
        response.setTenant(request.getTenant());
        response.setRedrive(request.getRedrive());
        response.setStatus(status);
        response.setModel(request.getModel());
        response.setAttempts(open.getAttempts());
        response.setChoices(List.of());
        response.setExtra(new HashMap<>());
        long total = Math.max(0, nowMs - open.getRequestedAt().toEpochMilli());
        response.setTimes(new Times(open.getRequestedAt(), total, 0L, total));
        response.setPolicyResults(new ArrayList<>(open.getPolicyResults()));
        response.setConfiguration(settings.configuration());
        response.setMetadata(request.getMetadata());
        return response;
    }

    /** A response for a request that ended without a completion. */
    static CompletionResponse failed(
            OpenRequest open, FailureKind kind, String message, EngineSettings settings, long nowMs) {
        CompletionResponse response = of(open, statusOf(kind), settings, nowMs);
        response.setError(error(kind, null, message, null));
        return response;
    }

    static ResponseError error(FailureKind kind, @Nullable String code, String message, @Nullable Integer httpStatus) {
        return new ResponseError(kind.code(), kind.blame().code(), code, message, kind.retryable(), httpStatus);
    }

    static Status statusOf(FailureKind kind) {
        return switch (kind) {
            case DEADLINE_EXCEEDED -> Status.EXPIRED;
            case CANCELLED -> Status.CANCELLED;
            case GUARDRAIL_BLOCKED, POLICY_BLOCKED, LOW_QUALITY -> Status.BLOCKED;
            case UNKNOWN_MODEL,
                    CONTEXT_LENGTH_EXCEEDED,
                    INVALID_REQUEST,
                    UNAUTHORIZED,
                    FORBIDDEN,
                    PROXY_REFUSED,
                    NOT_ENTITLED,
                    RATE_LIMITED,
                    CAPACITY_EXCEEDED,
                    PROVIDER_UNAVAILABLE,
                    BROKEN_ANSWER,
                    UNEXPECTED_STATUS,
                    CONNECT_FAILED,
                    CONNECTION_LOST,
                    TIMEOUT,
                    RESPONSE_TOO_LARGE,
                    REQUEST_TOO_LARGE,
                    UNDECODABLE,
                    INVALID_RECORD,
                    ID_CONFLICT,
                    TENANT_MISMATCH,
                    REDISPATCH_LIMIT,
                    NO_CAPABLE_TARGET,
                    TARGETS_UNAVAILABLE,
                    INTERNAL -> Status.FAILED;
        };
    }
}
