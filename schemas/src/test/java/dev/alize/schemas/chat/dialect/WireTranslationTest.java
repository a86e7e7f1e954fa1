package dev.alize.schemas.chat.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.alize.schemas.CompletionRequest;
import dev.alize.schemas.chat.ChatJson;
import dev.alize.schemas.chat.RoundTrip;
import dev.alize.schemas.chat.WireSample;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** Every complete chat request that was recorded, in both dialects. */
class WireTranslationTest {
    @ParameterizedTest
    @CsvSource({
        "mistral-chat.jsonl, 149",
        "mistral-stream.jsonl, 86",
        "openai-compatible-chat.jsonl, 25",
        "openai-compatible-stream.jsonl, 21"
    })
    void everyRequestIsValidInBothDialects(String file, int expected) {
        List<WireSample> samples = requests(file);
        assertThat(samples).hasSize(expected);
        List<String> problems = new ArrayList<>();
        for (WireSample sample : samples) {
            MistralSchema.CHAT
                    .problems(body(sample, Dialect.MISTRAL))
                    .forEach(problem -> problems.add(sample + " to Mistral: " + problem));
            OpenAiRules.problems(body(sample, Dialect.OPENAI))
                    .forEach(problem -> problems.add(sample + " to OpenAI: " + problem));
        }
        System.out.println("WireTranslationTest " + file + ": " + samples.size() + " requests, both dialects");
        assertThat(problems).isEmpty();
    }

    /** What the recordings lose, by name and number of requests. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            MISTRAL | {messages[].tool_calls[].index=17, stream_options=9}
            OPENAI  | {messages[].content[].document_url=2, messages[].content[].thinking=1, messages[].prefix=56, messages[].tool_calls=2, messages[].tool_calls[].index=17, prompt_cache_key=2}
            """)
    void tellsWhatIsLost(Dialect to, String expected) {
        TreeMap<String, Integer> lost = new TreeMap<>();
        for (String file :
                List.of("mistral-chat", "mistral-stream", "openai-compatible-chat", "openai-compatible-stream")) {
            for (WireSample sample : requests(file + ".jsonl")) {
                translated(sample, to).dropped().forEach(name -> lost.merge(name, 1, Integer::sum));
            }
        }
        assertThat(lost).hasToString(expected);
    }

    @ParameterizedTest
    @EnumSource
    void whatIsSentIsSentAgainUnchanged(Dialect to) {
        for (String file : List.of("mistral-chat.jsonl", "openai-compatible-stream.jsonl")) {
            for (WireSample sample : requests(file)) {
                JsonNode once = body(sample, to);
                CompletionRequest again = ChatJson.readRequest(once, RoundTrip.emptyRequest());
                Translation twice = Translator.translate(again, "m", to).orElseThrow();
                assertThat(ChatJson.parse(twice.body())).as(sample.id()).isEqualTo(once);
                assertThat(twice.dropped()).as(sample.id()).isEmpty();
            }
        }
    }

    @Test
    void toolCallsAndTheirResultsKeepTheirPairsForMistral() {
        int results = 0;
        for (String file : List.of("mistral-chat.jsonl", "mistral-stream.jsonl", "openai-compatible-chat.jsonl")) {
            for (WireSample sample : requests(file)) {
                Translation translation = translated(sample, Dialect.MISTRAL);
                List<String> before = ids(RoundTrip.json(Objects.requireNonNull(sample.request())));
                List<String> after = ids(ChatJson.parse(translation.body()));
                assertThat(after).as(sample.id()).allMatch(id -> id.matches("[a-zA-Z0-9]{9}"));
                assertThat(after.stream().map(translation.ids()::restore))
                        .as(sample.id())
                        .isEqualTo(before);
                results += after.size();
            }
        }
        assertThat(results).isEqualTo(44 + 44 + 30 + 30 + 3 + 3);
    }

    private static List<String> ids(JsonNode body) {
        List<String> ids = new ArrayList<>();
        for (JsonNode message : body.path("messages")) {
            message.path("tool_calls").forEach(call -> ids.add(call.path("id").asText()));
            if (message.has("tool_call_id")) {
                ids.add(message.path("tool_call_id").asText());
            }
        }
        return ids;
    }

    private static List<WireSample> requests(String file) {
        return WireSample.of(file).stream()
                .filter(sample -> sample.isChat() && sample.request() != null)
                .toList();
    }

    private static JsonNode body(WireSample sample, Dialect to) {
        return ChatJson.parse(translated(sample, to).body());
    }

    private static Translation translated(WireSample sample, Dialect to) {
        JsonNode body = RoundTrip.json(Objects.requireNonNull(sample.request()));
        CompletionRequest request = ChatJson.readRequest(body, RoundTrip.emptyRequest());
        return Translator.translate(request, "m", to).orElseThrow();
    }
}
