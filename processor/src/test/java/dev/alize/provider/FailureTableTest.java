package dev.alize.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.domain.Blame;
import dev.alize.domain.FailureKind;
import java.nio.charset.StandardCharsets;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Mistral's error table, line by line, with what follows from each. Y and N: whether it is retryable, whether another
 * target may serve, whether it counts against the breaker.
 */
class FailureTableTest {
    /** What no call to a target ends with. */
    private static final Set<FailureKind> OF_THE_ENGINE = EnumSet.of(
            FailureKind.POLICY_BLOCKED,
            FailureKind.REQUEST_TOO_LARGE,
            FailureKind.UNDECODABLE,
            FailureKind.INVALID_RECORD,
            FailureKind.ID_CONFLICT,
            FailureKind.TENANT_MISMATCH,
            FailureKind.REDISPATCH_LIMIT,
            FailureKind.DEADLINE_EXCEEDED,
            FailureKind.CANCELLED,
            FailureKind.NO_CAPABLE_TARGET,
            FailureKind.TARGETS_UNAVAILABLE);

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            400 | {"code":"1500","type":"invalid_model"}           |   | UNKNOWN_MODEL           | CALLER    | N | Y | N
            404 | {"detail":"Not Found"}                           |   | UNKNOWN_MODEL           | CALLER    | N | Y | N
            400 | {"code":"context_length_exceeded"}               |   | CONTEXT_LENGTH_EXCEEDED | CALLER    | N | Y | N
            400 | {"message":"too large for model with 32768"}     |   | CONTEXT_LENGTH_EXCEEDED | CALLER    | N | Y | N
            400 | {"message":"Prompt contains 40000 tokens"}       |   | CONTEXT_LENGTH_EXCEEDED | CALLER    | N | Y | N
            400 | {"code":"3280"}                                  |   | INVALID_REQUEST         | CALLER    | N | N | N
            400 | {"code":3210}                                    |   | INVALID_REQUEST         | CALLER    | N | N | N
            400 | {"code":"3051"}                                  |   | INVALID_REQUEST         | CALLER    | N | N | N
            422 | {"message":{"detail":[]}}                        |   | INVALID_REQUEST         | CALLER    | N | N | N
            422 | {"detail":[{"type":"extra_forbidden"}]}          |   | INVALID_REQUEST         | CALLER    | N | N | N
            422 | {"message":"{\\"detail\\":[]}"}                  |   | INVALID_REQUEST         | CALLER    | N | N | N
            401 | {"detail":"Invalid API Key"}                     |   | UNAUTHORIZED            | OPERATOR  | N | Y | N
            403 | {"code":"1913"}                                  |   | FORBIDDEN               | OPERATOR  | N | Y | N
            403 | {"error":{"message":"no"},"guardrails":[{}]}     |   | GUARDRAIL_BLOCKED       | POLICY    | N | N | N
            429 | {"code":"1300","type":"rate_limited"}            | 9 | RATE_LIMITED            | OUR_QUOTA | Y | Y | N
            429 | {"message":"Requests rate limit exceeded"}       |   | RATE_LIMITED            | OUR_QUOTA | Y | Y | N
            429 | {"message":"Requests rate limit exceeded"}       | 0 | NOT_ENTITLED            | OPERATOR  | N | Y | N
            429 | {"code":"3505"}                                  |   | CAPACITY_EXCEEDED       | PROVIDER  | Y | Y | Y
            503 | {"type":"service_tier_capacity_exceeded","code":3505} | | CAPACITY_EXCEEDED    | PROVIDER  | Y | Y | Y
            408 | {}                                               |   | PROVIDER_UNAVAILABLE    | PROVIDER  | Y | Y | Y
            500 | {}                                               |   | PROVIDER_UNAVAILABLE    | PROVIDER  | Y | Y | Y
            502 | <html></html>                                    |   | PROVIDER_UNAVAILABLE    | PROVIDER  | Y | Y | Y
            503 | {"message":"no"}                                 |   | PROVIDER_UNAVAILABLE    | PROVIDER  | Y | Y | Y
            504 | ``                                               |   | PROVIDER_UNAVAILABLE    | PROVIDER  | Y | Y | Y
            520 | ``                                               |   | PROVIDER_UNAVAILABLE    | PROVIDER  | Y | Y | Y
            529 | ``                                               |   | PROVIDER_UNAVAILABLE    | PROVIDER  | Y | Y | Y
            """)
    void everyAnswerHasItsConsequences(
            int status,
            String body,
            String requestLimit,
            FailureKind kind,
            Blame blame,
            char retryable,
            char fallback,
            char breaker) {
        Map<String, String> limits =
                requestLimit == null ? Map.of() : Map.of("x-ratelimit-limit-req-minute", requestLimit);
        FailureKind got = ErrorClassifier.classify(
                        new Refusal(status, limits, body.getBytes(StandardCharsets.UTF_8), new byte[0], null))
                .kind();

        assertThat(got).isEqualTo(kind);
        assertConsequences(got, blame, retryable, fallback, breaker);
    }

    /** The last two lines of the table, and what it does not name: no status tells them, the call itself does. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            CONNECT_FAILED     | NETWORK  | Y | Y | Y
            CONNECTION_LOST    | NETWORK  | Y | Y | Y
            TIMEOUT            | NETWORK  | Y | Y | Y
            BROKEN_ANSWER      | PROVIDER | Y | Y | Y
            UNEXPECTED_STATUS  | PROVIDER | N | Y | Y
            RESPONSE_TOO_LARGE | PROVIDER | N | Y | N
            PROXY_REFUSED      | OPERATOR | N | Y | N
            INTERNAL           | OPERATOR | N | Y | N
            """)
    void everyOtherEndOfACallHasItsConsequences(
            FailureKind kind, Blame blame, char retryable, char fallback, char breaker) {
        assertConsequences(kind, blame, retryable, fallback, breaker);
    }

    private static void assertConsequences(FailureKind kind, Blame blame, char retryable, char fallback, char breaker) {
        assertThat(kind.blame()).isEqualTo(blame);
        assertThat(kind.retryable()).as("retryable").isEqualTo(retryable == 'Y');
        assertThat(kind.fallbackAllowed()).as("fallback allowed").isEqualTo(fallback == 'Y');
        assertThat(kind.countsAgainstBreaker()).as("counts against the breaker").isEqualTo(breaker == 'Y');
    }

    @Test
    void noFailureOfTheEngineMovesARequestOrABreaker() {
        assertThat(OF_THE_ENGINE).noneMatch(FailureKind::fallbackAllowed).noneMatch(FailureKind::countsAgainstBreaker);
    }

    @ParameterizedTest
    @MethodSource("dev.alize.provider.RecordedErrorsTest#recorded")
    void aRecordedBodyHasTheConsequencesOfItsKind(RecordedErrorsTest.Sample sample) {
        FailureKind kind = ErrorClassifier.classify(sample.refusal()).kind();

        switch (sample.expected()) {
            case UNKNOWN_MODEL -> assertConsequences(kind, Blame.CALLER, 'N', 'Y', 'N');
            case INVALID_REQUEST -> assertConsequences(kind, Blame.CALLER, 'N', 'N', 'N');
            case UNAUTHORIZED, NOT_ENTITLED -> assertConsequences(kind, Blame.OPERATOR, 'N', 'Y', 'N');
            case RATE_LIMITED -> assertConsequences(kind, Blame.OUR_QUOTA, 'Y', 'Y', 'N');
            case CAPACITY_EXCEEDED -> assertConsequences(kind, Blame.PROVIDER, 'Y', 'Y', 'Y');
            default -> throw new AssertionError("no line of the table is recorded as " + sample.expected());
        }
    }
}
