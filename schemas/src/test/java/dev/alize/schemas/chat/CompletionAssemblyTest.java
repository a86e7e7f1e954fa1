package dev.alize.schemas.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.alize.schemas.CompletionResponse;
import dev.alize.schemas.Delta;
import dev.alize.schemas.ToolCall;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CompletionAssemblyTest {
    private static final String STOP = "{\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}";

    private final CompletionAssembly assembly = new CompletionAssembly();

    @Test
    void putsTextsTogetherAndKeepsWhatTheEventsSayAboutTheWhole() {
        add(
                "{\"id\":\"i\",\"object\":\"chat.completion.chunk\",\"created\":7,\"model\":\"m\",\"p\":\"abc\","
                        + "\"choices\":[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"},\"finish_reason\":null}]}");
        delta("{\"content\":\"tra\",\"x\":1}");
        delta("{\"content\":\"de\"}");
        add(STOP);
        add("{\"choices\":[],\"obfuscation\":\"abc\",\"usage\":{\"prompt_tokens\":1,\"total_tokens\":3}}");

        assertAssembled("{\"id\":\"i\",\"object\":\"chat.completion\",\"created\":7,\"model\":\"m\","
                + "\"usage\":{\"prompt_tokens\":1,\"total_tokens\":3},\"choices\":[{\"index\":0,"
                + "\"message\":{\"role\":\"assistant\",\"content\":\"trade\",\"x\":1},\"finish_reason\":\"stop\"}]}");
    }

    @Test
    void givesEachDeltaAsItCame() {
        Delta delta = delta("{\"content\":\"a\",\"reasoning\":\"b\"}").getFirst();
        assertThat(delta.getIndex()).isZero();
        assertThat(delta.getMessage().getContent()).isEqualTo("a");
        assertThat(delta.getMessage().getRole()).isEmpty();
        assertThat(delta.getMessage().getExtra()).isEqualTo(Map.of("reasoning", "\"b\""));
        assertThat(delta.getFinishReason()).isNull();
        assertThat(add(STOP).getFirst().getFinishReason()).isEqualTo("stop");
        assertThat(add("{\"choices\":[]}")).isEmpty();
        assertThat(add("{\"usage\":{}}")).isEmpty();
    }

    @Test
    void givesToolCallPartsWithTheirIndex() {
        ToolCall part = toolCalls("{\"index\":3,\"function\":{\"arguments\":\"{\"}}")
                .getFirst()
                .getMessage()
                .getToolCalls()
                .getFirst();
        assertThat(part.getName()).isEmpty();
        assertThat(part.getId()).isNull();
        assertThat(part.getArguments()).isEqualTo("{");
        assertThat(part.getExtra()).isEqualTo(Map.of("index", "3"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"index":0,"id":"a","function":{"name":"f","arguments":""}} | {"index":0,"function":{"name":"","arguments":"{}"}}
            {"id":"a","function":{"name":"f","arguments":"{"}}          | {"function":{"arguments":"}"}}
            {"id":"a","function":{"name":"f","arguments":"{"}}          | {"id":"a","function":{"arguments":"}"}}
            {"index":0,"id":"a","function":{"name":"f","arguments":"{"}}| {"index":0,"id":"","function":{"name":"f","arguments":"}"}}
            """)
    void putsAToolCallTogetherByIndexOrId(String first, String second) {
        toolCalls(first);
        toolCalls(second);
        assertThat(assembledCalls()).containsExactly("a f {}");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            {"index":0,"id":"a","function":{"name":"f","arguments":"{}"}}| {"index":1,"id":"b","function":{"name":"f","arguments":"[]"}}
            {"index":0,"id":"a","function":{"name":"f","arguments":"{}"}}| {"index":0,"id":"b","function":{"name":"f","arguments":"[]"}}
            {"id":"a","function":{"name":"f","arguments":"{}"}}          | {"id":"b","function":{"name":"f","arguments":"[]"}}
            """)
    void keepsToolCallsApart(String first, String second) {
        toolCalls(first + ',' + second);
        assertThat(assembledCalls()).containsExactly("a f {}", "b f []");
    }

    @Test
    void joinsThinkingPartsAndTurnsTextsBesideThemIntoParts() {
        delta("{\"content\":\"\"}");
        delta("{\"content\":[{\"type\":\"thinking\",\"thinking\":[{\"type\":\"text\",\"text\":\"h\"}]}]}");
        delta(
                "{\"content\":[{\"type\":\"thinking\",\"thinking\":[{\"type\":\"text\",\"text\":\"m\"}],\"closed\":true}]}");
        delta("{\"content\":\"4\"}");
        delta("{\"content\":[{\"type\":\"text\",\"text\":\"2\"}]}");
        add(STOP);
        assertAssembled("{\"choices\":[{\"index\":0,\"finish_reason\":\"stop\",\"message\":{\"content\":["
                + "{\"type\":\"thinking\",\"thinking\":[{\"type\":\"text\",\"text\":\"hm\"}],\"closed\":true},"
                + "{\"type\":\"text\",\"text\":\"42\"}]}}]}");
    }

    @Test
    void joinsUnknownTextsThatComeInPiecesAndReplacesThoseThatAreRepeated() {
        delta("{\"reasoning\":\"a\",\"channel\":\"analysis\",\"content\":null}");
        delta("{\"reasoning\":\"b\",\"channel\":\"analysis\",\"details\":[1]}");
        delta("{\"details\":[2]}");
        add(STOP);
        assertAssembled("{\"choices\":[{\"index\":0,\"finish_reason\":\"stop\",\"message\":{\"content\":null,"
                + "\"reasoning\":\"ab\",\"channel\":\"analysis\",\"details\":[1,2]}}]}");
    }

    @Test
    void ordersChoicesByIndex() {
        add("{\"choices\":[{\"index\":1,\"delta\":{\"content\":\"b\"},\"finish_reason\":\"stop\"}]}");
        add("{\"choices\":[{\"index\":0,\"delta\":{\"content\":\"a\"},\"finish_reason\":\"length\"}]}");
        assertThat(assembled().getChoices())
                .extracting(
                        choice -> choice.getIndex() + " " + choice.getMessage().getContent())
                .containsExactly("0 a", "1 b");
    }

    @Test
    @Timeout(60)
    void takesTimeInProportionToTheNumberOfDeltas() {
        byte[] event = bytes("{\"choices\":[{\"index\":0,\"delta\":{\"content\":[{\"type\":\"thinking\",\"thinking\":"
                + "[{\"type\":\"text\",\"text\":\"0123456789\"}]}],\"reasoning\":\"0123456789\",\"tool_calls\":"
                + "[{\"index\":0,\"id\":\"a\",\"function\":{\"name\":\"f\",\"arguments\":\"0123456789\"}}]}}]}");
        for (int i = 0; i < 100_000; i++) {
            assembly.add(event);
        }
        assertThat(assembledCalls().getFirst()).hasSize("a f ".length() + 1_000_000);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            secret                                             | body: got 6 bytes that are no JSON, expected one JSON value
            []                                                 | event: got an empty list, expected an object
            {"error":{"message":"secret"}}                     | error: got an object, expected a chat completion chunk
            {"choices":"secret"}                               | choices: got a string, expected a list
            {"choices":["secret"]}                             | choices[0]: got a string, expected an object
            {"choices":[{"delta":"secret"}]}                   | choices[0].delta: got a string, expected an object
            {"choices":[{"index":1000000000,"delta":{}}]}      | choices[0].index: got another number, expected a whole number from 0 to 127
            {"choices":[{"index":-1,"delta":{}}]}              | choices[0].index: got another number, expected a whole number from 0 to 127
            {"choices":[{"index":"secret","delta":{}}]}        | choices[0].index: got a string, expected a whole number from 0 to 127
            {"choices":[{"delta":{"content":7}}]}              | choices[0].delta.content: got a number, expected a text or a list of parts
            {"choices":[{"delta":{"tool_calls":"secret"}}]}    | choices[0].delta.tool_calls: got a string, expected a list
            {"choices":[{"delta":{"tool_calls":["secret"]}}]}  | choices[0].delta.tool_calls[0]: got a string, expected an object
            {"choices":[{"delta":{"tool_calls":[{"index":1000000000}]}}]} | choices[0].delta.tool_calls[0].index: got another number, expected a whole number from 0 to 1023
            {"choices":[{"delta":{},"finish_reason":7}]}       | choices[0].finish_reason: got a number, expected one text
            """)
    void refusesWhatIsNoEventAndQuotesNothing(String event, String message) {
        assertThatThrownBy(() -> add(event))
                .isInstanceOf(ChatFormatException.class)
                .hasMessage(message);
    }

    @Test
    void refusesMoreToolCallsThanAnybodyMakes() {
        for (int i = 0; i < GrowingToolCalls.MOST_CALLS; i++) {
            toolCalls("{\"id\":\"" + i + "\",\"function\":{\"name\":\"f\"}}");
        }
        assertThatThrownBy(() -> toolCalls("{\"id\":\"x\",\"function\":{\"name\":\"f\"}}"))
                .isInstanceOf(ChatFormatException.class)
                .hasMessageEndingWith("at most 1024 tool calls");
    }

    @Test
    void refusesAStreamThatContradictsItself() {
        add(STOP);
        assertThatThrownBy(() -> delta("{\"content\":\"secret\"}"))
                .hasMessage(
                        "choices[0].delta: got more of a message that has ended, expected nothing after finish_reason");
        assertThatThrownBy(() -> add(STOP.replace("stop", "length")))
                .hasMessage("choices[0].finish_reason: got a second, other reason, expected one text");
        CompletionAssembly other = new CompletionAssembly();
        String call =
                "{\"choices\":[{\"index\":1,\"delta\":{\"tool_calls\":[{\"index\":0,\"function\":{\"name\":\"%s\"}}]}}]}";
        other.add(bytes(call.formatted("f")));
        assertThatThrownBy(() -> other.add(bytes(call.formatted("g"))))
                .isInstanceOf(ChatFormatException.class)
                .hasMessageEndingWith("got a second, other name, expected one name for each call");
    }

    @Test
    void refusesAStreamThatStopped() {
        assertThatThrownBy(this::assembled)
                .isInstanceOf(ChatFormatException.class)
                .hasMessage("choices: got an empty list, expected a list with at least one choice");
        delta("{\"content\":\"secret\"}");
        assertThatThrownBy(this::assembled)
                .isInstanceOf(ChatFormatException.class)
                .hasMessage("choices[0].finish_reason: got nothing, expected the end of the message");
    }

    private List<Delta> delta(String delta) {
        return add("{\"choices\":[{\"index\":0,\"delta\":" + delta + "}]}");
    }

    private List<Delta> toolCalls(String calls) {
        return delta("{\"tool_calls\":[" + calls + "]}");
    }

    private List<Delta> add(String event) {
        return assembly.add(bytes(event));
    }

    private static byte[] bytes(String event) {
        return event.getBytes(StandardCharsets.UTF_8);
    }

    private CompletionResponse assembled() {
        CompletionResponse response = RoundTrip.emptyResponse();
        assembly.into(response);
        return RoundTrip.throughAvro(response);
    }

    private List<String> assembledCalls() {
        add(STOP.replace("stop", "tool_calls"));
        List<String> calls = new ArrayList<>();
        assembled()
                .getChoices()
                .getFirst()
                .getMessage()
                .getToolCalls()
                .forEach(call -> calls.add(call.getId() + ' ' + call.getName() + ' ' + call.getArguments()));
        return calls;
    }

    private void assertAssembled(String whole) {
        assertThat(ChatJson.completionBody(assembled())).isEqualTo(RoundTrip.json(whole));
    }
}
