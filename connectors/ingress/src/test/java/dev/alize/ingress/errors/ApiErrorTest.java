package dev.alize.ingress.errors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.alize.schemas.CompletionRequest;
import dev.alize.schemas.chat.ChatFormatException;
import dev.alize.schemas.chat.ChatJson;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ApiErrorTest {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    @Test
    void theBodyIsOpenAis() throws IOException {
        JsonNode body = MAPPER.readTree(Refusals.modelNotAllowed("gpt-5").body());
        assertThat(body).isEqualTo(MAPPER.readTree("""
                                {"error": {"message": "The model `gpt-5` does not exist or you do not have access to it.",
                                  "type": "invalid_request_error", "param": "model", "code": "model_not_found"}}"""));
    }

    @Test
    void whatIsNotThereIsNull() throws IOException {
        JsonNode error = MAPPER.readTree(
                        ApiError.of(500, "server_error", null, null, "no").body())
                .path("error");
        assertThat(error.path("param").isNull()).isTrue();
        assertThat(error.path("code").isNull()).isTrue();
    }

    @Test
    void theEventOfAStreamIsOneLineAndAnEmptyOne() {
        String event = new String(
                ApiError.of(502, "server_error", "broken_answer", null, "two\nlines")
                        .event(),
                StandardCharsets.UTF_8);
        assertThat(event).startsWith("data: {\"error\":{").endsWith("}}\n\n");
        assertThat(event.strip()).doesNotContain("\n");
    }

    @Test
    void headersAreAdded() {
        ApiError error = Refusals.overloaded("it holds 1,000 requests").retryAfter(0);
        assertThat(error.headers()).isEqualTo(Map.of("retry-after", "1"));
    }

    @Test
    void aStatusIsOneOfAnError() {
        assertThatIllegalArgumentException().isThrownBy(() -> ApiError.of(200, "t", null, null, "m"));
    }

    @Test
    void brokenJsonIsNamedWithoutItsContent() {
        assertThat(refused("{\"messages\": [\"secret"))
                .returns(400, ApiError::status)
                .returns("invalid_json", ApiError::code)
                .satisfies(error -> assertThat(error.message()).doesNotContain("secret"));
    }

    @Test
    void aMemberOfTheWrongFormIsNamed() {
        assertThat(refused("{\"messages\": [{\"role\": 5, \"content\": \"secret\"}]}"))
                .returns("invalid_value", ApiError::code)
                .returns("messages[0].role", ApiError::param)
                .satisfies(error -> assertThat(error.message()).doesNotContain("secret"));
    }

    @Test
    void namesOfCallersAreShortenedAndPlain() {
        ApiError error = Refusals.modelNotAllowed("\u001b[31m" + "m".repeat(1000));
        assertThat(error.message()).doesNotContain("\u001b").hasSizeLessThan(250);
    }

    @Test
    void tooManyRequestsSayWhenToComeBack() {
        ApiError error = Refusals.tooManyRequests(60, 1_000_000_001L);
        assertThat(error.status()).isEqualTo(429);
        assertThat(error.headers()).containsEntry("retry-after", "2").containsEntry("retry-after-ms", "1001");
    }

    private static ApiError refused(String body) {
        try {
            ChatJson.readRequest(ChatJson.parse(body.getBytes(StandardCharsets.UTF_8)), new CompletionRequest());
        } catch (ChatFormatException e) {
            return Refusals.malformed(e);
        }
        throw new AssertionError("the body was read");
    }
}
