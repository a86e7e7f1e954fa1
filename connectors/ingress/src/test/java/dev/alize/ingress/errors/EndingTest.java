package dev.alize.ingress.errors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.alize.schemas.CompletionResponse;
import dev.alize.schemas.PolicyResult;
import dev.alize.schemas.ResponseError;
import dev.alize.schemas.Status;
import dev.alize.schemas.Times;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EndingTest {
    private static final Instant LATE = Instant.parse("2026-11-30T23:59:00Z");

    @ParameterizedTest
    @CsvSource(nullValues = "-", textBlock = """
                    unknown_model,           caller,    404,  404,    model_not_found,         -,           -
                    context_length_exceeded, caller,    400,  400,    context_length_exceeded, -,           -
                    invalid_request,         caller,    400,  400,    invalid_request,         -,           -
                    invalid_request,         caller,    422,  422,    invalid_request,         -,           -
                    unauthorized,            operator,  401,  502,    unauthorized,            -,           false
                    forbidden,               operator,  403,  502,    forbidden,               -,           false
                    proxy_refused,           operator,  407,  502,    proxy_refused,           -,           false
                    not_entitled,            operator,  429,  429,    insufficient_quota,      -,           false
                    guardrail_blocked,       policy,    403,  400,    guardrail_blocked,       -,           -
                    rate_limited,            our_quota, 429,  429,    rate_limit_exceeded,     15,          -
                    capacity_exceeded,       provider,  429,  503,    capacity_exceeded,       10,          -
                    provider_unavailable,    provider,  500,  502,    provider_unavailable,    -,           -
                    provider_unavailable,    provider,  503,  503,    provider_unavailable,    10,          -
                    provider_unavailable,    provider,  504,  504,    provider_unavailable,    -,           -
                    broken_answer,           provider,  200,  502,    broken_answer,           -,           -
                    unexpected_status,       provider,  302,  502,    unexpected_status,       -,           -
                    connect_failed,          network,   -,    503,    connect_failed,          10,          -
                    connection_lost,         network,   -,    502,    connection_lost,         -,           -
                    timeout,                 network,   -,    504,    timeout,                 -,           false
                    response_too_large,      provider,  200,  502,    response_too_large,      -,           -
                    request_too_large,       caller,    -,    413,    request_too_large,       -,           -
                    undecodable,             caller,    -,    500,    undecodable,             -,           false
                    invalid_record,          caller,    -,    400,    invalid_record,          -,           -
                    id_conflict,             caller,    -,    422,    idempotency_conflict,    -,           false
                    redispatch_limit,        operator,  -,    500,    redispatch_limit,        -,           false
                    no_capable_target,       caller,    -,    400,    no_capable_target,       -,           -
                    targets_unavailable,     provider,  -,    503,    targets_unavailable,     10,          -
                    internal,                operator,  -,    500,    internal,                -,           false
                    younger_than_this,       caller,    -,    400,    younger_than_this,       -,           -
                    younger_than_this,       our_quota, 429,  429,    younger_than_this,       15,          -
                    younger_than_this,       network,   -,    502,    younger_than_this,       -,           -
                    younger_than_this,       other,     -,    500,    younger_than_this,       -,           false
                    """)
    void aFailureTellsItsKind(
            String kind,
            String blame,
            @Nullable Integer http,
            int status,
            String code,
            @Nullable String retryAfter,
            @Nullable String repeat) {
        ApiError error =
                ApiError.of(response(Status.FAILED, new ResponseError(kind, blame, null, "what was", false, http)));
        assertThat(error.status()).isEqualTo(status);
        assertThat(error.code()).isEqualTo(code);
        assertThat(error.message()).isEqualTo("what was");
        assertThat(error.headers().get(ApiError.RETRY_AFTER)).isEqualTo(retryAfter);
        assertThat(error.headers().get(ApiError.SHOULD_RETRY)).isEqualTo(repeat);
    }

    @Test
    void theVendorsOwnCodeIsPassedOn() {
        ApiError error = ApiError.of(response(
                Status.FAILED,
                new ResponseError("invalid_request", "caller", "decimal_above_max_value", "no", false, 400)));
        assertThat(error.code()).isEqualTo("decimal_above_max_value");
        assertThat(error.type()).isEqualTo("invalid_request_error");
    }

    @Test
    void aBlockedRequestIs400WithThePolicysReason() {
        ApiError error = ApiError.of(response(
                Status.BLOCKED,
                new ResponseError("policy_blocked", "policy", "prompt_injection", "blocked it", false, null)));
        assertThat(error.status()).isEqualTo(400);
        assertThat(error.code()).isEqualTo("prompt_injection");
        assertThat(error.headers()).isEmpty();
    }

    @Test
    void withoutACodeTheVerdictThatCountedSpeaks() {
        CompletionResponse response = response(Status.BLOCKED, null);
        response.setPolicyResults(List.of(
                result("pii-detector", "flag", "pii_found", false),
                result("prompt-injection", "block", "prompt_injection", false),
                result("safety-filter", "block", "violence", true)));
        ApiError error = ApiError.of(response);
        assertThat(error.code()).isEqualTo("prompt_injection");
        assertThat(error.message()).isEqualTo("The request was blocked.");
    }

    @ParameterizedTest
    @CsvSource({"usd_per_day,60", "tokens_per_month,60", "usd_per_month,60"})
    void aSpentBudgetIsAQuotaUntilItsPeriodTurns(String reason, String seconds) {
        ApiError error = ApiError.of(
                response(Status.BLOCKED, new ResponseError("policy_blocked", "policy", reason, "spent", false, null)));
        assertThat(error.status()).isEqualTo(429);
        assertThat(error.code()).isEqualTo(reason);
        assertThat(error.type()).isEqualTo("insufficient_quota");
        assertThat(error.headers())
                .containsEntry(ApiError.RETRY_AFTER, seconds)
                .containsEntry(ApiError.SHOULD_RETRY, "false");
    }

    @Test
    void aRequestThatIsTooDearByItselfIsNotAQuota() {
        ApiError error = ApiError.of(response(
                Status.BLOCKED,
                new ResponseError("policy_blocked", "policy", "max_usd_per_request", "dear", false, null)));
        assertThat(error.status()).isEqualTo(400);
    }

    @Test
    void anExpiredRequestIs504AndACancelledOne499() {
        ResponseError error = new ResponseError("deadline_exceeded", "caller", null, "late", false, null);
        assertThat(ApiError.of(response(Status.EXPIRED, error)))
                .returns(504, ApiError::status)
                .returns("expired", ApiError::code);
        assertThat(ApiError.of(response(Status.CANCELLED, error)))
                .returns(499, ApiError::status)
                .returns("cancelled", ApiError::code);
    }

    @Test
    void aCompletedResponseIsNoError() {
        assertThatIllegalArgumentException().isThrownBy(() -> ApiError.of(response(Status.COMPLETED, null)));
    }

    private static PolicyResult result(String policy, String verdict, String reason, boolean shadow) {
        return PolicyResult.newBuilder()
                .setPolicy(policy)
                .setVerdict(verdict)
                .setReason(reason)
                .setShadow(shadow)
                .build();
    }

    private static CompletionResponse response(Status status, @Nullable ResponseError error) {
        return CompletionResponse.newBuilder()
                .setRequestId("r")
                .setTenant("t")
                .setStatus(status)
                .setError(error)
                .setMetadata(Map.of())
                .setTimes(new Times(LATE.minusMillis(250), 0L, 0L, 250L))
                .build();
    }
}
