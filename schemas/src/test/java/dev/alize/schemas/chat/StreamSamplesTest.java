package dev.alize.schemas.chat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.alize.schemas.CompletionResponse;
import dev.alize.schemas.Delta;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every recorded stream, and those of which the same request was recorded without a stream as well. */
class StreamSamplesTest {
    @ParameterizedTest
    @CsvSource(textBlock = """
            mistral-stream.jsonl, 94, ''
            openai-compatible-stream.jsonl, 24, 028 031
            """)
    void everyStreamIsAssembledExceptThoseThatTellAnError(String file, int expected, String failed) {
        List<WireSample> chats =
                WireSample.of(file).stream().filter(WireSample::isChat).toList();
        assertThat(chats).hasSize(expected);
        List<String> refused = new ArrayList<>();
        for (WireSample sample : chats) {
            try {
                CompletionResponse whole = assembled(sample);
                assertThat(whole.getChoices())
                        .as(sample.id())
                        .isNotEmpty()
                        .allSatisfy(
                                choice -> assertThat(choice.getFinishReason()).isNotNull());
            } catch (ChatFormatException e) {
                assertThat(e).as(sample.id()).hasMessage("error: got an object, expected a chat completion chunk");
                refused.add(sample.id().substring(sample.id().length() - 3));
            }
        }
        assertThat(String.join(" ", refused)).isEqualTo(failed);
    }

    @ParameterizedTest
    @CsvSource({"mistral-stream.jsonl", "openai-compatible-stream.jsonl"})
    void everyEventSurvivesAsDeltas(String file) {
        for (WireSample sample : WireSample.of(file)) {
            CompletionAssembly assembly = new CompletionAssembly();
            for (String event : sample.isChat() ? events(sample) : List.<String>of()) {
                JsonNode before = RoundTrip.json(event);
                if (!before.has("error")) {
                    assertSurvives(sample, before.path("choices"), assembly.add(bytes(event)));
                }
            }
        }
    }

    private static void assertSurvives(WireSample sample, JsonNode choices, List<Delta> deltas) {
        assertThat(deltas).as(sample.id()).hasSize(choices.size());
        for (int i = 0; i < deltas.size(); i++) {
            ObjectNode after = ChatJson.deltaBody(RoundTrip.throughAvro(deltas.get(i)));
            after.at("/delta/tool_calls").forEach(StreamSamplesTest::withoutEmptyName);
            ObjectNode before = choices.get(i).deepCopy();
            before.at("/delta/tool_calls").forEach(StreamSamplesTest::withoutEmptyName);
            assertThat(after.path("delta")).as(sample.id()).isEqualTo(before.path("delta"));
            assertThat(after.path("index")).as(sample.id()).isEqualTo(before.path("index"));
            assertThat(after.path("finish_reason").asText(null))
                    .as(sample.id())
                    .isEqualTo(before.path("finish_reason").asText(null));
        }
    }

    private static void withoutEmptyName(JsonNode call) {
        if (call.at("/function/name").asText().isEmpty()) {
            ((ObjectNode) call.path("function")).remove("name");
        }
    }

    /** In the pairs listed, the model gave another text the second time. */
    @Test
    void theAssembledAnswerIsTheOneRecordedWithoutAStream() {
        Map<JsonNode, List<WireSample>> wholes = new HashMap<>();
        for (WireSample sample : WireSample.of("mistral-chat.jsonl")) {
            if (sample.request() != null) {
                wholes.computeIfAbsent(question(sample), q -> new ArrayList<>()).add(sample);
            }
        }
        List<String> same = new ArrayList<>();
        List<String> different = new ArrayList<>();
        for (WireSample sample : WireSample.of("mistral-stream.jsonl")) {
            List<WireSample> whole =
                    sample.request() == null ? List.of() : wholes.getOrDefault(question(sample), List.of());
            if (!whole.isEmpty()) {
                boolean equal = whole.stream().anyMatch(w -> choices(w).equals(choices(sample)));
                (equal ? same : different).add(sample.id().substring(sample.id().length() - 3));
            }
        }
        assertThat(String.join(" ", different)).isEqualTo("001 002 003 004 005 012 017 020 041 042 043");
        assertThat(same).hasSize(66);
    }

    @Test
    void everyStreamCutBeforeItsEndIsRefused() {
        for (WireSample sample : WireSample.of("mistral-stream.jsonl")) {
            List<String> events = events(sample);
            CompletionAssembly assembly = new CompletionAssembly();
            for (String event : events.subList(0, events.size() - 1)) {
                assembly.add(bytes(event));
            }
            assertThatThrownBy(() -> assembly.into(RoundTrip.emptyResponse()))
                    .as(sample.id())
                    .isInstanceOf(ChatFormatException.class);
        }
    }

    private static JsonNode question(WireSample sample) {
        ObjectNode request = (ObjectNode) RoundTrip.json(Objects.requireNonNull(sample.request()));
        return request.without(List.of("stream", "stream_options"));
    }

    /** Without ids, which differ, the type, which some whole answers leave out, and a null instead of no calls. */
    private static JsonNode choices(WireSample sample) {
        CompletionResponse response = Objects.requireNonNull(sample.response()).startsWith("data:")
                ? assembled(sample)
                : ChatJson.readCompletion(bytes(Objects.requireNonNull(sample.response())), RoundTrip.emptyResponse());
        JsonNode choices = ChatJson.completionBody(response).path("choices");
        for (JsonNode choice : choices) {
            choice.at("/message/tool_calls").forEach(call -> ((ObjectNode) call).remove(List.of("id", "type")));
            if (choice.at("/message/tool_calls").isNull()) {
                ((ObjectNode) choice.path("message")).remove("tool_calls");
            }
        }
        return choices;
    }

    private static CompletionResponse assembled(WireSample sample) {
        CompletionAssembly assembly = new CompletionAssembly();
        events(sample).forEach(event -> assembly.add(bytes(event)));
        CompletionResponse response = RoundTrip.emptyResponse();
        assembly.into(response);
        return RoundTrip.throughAvro(response);
    }

    private static List<String> events(WireSample sample) {
        return Objects.requireNonNull(sample.response())
                .lines()
                .filter(line -> line.startsWith("data:") && !line.endsWith("[DONE]"))
                .map(line -> line.substring("data:".length()).strip())
                .toList();
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
