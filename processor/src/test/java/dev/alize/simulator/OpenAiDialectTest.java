package dev.alize.simulator;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.alize.simulator.behaviour.AnswerShape;
import dev.alize.simulator.behaviour.Behaviour;
import dev.alize.simulator.behaviour.Match;
import dev.alize.simulator.behaviour.Reaction;
import dev.alize.simulator.behaviour.Rule;
import dev.alize.simulator.vendor.Dialect;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class OpenAiDialectTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TOOLS = "\"tools\":[{\"type\":\"function\",\"function\":{\"name\":\"f\"}}]";

    private final SimulatedMistral simulator =
            SimulatedMistral.start(SimulatorOptions.DEFAULT.with(Dialect.OPENAI).withModels(List.of("gpt-4o-mini")));
    private final Asking asking = new Asking(simulator);

    @AfterEach
    void stop() {
        asking.close();
        simulator.close();
    }

    @Test
    void answersInItsOwnForm() throws Exception {
        HttpResponse<String> answer = asking.ask(body(""));
        assertThat(answer.statusCode()).isEqualTo(200);
        JsonNode read = JSON.readTree(answer.body());
        assertThat(read.path("id").asText()).startsWith("chatcmpl-");
        assertThat(read.at("/choices/0/message").fieldNames())
                .toIterable()
                .containsExactly("role", "refusal", "content");
        assertThat(answer.headers().map())
                .containsKey("x-request-id")
                .doesNotContainKeys("mistral-correlation-id", "x-ratelimit-limit-req-minute");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    ,'random_seed':1                          | Unknown parameter: 'random_seed'.
                    ,'safe_prompt':true                       | Unknown parameter: 'safe_prompt'.
                    ,'guardrails':[]                          | Unknown parameter: 'guardrails'.
                    ,'temperature':2.5                        | Invalid value for 'temperature'
                    ,'tool_choice':'any'                      | Invalid value: 'any'.
                    ,'tools':[]                               | Invalid 'tools': empty array.
                    ,'stream_options':{'include_usage':true}  | only allowed when 'stream' is enabled
                    """)
    void refusesWhatItDoesNotKnow(String members, String message) throws Exception {
        HttpResponse<String> answer = asking.ask(body(members.replace('\'', '"')));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(JSON.readTree(answer.body()).at("/error/message").asText()).contains(message);
    }

    @Test
    void namesTheMemberOfAMessage() throws Exception {
        HttpResponse<String> answer = asking.ask(conversation(
                "{\"role\":\"user\",\"content\":\"Hi\"},{\"role\":\"assistant\",\"content\":\"A\",\"prefix\":true}"));
        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(JSON.readTree(answer.body()).at("/error/param").asText()).isEqualTo("messages[1].prefix");
        assertThat(JSON.readTree(answer.body()).at("/error/code").asText()).isEqualTo("unknown_parameter");
        assertThat(asking.ask(conversation("{\"role\":\"user\",\"content\":[{\"type\":\"thinking\"}]}"))
                        .body())
                .contains("Invalid value: 'thinking'");
    }

    @Test
    void takesDevelopersAndToolCallsOfAnyId() throws Exception {
        String call =
                "{\"role\":\"assistant\",\"tool_calls\":[{\"id\":\"call_Ab-1\",\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]}";
        String developer = "{\"role\":\"developer\",\"content\":\"Be short\"}";
        String result = "{\"role\":\"tool\",\"tool_call_id\":\"call_Ab-1\",\"content\":\"1\"}";
        assertThat(asking.ask(conversation(developer, call, result)).statusCode())
                .isEqualTo(200);
        assertThat(asking.ask(conversation(developer, call)).body()).contains("must be followed by tool messages");
        assertThat(asking.ask(conversation(result)).body()).contains("must answer a preceding message");
    }

    @Test
    void tellsTheUsageOfAStreamOnlyWhereAskedFor() throws Exception {
        String plain = asking.ask(body(",\"stream\":true")).body();
        assertThat(plain).doesNotContain("usage").endsWith("data: [DONE]\n\n");
        String asked = asking.ask(body(",\"stream\":true,\"stream_options\":{\"include_usage\":true}"))
                .body();
        List<String> events =
                asked.lines().filter(line -> line.startsWith("data: {")).toList();
        JsonNode last = JSON.readTree(events.getLast().substring("data: ".length()));
        assertThat(last.path("choices")).isEmpty();
        assertThat(last.at("/usage/total_tokens").asInt()).isPositive();
        JsonNode before = JSON.readTree(events.get(events.size() - 2).substring("data: ".length()));
        assertThat(before.at("/choices/0/finish_reason").asText()).isEqualTo("stop");
        assertThat(before.has("usage")).isFalse();
    }

    @Test
    void callsToolsWithItsOwnIds() throws Exception {
        String must = "," + TOOLS + ",\"tool_choice\":\"required\"";
        JsonNode call = JSON.readTree(asking.ask(body(must)).body()).at("/choices/0/message/tool_calls/0");
        assertThat(call.path("id").asText()).matches("call_[a-z0-9]{24}");
        assertThat(call.fieldNames()).toIterable().containsExactly("id", "type", "function");
        String stream = asking.ask(body(must + ",\"stream\":true")).body();
        assertThat(stream).contains("\"index\":0", "\"finish_reason\":\"tool_calls\"");
    }

    @Test
    void bothNamesOfTheLongestAnswerCount() throws Exception {
        simulator.behave(Behaviour.GOOD.with(AnswerShape.ofTokens(100)));
        assertThat(asking.ask(body(",\"max_completion_tokens\":7")).body()).contains("\"completion_tokens\":7");
        assertThat(asking.ask(body(",\"max_tokens\":8")).body()).contains("\"completion_tokens\":8");
    }

    @Test
    void hasItsOwnErrors() throws Exception {
        HttpResponse<String> unknown = asking.ask(body("").replace("gpt-4o-mini", "gpt-none"));
        assertThat(unknown.statusCode()).isEqualTo(404);
        assertThat(unknown.body()).contains("\"code\":\"model_not_found\"");
        assertThat(asking.ask("{").statusCode()).isEqualTo(400);
        assertThat(asking.code(Asking.CODE).statusCode())
                .as("no code completion")
                .isEqualTo(404);
        simulator.behave(Behaviour.GOOD.with(Rule.of(Match.ALL, Reaction.Refuse.of(503, null))));
        assertThat(asking.ask(body("")).body()).contains("\"type\":\"server_error\"");
    }

    @Test
    void anOutageOfEverythingHitsTheListOfModels() throws Exception {
        HttpRequest list = HttpRequest.newBuilder(URI.create(simulator.baseUrl() + "/models"))
                .header("authorization", "Bearer any")
                .build();
        try (HttpClient client = HttpClient.newHttpClient()) {
            assertThat(client.send(list, BodyHandlers.ofString()).body())
                    .contains("\"id\":\"gpt-4o-mini\"", "\"owned_by\":\"openai\"")
                    .doesNotContain("capabilities");
            simulator.behave(Behaviour.GOOD.with(Rule.of(Match.ALL, Reaction.Refuse.of(503, null))));
            assertThat(client.send(list, BodyHandlers.discarding()).statusCode())
                    .isEqualTo(200);
            simulator.behave(Behaviour.GOOD.with(Rule.of(Match.EVERYTHING, Reaction.Refuse.of(503, null))));
            assertThat(client.send(list, BodyHandlers.discarding()).statusCode())
                    .isEqualTo(503);
        }
    }

    private static String body(String members) {
        return "{\"model\":\"gpt-4o-mini\",\"messages\":[{\"role\":\"user\",\"content\":\"Hi\"}]%s}".formatted(members);
    }

    private static String conversation(String... messages) {
        return "{\"model\":\"gpt-4o-mini\",\"messages\":[%s]}".formatted(String.join(",", messages));
    }
}
