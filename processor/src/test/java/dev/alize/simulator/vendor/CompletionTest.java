package dev.alize.simulator.vendor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.alize.simulator.behaviour.AnswerShape;
import java.util.IntSummaryStatistics;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class CompletionTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @Test
    void hasTheVendorsForm() throws Exception {
        JsonNode answer = answer(AnswerShape.ofTokens(10), body("Hello"));
        assertThat(answer.path("id").asText()).matches("[0-9a-f]{32}");
        assertThat(answer.path("object").asText()).isEqualTo("chat.completion");
        assertThat(answer.path("model").asText()).isEqualTo("mistral-small-latest");
        assertThat(answer.path("created").asLong()).isEqualTo(1_700_000_000);
        JsonNode choice = answer.path("choices").path(0);
        assertThat(choice.path("finish_reason").asText()).isEqualTo("stop");
        assertThat(choice.path("message").path("role").asText()).isEqualTo("assistant");
        assertThat(choice.path("message").path("content").asText()).hasSize(40);
        JsonNode usage = answer.path("usage");
        assertThat(usage.path("completion_tokens").asInt()).isEqualTo(10);
        assertThat(usage.path("total_tokens").asInt())
                .isEqualTo(usage.path("prompt_tokens").asInt() + 10);
    }

    @Test
    void saysTheSameToTheSamePromptAndSomethingElseToAnother() throws Exception {
        AnswerShape shape = AnswerShape.SHORT;
        assertThat(text(answer(shape, body("Hello")))).isEqualTo(text(answer(shape, body("Hello"))));
        assertThat(text(answer(shape, body("Hello")))).isNotEqualTo(text(answer(shape, body("Hallo"))));
    }

    @Test
    void maxTokensCutsTheAnswer() throws Exception {
        JsonNode answer = answer(AnswerShape.ofTokens(100), body("Hello").replace("}]}", "}],\"max_tokens\":5}"));
        assertThat(text(answer)).hasSize(20);
        assertThat(answer.path("choices").path(0).path("finish_reason").asText())
                .isEqualTo("length");
        assertThat(answer.path("usage").path("completion_tokens").asInt()).isEqualTo(5);
    }

    @Test
    void lengthsDifferByPromptBetweenTheShortestAndTheLongest() {
        AnswerShape shape = AnswerShape.ofTokens(100).withShortest(20);
        Completion completion = new Completion(shape);
        IntSummaryStatistics lengths = IntStream.range(0, 2_000)
                .map(i -> completion.tokens(head(body("Hello " + i))))
                .summaryStatistics();
        assertThat(lengths.getMin()).isEqualTo(20);
        assertThat(lengths.getMax()).isEqualTo(100);
        assertThat(lengths.getAverage()).isBetween(57.0, 63.0);
        assertThat(completion.cost(head(body("Hello"))))
                .as("the same for the same prompt")
                .isEqualTo(completion.cost(head(body("Hello"))));
    }

    @Test
    void givesAsManyChoicesAsAskedFor() throws Exception {
        JsonNode answer = answer(AnswerShape.ofTokens(10), body("Hello").replace("}]}", "}],\"n\":3}"));
        assertThat(answer.path("choices")).hasSize(3);
        assertThat(answer.path("choices").path(2).path("index").asInt()).isEqualTo(2);
        assertThat(answer.path("usage").path("completion_tokens").asInt()).isEqualTo(30);
    }

    @Test
    void saysAGivenTextForAGivenReason() throws Exception {
        JsonNode answer = answer(new AnswerShape(1, "Say \"é\"\n", "model_length"), body("Hello"));
        assertThat(text(answer)).isEqualTo("Say \"é\"\n");
        assertThat(answer.path("choices").path(0).path("finish_reason").asText())
                .isEqualTo("model_length");
    }

    @Test
    void theHeadComesFromTheTopLevelOnly() {
        RequestHead head = head(
                "{\"metadata\":{\"model\":\"wrong\",\"stream\":true},\"model\":\"right\","
                        + "\"messages\":[{\"role\":\"user\",\"content\":\"\\\"stream\\\": true, \\\"n\\\": 9\"}],\"max_tokens\":7}");
        assertThat(head.model()).isEqualTo("right");
        assertThat(head.stream()).isFalse();
        assertThat(head.choices()).isEqualTo(1);
        assertThat(head.maxTokens()).isEqualTo(7);
    }

    @Test
    void thereIsNoHeadWithoutAWholeObject() {
        assertThat(RequestHead.read("[1]".getBytes(UTF_8))).isNull();
        assertThat(RequestHead.read("{\"model\":\"m\",\"messages\":[{".getBytes(UTF_8)))
                .isNull();
        assertThat(RequestHead.read(new byte[0])).isNull();
    }

    private static String body(String prompt) {
        return "{\"model\":\"mistral-small-latest\",\"messages\":[{\"role\":\"user\",\"content\":\"%s\"}]}"
                .formatted(prompt);
    }

    private static RequestHead head(String body) {
        return Objects.requireNonNull(RequestHead.read(body.getBytes(UTF_8)));
    }

    private static JsonNode answer(AnswerShape shape, String body) throws Exception {
        return JSON.readTree(new Completion(shape).json(head(body), 1, 1_700_000_000));
    }

    private static String text(JsonNode answer) {
        return answer.path("choices").path(0).path("message").path("content").asText();
    }
}
