package dev.alize.ingress.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.ingress.errors.ApiError;
import dev.alize.schemas.CompletionRequest;
import dev.alize.schemas.Endpoint;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ParsedBodyTest {
    private static final String HELLO = "\"messages\":[{\"role\":\"user\",\"content\":\"secret words\"}]";

    private static ParsedBody read(String body) {
        return ParsedBody.read(body.getBytes(StandardCharsets.UTF_8), Endpoint.CHAT, false, true);
    }

    private static RequestBody accepted(ParsedBody reading) {
        assertThat(reading).isInstanceOf(ParsedBody.Accepted.class);
        return ((ParsedBody.Accepted) reading).body();
    }

    private static ApiError refused(ParsedBody reading) {
        assertThat(reading).isInstanceOf(ParsedBody.Refused.class);
        return ((ParsedBody.Refused) reading).error();
    }

    @Test
    void passesOnWhatItDoesNotKnowAndWhatOpenAiKnows() {
        CompletionRequest request = accepted(
                        read(
                                "{\"model\":\"m\"," + HELLO
                                        + ",\"user\":\"u\",\"metadata\":{\"a\":\"b\"},\"new_thing\":[1],\"stream_options\":{\"include_usage\":true}}"))
                .request();
        assertThat(request.getExtra())
                .containsEntry("user", "\"u\"")
                .containsEntry("metadata", "{\"a\":\"b\"}")
                .containsEntry("new_thing", "[1]");
        assertThat(request.getMetadata()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{                                                     | invalid_json  |",
                "''                                                    | invalid_json  |",
                "[1]                                                   | invalid_json  |",
                "{} trailing                                           | invalid_json  |",
                "{\"model\":\"m\"}                                     | invalid_value | messages",
                "{\"messages\":[]}                                     | invalid_value | messages",
                "{\"messages\":[1]}                                    | invalid_value | messages[0]",
                "{\"messages\":[{\"content\":\"x\"}]}                  | invalid_value | messages[0].role",
                "{\"messages\":[{\"role\":\"user\",\"content\":5}]}    | invalid_value | messages[0].content",
                "{HELLO,\"model\":5}                                   | invalid_value | model",
                "{HELLO,\"model\":\" \"}                               | invalid_value | model",
                "{HELLO,\"temperature\":\"hot\"}                       | invalid_value | temperature",
                "{HELLO,\"stream\":\"yes\"}                            | invalid_value | stream",
                "{HELLO,\"tools\":{}}                                  | invalid_value | tools",
                "{HELLO,\"max_tokens\":[]}                             | invalid_value | max_tokens",
                "{HELLO,\"stream_options\":true}                       | invalid_value | stream_options",
            })
    void refusesWhatNobodyAcceptsWithoutQuotingIt(String body, String code, String param) {
        ApiError error = refused(read(body.replace("HELLO", HELLO)));
        assertThat(error.status()).isEqualTo(400);
        assertThat(error.type()).isEqualTo("invalid_request_error");
        assertThat(error.code()).isEqualTo(code);
        assertThat(error.param()).isEqualTo(param);
        assertThat(error.message()).doesNotContain("secret words").doesNotContain("hot");
    }

    @Test
    void takesNullForNothing() {
        accepted(read("{" + HELLO + ",\"model\":null,\"stream\":null,\"tools\":null,\"stop\":null}"));
    }

    @Test
    void refusesJsonThatIsNestedTooDeeply() {
        String deep = "[".repeat(100_000) + "]".repeat(100_000);
        assertThat(refused(read("{" + HELLO + ",\"x\":" + deep + "}")).code()).isEqualTo("invalid_json");
    }

    @Test
    void hashesWhatTheGatewayCompares() {
        String hash = accepted(read("{\"model\":\"m\"," + HELLO + ",\"seed\":1,\"user\":\"u\"}"))
                .hash();
        assertThat(accepted(read("{ \"user\" : \"u\", \"seed\" : 1, \"model\":\"m\"," + HELLO + "}"))
                        .hash())
                .isEqualTo(hash);
        assertThat(accepted(read("{\"model\":\"m\"," + HELLO + ",\"seed\":2,\"user\":\"u\"}"))
                        .hash())
                .isNotEqualTo(hash);
        assertThat(accepted(read("{\"model\":\"m\"," + HELLO + ",\"seed\":1,\"user\":\"u\",\"stream\":true}"))
                        .hash())
                .isNotEqualTo(hash);
    }

    @Test
    void takesACallbackOnlyWhereNobodyWaits() {
        byte[] body = ("{" + HELLO + ",\"callback_url\":\"https://example.org/x\"}").getBytes(StandardCharsets.UTF_8);
        RequestBody async = accepted(ParsedBody.read(body, Endpoint.CHAT, true, true));
        assertThat(async.callback()).isEqualTo("https://example.org/x");
        assertThat(async.request().getExtra()).isEmpty();
        RequestBody waiting = accepted(ParsedBody.read(body, Endpoint.CHAT, false, true));
        assertThat(waiting.callback()).isNull();
        assertThat(waiting.request().getExtra()).containsKey("callback_url");
    }

    @ParameterizedTest
    @CsvSource({"ftp://example.org/x", "https://user@example.org/", "/path", "https:", "5"})
    void refusesCallbacksThatAreNoWebAddress(String url) {
        String value = url.equals("5") ? url : "\"" + url + "\"";
        byte[] body = ("{" + HELLO + ",\"callback_url\":" + value + "}").getBytes(StandardCharsets.UTF_8);
        assertThat(refused(ParsedBody.read(body, Endpoint.CHAT, true, true)).param())
                .isEqualTo("callback_url");
    }

    @Test
    void refusesStreamsWhereNobodyWaits() {
        byte[] body = ("{" + HELLO + ",\"stream\":true}").getBytes(StandardCharsets.UTF_8);
        assertThat(refused(ParsedBody.read(body, Endpoint.CHAT, true, true)).param())
                .isEqualTo("stream");
    }

    @Test
    void readsFim() {
        RequestBody fim = accepted(ParsedBody.read(
                "{\"model\":\"codestral-latest\",\"prompt\":\"def f(\",\"suffix\":\"return 1\"}"
                        .getBytes(StandardCharsets.UTF_8),
                Endpoint.FIM,
                false,
                true));
        assertThat(fim.request().getPrompt()).isEqualTo("def f(");
        assertThat(refused(ParsedBody.read(
                                "{\"prompt\":5}".getBytes(StandardCharsets.UTF_8), Endpoint.FIM, false, true))
                        .param())
                .isEqualTo("prompt");
    }
}
