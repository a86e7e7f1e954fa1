package dev.alize.schemas.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.alize.schemas.CompletionRequest;
import dev.alize.schemas.CompletionResponse;
import dev.alize.schemas.ContentPart;
import dev.alize.schemas.Endpoint;
import dev.alize.schemas.Message;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ChatJsonTest {
    private static final String HELLO = "{\"role\":\"user\",\"content\":\"secret words\"}";

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"tools\":null",
                "\"tools\":[]",
                "\"tools\":[{\"type\":\"web_search\"}]",
                "\"tools\":[{\"function\":{\"name\":\"f\",\"parameters\":null,\"strict\":true},\"x\":1}]",
                "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\",\"description\":\"d\",\"parameters\":{}}}]",
                "\"stop\":\"end\"",
                "\"stop\":[\"end\"]",
                "\"stop\":[]",
                "\"stop\":null",
                "\"stop\":[1]",
                "\"temperature\":1",
                "\"temperature\":0.123456789012345678901234567890",
                "\"temperature\":1e999",
                "\"temperature\":\"hot\"",
                "\"max_tokens\":1.5",
                "\"max_tokens\":99999999999999999999",
                "\"stream\":false",
                "\"stream\":null",
                "\"stream\":\"yes\"",
                "\"model\":null",
                "\"model\":7",
                "\"seed\":7",
                "\"metadata\":{\"a\":[1.000000000000000000001,null]}",
                "\"tool_choice\":\"auto\"",
                "\"tool_choice\":{\"type\":\"function\",\"function\":{\"name\":\"f\"}}",
                "\"tool_choice\":null",
                "\"response_format\":{\"type\":\"json_object\"}",
                "\"prompt\":\"p\",\"suffix\":null",
                "\"n\":2,\"random_seed\":0,\"top_p\":1.0,\"presence_penalty\":-0.5,\"frequency_penalty\":0.25",
                "\"parallel_tool_calls\":false,\"reasoning_effort\":\"high\"",
            })
    void everyMemberOfARequestSurvives(String members) {
        assertSurvives("{\"messages\":[" + HELLO + "]," + members + "}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"content\":null",
                "\"content\":\"\"",
                "\"content\":[]",
                "\"content\":7",
                "\"content\":[\"bare text\"]",
                "\"content\":[{\"no\":\"type\"}]",
                "\"content\":\"half of a pair: \\ud83d\"",
                "\"content\":\"a pair: \\ud83d\\ude00\"",
                "\"content\":[{\"type\":\"text\",\"text\":\"a\",\"cache\":true},{\"type\":\"text\",\"text\":null}]",
                "\"content\":[{\"type\":\"image_url\",\"image_url\":\"https://e.x/a\"}]",
                "\"content\":[{\"type\":\"image_url\",\"image_url\":{\"url\":\"u\",\"detail\":\"low\",\"x\":{}}}]",
                "\"content\":[{\"type\":\"image_url\",\"image_url\":{\"href\":\"u\"}}]",
                "\"content\":[{\"type\":\"document_url\",\"document_url\":\"u\",\"document_name\":\"n\"}]",
                "\"content\":[{\"type\":\"thinking\",\"thinking\":[{\"type\":\"text\",\"text\":\"hm\"}]}]",
                "\"tool_calls\":null",
                "\"tool_calls\":[]",
                "\"tool_calls\":[{\"id\":\"a\",\"index\":0,\"function\":{\"name\":\"f\",\"arguments\":\"{\"}}]",
                "\"tool_calls\":[{\"function\":{\"name\":\"f\",\"arguments\":{\"b\":1.0,\"a\":[]}}}]",
                "\"tool_calls\":[{\"function\":{\"name\":\"f\"}}]",
                "\"tool_calls\":[{\"function\":{\"name\":\"f\",\"arguments\":null,\"strict\":false}}]",
                "\"tool_calls\":[{\"type\":\"custom\",\"custom\":{}}]",
                "\"tool_call_id\":\"a\",\"name\":\"f\",\"prefix\":true",
            })
    void everyMemberOfAMessageSurvives(String members) {
        assertSurvives("{\"messages\":[{\"role\":\"assistant\"," + members + "}]}");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"choices\":[{\"message\":{}}]}",
                "{\"choices\":[{\"index\":null,\"finish_reason\":null,\"message\":{\"role\":null,\"content\":null}}]}",
                "{\"choices\":[{\"index\":-1,\"message\":{\"role\":\"\"},\"logprobs\":null}],\"id\":7}",
                "{\"choices\":[{\"message\":{}}],\"usage\":null}",
                "{\"choices\":[{\"message\":{}}],\"usage\":{\"prompt_tokens\":1}}",
                "{\"choices\":[{\"message\":{}}],\"usage\":{\"prompt_tokens\":1,\"total_tokens\":1.5}}",
                "{\"choices\":[{\"message\":{}}],\"usage\":{\"prompt_tokens\":1,\"total_tokens\":2,\"cost\":1e-3}}",
                "{\"choices\":[{\"message\":{}}],\"created\":1.5,\"object\":\"chat.completion\"}",
            })
    void everyMemberOfACompletionSurvives(String body) {
        assertThat(RoundTrip.equal(RoundTrip.completion(body), RoundTrip.json(body)))
                .as(RoundTrip.completion(body).toString())
                .isTrue();
    }

    @Test
    void readsMembersIntoTheirTypedFields() {
        CompletionRequest request = read("{\"model\":\"m\",\"messages\":[" + HELLO
                + "],\"temperature\":0.5,\"stream\":true,\"tools\":null,\"seed\":7}");
        assertThat(request.getModel()).isEqualTo("m");
        assertThat(request.getMessages().get(0).getContent()).isEqualTo("secret words");
        assertThat(request.getParameters().getTemperature()).isEqualTo(0.5);
        assertThat(request.getStream()).isTrue();
        assertThat(request.getExtra()).isEqualTo(Map.of("tools", "null", "seed", "7"));
    }

    @Test
    void readsPartsOfAMessage() {
        Message message = read("{\"messages\":[{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"a\"}]}]}")
                .getMessages()
                .get(0);
        assertThat((List<?>) message.getContent())
                .singleElement()
                .isInstanceOfSatisfying(
                        ContentPart.class, part -> assertThat(part.getText()).isEqualTo("a"));
    }

    @Test
    void readsTheCachedTokensOfBothVendors() {
        String usage = "{\"choices\":[{\"message\":{}}],\"usage\":{\"prompt_tokens\":9,\"total_tokens\":9,%s}}";
        assertThat(cached(usage.formatted("\"prompt_tokens_details\":{\"cached_tokens\":3}")))
                .isEqualTo(3);
        assertThat(cached(usage.formatted("\"num_cached_tokens\":4"))).isEqualTo(4);
    }

    @Test
    void readingAgainLeavesNothingOfTheFirstBody() {
        CompletionRequest request = read("{\"model\":\"m\",\"messages\":[" + HELLO + "],\"stream\":true,\"n\":2}");
        JsonNode second = RoundTrip.json("{\"messages\":[" + HELLO + "]}");
        assertThat(ChatJson.requestBody(ChatJson.readRequest(second, request))).isEqualTo(second);
    }

    @Test
    void aCodeRequestNeedsNoMessages() {
        String body = "{\"model\":\"codestral\",\"prompt\":\"def f(\",\"suffix\":\"return\",\"min_tokens\":1}";
        CompletionRequest request = RoundTrip.emptyRequest();
        request.setEndpoint(Endpoint.FIM);
        ChatJson.readRequest(RoundTrip.json(body), request);
        assertThat(request.getPrompt()).isEqualTo("def f(");
        assertThat(ChatJson.requestBody(request)).isEqualTo(RoundTrip.json(body));
    }

    @Test
    void sendsACodeRequestWithTheParametersItsEndpointKnows() {
        CompletionRequest request = RoundTrip.emptyRequest();
        request.setEndpoint(Endpoint.FIM);
        ChatJson.readRequest(
                RoundTrip.json("{\"prompt\":\"def f(\",\"suffix\":\"return\",\"temperature\":0.5,\"top_p\":1.0,"
                        + "\"max_tokens\":9,\"stop\":[\"end\"],\"random_seed\":7,\"min_tokens\":1,\"n\":2,\"tools\":[],"
                        + "\"tool_choice\":\"any\",\"presence_penalty\":1.0,\"response_format\":{\"type\":\"text\"}}"),
                request);
        assertThat(sent(request, "codestral-latest", true))
                .isEqualTo(
                        "{\"model\":\"codestral-latest\",\"stream\":true,\"prompt\":\"def f(\",\"suffix\":\"return\","
                                + "\"temperature\":0.5,\"top_p\":1.0,\"max_tokens\":9,\"stop\":[\"end\"],\"random_seed\":7,"
                                + "\"min_tokens\":1}");
        assertThat(sent(request, "codestral-latest", false)).doesNotContain("stream");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "{\"prompt\":7}", "{\"messages\":[{\"role\":\"user\",\"content\":\"secret\"}]}"})
    void aCodeRequestWithoutAPromptIsRefused(String body) {
        CompletionRequest request = RoundTrip.emptyRequest();
        request.setEndpoint(Endpoint.FIM);
        assertThatThrownBy(() -> ChatJson.readRequest(RoundTrip.json(body), request))
                .isInstanceOf(ChatFormatException.class)
                .hasMessageMatching("prompt: got (nothing|a number), expected a text");
    }

    @Test
    void sendsTheGivenModelAndStreamWhateverTheRequestSays() {
        CompletionRequest request = read("{\"model\":null,\"messages\":[" + HELLO + "],\"stream\":null,\"seed\":7}");
        assertThat(sent(request, "other", false))
                .isEqualTo("{\"model\":\"other\",\"messages\":[" + HELLO + "],\"seed\":7}");
        assertThat(sent(request, "other", true))
                .isEqualTo("{\"model\":\"other\",\"stream\":true,\"messages\":[" + HELLO + "],\"seed\":7}");
    }

    @Test
    void extraCannotReplaceWhatPoliciesSaw() {
        CompletionRequest request = read("{\"messages\":[" + HELLO + "]}");
        request.getExtra().put("messages", "[]");
        request.getMessages().get(0).getExtra().put("content", "\"other words\"");
        assertThat(sent(request, "m", false)).isEqualTo("{\"model\":\"m\",\"messages\":[" + HELLO + "]}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"1,\"messages\":[]", "", "  ", "{", "1 2", "secret", "\"half\\ud83d", "[1,]"})
    void extraThatIsNotOneValueIsRefused(String text) {
        CompletionRequest request = read("{\"messages\":[" + HELLO + "]}");
        request.getExtra().put("x", text);
        assertThatThrownBy(() -> ChatJson.requestBytes(request, "m", false))
                .isInstanceOf(ChatFormatException.class)
                .hasMessage("/x: got " + text.length() + " characters that are no JSON, expected one JSON value");
    }

    @Test
    void halfASurrogatePairIsSentEscapedInATextAndRefusedInJsonText() {
        CompletionRequest request = read("{\"messages\":[" + HELLO + "]}");
        request.getMessages().get(0).setContent("secret \ud83d");
        assertThat(sent(request, "m", false)).contains("\"secret \\uD83D\"");
        request.getExtra().put("x", "\"secret \ud83d\"");
        assertThatThrownBy(() -> ChatJson.requestBytes(request, "m", false))
                .isInstanceOf(ChatFormatException.class)
                .hasMessage("body: got a text with half a surrogate pair, expected text that UTF-8 can hold");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    []                                     | body: got an empty list, expected an object
                    {}                                     | messages: got nothing, expected a list with at least one message
                    {"messages":"secret"}                  | messages: got a string, expected a list with at least one message
                    {"messages":[]}                        | messages: got an empty list, expected a list with at least one message
                    {"messages":[{"role":"user"},"secret"]}| messages[1]: got a string, expected an object
                    {"messages":[{"content":"secret"}]}    | messages[0].role: got nothing, expected a role such as user
                    {"messages":[{"role":""}]}             | messages[0].role: got an empty string, expected a role such as user
                    {"messages":[{"role":7}]}              | messages[0].role: got a number, expected a role such as user
                    """)
    void aRequestWithoutProperMessagesIsRefused(String body, String message) {
        assertThatThrownBy(() -> read(body))
                .isInstanceOf(ChatFormatException.class)
                .hasMessage(message);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    ''                      | body: got nothing, expected one JSON value
                    secret                  | body: got 6 bytes that are no JSON, expected one JSON value
                    {"choices":[]} {}       | body: got 17 bytes that are no JSON, expected one JSON value
                    "secret"                | body: got a string, expected an object
                    {"detail":"secret"}     | choices: got nothing, expected a list with at least one choice
                    {"choices":[]}          | choices: got an empty list, expected a list with at least one choice
                    {"choices":["secret"]}  | choices[0].message: got nothing, expected an object
                    """)
    void whatIsNoCompletionIsRefused(String body, String message) {
        assertThatThrownBy(() -> RoundTrip.completion(body))
                .isInstanceOf(ChatFormatException.class)
                .hasMessage(message);
    }

    private static void assertSurvives(String body) {
        assertThat(RoundTrip.equal(RoundTrip.request(body), RoundTrip.json(body)))
                .as(RoundTrip.request(body).toString())
                .isTrue();
    }

    private static CompletionRequest read(String body) {
        return ChatJson.readRequest(RoundTrip.json(body), RoundTrip.emptyRequest());
    }

    private static Long cached(String body) {
        CompletionResponse response = RoundTrip.emptyResponse();
        ChatJson.readCompletion(body.getBytes(StandardCharsets.UTF_8), response);
        return response.getUsage().getCachedTokens();
    }

    private static String sent(CompletionRequest request, String model, boolean stream) {
        return new String(ChatJson.requestBytes(request, model, stream), StandardCharsets.UTF_8);
    }
}
