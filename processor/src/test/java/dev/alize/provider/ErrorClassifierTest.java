package dev.alize.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.domain.FailureKind;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ErrorClassifierTest {
    private static final String SENT = """
            {"model":"a-model-name-of-quite-some-length","messages":[{"role":"user",
            "content":"Please translate the letter of my aunt Hortense"},{"role":"user","content":"Who is Jane?"}]}""";
    private static final String KEY = "kEy8c1f0aa2b3d4e5f60718293a4b5c6";

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            400 | {"message":"Invalid model: nope","type":"invalid_model","code":"1500"}    | UNKNOWN_MODEL
            400 | {"message":"Invalid model: nope","code":1500}                             | UNKNOWN_MODEL
            400 | {"message":"Invalid model: nope"}                                         | UNKNOWN_MODEL
            400 | {"error":{"message":"x","code":"model_not_found"}}                        | UNKNOWN_MODEL
            404 | {"detail":"Not Found"}                                                    | UNKNOWN_MODEL
            404 | <html><head><title>404 Not Found</title></head></html>                    | UNKNOWN_MODEL
            400 | {"message":"Prompt contains 65673 tokens and 0 draft tokens, too large for model with 32768 maximum context length","code":"3051"} | CONTEXT_LENGTH_EXCEEDED
            400 | {"error":{"message":"x","code":"context_length_exceeded"}}                | CONTEXT_LENGTH_EXCEEDED
            400 | {"error":{"message":"This model's maximum context length is 8192 tokens."}} | CONTEXT_LENGTH_EXCEEDED
            422 | {"detail":"prompt contains 9 tokens"}                                     | CONTEXT_LENGTH_EXCEEDED
            413 | Payload Too Large                                                         | CONTEXT_LENGTH_EXCEEDED
            400 | {"message":"bad tool call id","code":"3280"}                              | INVALID_REQUEST
            400 | {"message":"Too many inputs","code":3210}                                 | INVALID_REQUEST
            400 | {"message":"Logprobs are not enabled for this model","code":"3051"}       | INVALID_REQUEST
            400 | not json                                                                  | INVALID_REQUEST
            422 | {"detail":[{"type":"extra_forbidden","loc":["body","n"],"msg":"No"}]}     | INVALID_REQUEST
            422 | {"message":"{\\"detail\\":[]}","type":"internal_error_proxy","code":"1000"} | INVALID_REQUEST
            401 | {"detail":"Invalid API Key"}                                              | UNAUTHORIZED
            401 | ``                                                                        | UNAUTHORIZED
            402 | {"error":{"message":"Insufficient Balance"}}                              | FORBIDDEN
            403 | {"message":"no right to this model","code":"1913"}                        | FORBIDDEN
            403 | {"message":"no right","guardrails":null}                                  | FORBIDDEN
            403 | {"error":{"message":"blocked"},"guardrails":[{"category":"pii"}]}         | GUARDRAIL_BLOCKED
            429 | {"message":"Rate limit exceeded","type":"rate_limited","code":"1300"}     | RATE_LIMITED
            429 | {"message":"Requests rate limit exceeded"}                                | RATE_LIMITED
            429 | <html>slow down</html>                                                    | RATE_LIMITED
            429 | {"message":"Service tier capacity exceeded for this model.","code":null}  | CAPACITY_EXCEEDED
            429 | {"message":"full","code":"3505"}                                          | CAPACITY_EXCEEDED
            503 | {"message":"full","code":3505}                                            | CAPACITY_EXCEEDED
            429 | {"error":{"message":"pay","code":"insufficient_quota"}}                   | NOT_ENTITLED
            408 | {}                                                                        | PROVIDER_UNAVAILABLE
            500 | []                                                                        | PROVIDER_UNAVAILABLE
            502 | <html><title>502 Bad Gateway</title></html>                               | PROVIDER_UNAVAILABLE
            503 | upstream connect error                                                    | PROVIDER_UNAVAILABLE
            504 | null                                                                      | PROVIDER_UNAVAILABLE
            520 | ``                                                                        | PROVIDER_UNAVAILABLE
            529 | {"error":"overloaded"}                                                    | PROVIDER_UNAVAILABLE
            204 | ``                                                                        | UNEXPECTED_STATUS
            302 | moved                                                                     | UNEXPECTED_STATUS
            409 | {"message":"conflict"}                                                    | UNEXPECTED_STATUS
            """)
    void everyRowOfTheTableHasItsKind(int status, String body, FailureKind kind) {
        assertThat(classify(status, body).kind()).isEqualTo(kind);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "x-ratelimit-limit-req-minute",
                "x-ratelimit-limit-tokens-month",
                "ratelimitbysize-limit",
                "x-ratelimitbysize-limit-minute"
            })
    void aLimitOfZeroMeansThatThePlanHasNoQuota(String header) {
        assertThat(classifyTooMany(Map.of(header, "0"))).isEqualTo(FailureKind.NOT_ENTITLED);
        assertThat(classifyTooMany(Map.of(header, "60"))).isEqualTo(FailureKind.RATE_LIMITED);
    }

    @Test
    void nothingRemainingIsNotALimitOfZero() {
        assertThat(classifyTooMany(
                        Map.of("x-ratelimit-remaining-req-minute", "0", "x-ratelimit-limit-req-minute", "9")))
                .isEqualTo(FailureKind.RATE_LIMITED);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
            {"message":"a","code":"1300"}                       | 1300 | a
            {"message":"a","code":3001}                         | 3001 | a
            {"message":"a","code":null}                         |      | a
            {"message":"a"}                                     |      | a
            {"error":{"message":"a","code":429}}                | 429  | a
            {"error":"a"}                                       |      | a
            {"detail":"a"}                                      |      | a
            [{"error":{"message":"a","code":7}}]                | 7    | a
            "a"                                                 |      | a
            {"message":{"detail":[{"type":"t","loc":["body",0,"x"],"msg":"m","input":"echo"}]}} | | body.0.x: m (t)
            {"message":[{"type":"t","loc":["body"],"msg":"m"},{"msg":"n"}],"code":3001} | 3001 | body: m (t); n
            {"message":"{\\"detail\\":[{\\"msg\\":\\"m\\",\\"input\\":\\"echo\\"}]}"} |  | m
            {"detail":[{"loc":["body"],"msg":"m","ctx":{"e":"echo"},"url":"echo"}]} | | body: m
            {"error":{"message":"a","failed_generation":"echo"}} |     | a
            {"status":"no","input":"echo","sub":{"input":"echo"}} |    | {"status":"no","sub":{}}
            {"message":"Rate limit exce                         |      | {"message":"Rate limit exce
            {"code":"1300","mess                                | 1300 | {"code":"1300","mess
            {"msg":"m","input":"ec                              |      | {"msg":"m",
            {"message":"{\\"msg\\":\\"m\\",\\"input\\":\\"ech"} |      | {"msg":"m",
            <html><head><title>502 Bad Gateway</title></head><body>x</body></html> | | 502 Bad Gateway
            <p>Try <b>later</b></p>                             |      | Try later
            ``                                                  |      | status 400 without a message
            {}                                                  |      | {}
            """)
    void everyShapeGivesCodeAndMessage(String body, String code, String message) {
        Classified classified = classify(400, body);

        assertThat(classified.message()).isEqualTo(message);
        assertThat(classified.code()).isEqualTo(code);
    }

    @Test
    void aMessageHasAtMostFiveHundredCharacters() {
        assertThat(classify(500, "word ".repeat(1000)).message()).hasSize(500);
        assertThat(classify(500, "x" + "\uD83D\uDE00 ".repeat(400)).message())
                .hasSizeBetween(499, 500)
                .doesNotEndWith("\uD83D");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "got Authorization: Bearer abc123def456, sorry",
                "Incorrect API key provided: sk-inval**************-key. You can find it",
                "key sk-proj-abcDEF123456 is revoked",
                "Your api key: ****-key is invalid",
                "token eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln is expired",
                "the key 8c1f0aa2b3d4e5f60718293a4b5c6d7e is unknown",
                "key " + KEY + " is unknown"
            })
    void keysAreRemoved(String message) {
        assertThat(classify(401, message).message())
                .contains("[removed]")
                .doesNotContain("abc123def456", "inval*", "proj-", "****-key", "eyJ", "8c1f0aa2b3d4e5f6");
    }

    @Test
    void aKeyThatLooksLikeWordsIsRemovedToo() {
        Refusal refusal =
                refusal(401, Map.of(), "no user has open-sesame".getBytes(StandardCharsets.UTF_8), "open-sesame");

        assertThat(ErrorClassifier.classify(refusal).message()).isEqualTo("no user has [removed]");
    }

    @Test
    void wordsOfTheVendorStay() {
        String message = "Invalid model: a-model-name-of-quite-some-length, try mistral-large-2512 (trace"
                + " 0b6b4a52-7f0c-4a52-9d55-1f2f0e6b4a52)";

        assertThat(classify(400, message).message()).isEqualTo(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            cannot parse 'Please translate the letter of my aunt Hortense' | cannot parse '[removed]'
            cannot parse 'translate the letter of my aunt Horten...        | cannot parse '[removed]...
            Please translate the letter of my aunt Hortense                | [removed]
            "Please translate\\n the letter of my aunt Hortense"           | [removed]
            unsafe: Who is Jane?                                           | unsafe: [removed]
            """)
    void textOfTheRequestIsRemoved(String message, String left) {
        assertThat(classify(400, message).message()).isEqualTo(left);
    }

    @Test
    void textOfARequestThatIsNotJsonIsRemoved() {
        byte[] body = "echo: the quick brown fox jumps over the dog".getBytes(StandardCharsets.UTF_8);
        byte[] sent = "{broken, the quick brown fox jumps over the dog".getBytes(StandardCharsets.UTF_8);

        assertThat(ErrorClassifier.classify(new Refusal(500, Map.of(), body, sent, null))
                        .message())
                .isEqualTo("echo:[removed]");
    }

    private static FailureKind classifyTooMany(Map<String, String> limits) {
        byte[] body = "{\"message\":\"Rate limit exceeded\",\"code\":\"1300\"}".getBytes(StandardCharsets.UTF_8);
        return ErrorClassifier.classify(refusal(429, limits, body, KEY)).kind();
    }

    private static Classified classify(int status, String body) {
        return ErrorClassifier.classify(refusal(status, Map.of(), body.getBytes(StandardCharsets.UTF_8), KEY));
    }

    private static Refusal refusal(int status, Map<String, String> limits, byte[] body, String key) {
        return new Refusal(status, limits, body, SENT.getBytes(StandardCharsets.UTF_8), key);
    }
}
