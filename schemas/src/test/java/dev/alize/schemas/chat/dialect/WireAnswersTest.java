package dev.alize.schemas.chat.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.schemas.Choice;
import dev.alize.schemas.CompletionResponse;
import dev.alize.schemas.ToolCall;
import dev.alize.schemas.chat.ChatJson;
import dev.alize.schemas.chat.CompletionAssembly;
import dev.alize.schemas.chat.RoundTrip;
import dev.alize.schemas.chat.WireSample;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every recorded answer, whole or streamed, as it reaches the producer after a translation. */
class WireAnswersTest {
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            mistral-chat.jsonl             | 157 | 157 | 70 | {length=17, stop=83, tool_calls=61}
            mistral-stream.jsonl           | 94 | 94 | 46 | {length=18, stop=48, tool_calls=33}
            openai-compatible-chat.jsonl   | 30 | 30 | 4 | {stop=27, tool_calls=3}
            openai-compatible-stream.jsonl | 22 | 15 | 5 | {stop=18, tool_calls=4}
            """)
    void usageReasonsAndToolCallsAreIntact(String file, int answers, int usages, int calls, String reasons) {
        int seen = 0;
        int told = 0;
        int called = 0;
        Map<String, Integer> why = new TreeMap<>();
        for (WireSample sample : WireSample.of(file)) {
            String body = Objects.requireNonNull(sample.response());
            if (!sample.isChat() || body.contains("\"error\":{")) {
                continue;
            }
            CompletionResponse before = read(body);
            CompletionResponse after = read(body);
            ToolCallIds ids = ToolCallIds.of(
                    before.getChoices().stream().map(Choice::getMessage).toList(), Dialect.MISTRAL);
            calls(after).forEach(call -> call.setId(ids.map(call.getId())));
            assertThat(ids.restoreIn(after)).as(sample.id()).isEqualTo(before);
            before.getChoices().forEach(choice -> why.merge(choice.getFinishReason(), 1, Integer::sum));
            seen++;
            told += before.getUsage() == null ? 0 : 1;
            called += calls(before).size();
        }
        assertThat(List.of(seen, told, called, why.toString())).isEqualTo(List.of(answers, usages, calls, reasons));
    }

    private static List<ToolCall> calls(CompletionResponse response) {
        List<ToolCall> calls = new ArrayList<>();
        response.getChoices().stream()
                .map(choice -> choice.getMessage().getToolCalls())
                .filter(Objects::nonNull)
                .forEach(calls::addAll);
        return calls;
    }

    private static CompletionResponse read(String body) {
        CompletionResponse response = RoundTrip.emptyResponse();
        if (body.startsWith("{")) {
            return ChatJson.readCompletion(body.getBytes(StandardCharsets.UTF_8), response);
        }
        CompletionAssembly assembly = new CompletionAssembly();
        body.lines()
                .filter(line -> line.startsWith("data:") && !line.endsWith("[DONE]"))
                .map(line -> line.substring("data:".length()).strip())
                .forEach(event -> assembly.add(event.getBytes(StandardCharsets.UTF_8)));
        assembly.into(response);
        return response;
    }
}
