package dev.alize.simulator;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.alize.simulator.behaviour.AnswerShape;
import dev.alize.simulator.behaviour.AnswerShape.Tools;
import dev.alize.simulator.behaviour.Behaviour;
import dev.alize.simulator.behaviour.Latency;
import dev.alize.simulator.behaviour.Match;
import dev.alize.simulator.behaviour.Reaction;
import dev.alize.simulator.behaviour.Rule;
import dev.alize.simulator.behaviour.StreamShape;
import java.io.IOException;
import java.net.http.HttpClient.Version;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class StreamingTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    private static SimulatedMistral simulator;
    private static Asking asking;

    @BeforeAll
    static void start() {
        simulator = SimulatedMistral.start(SimulatorOptions.DEFAULT);
        asking = new Asking(simulator);
    }

    @AfterAll
    static void stop() {
        simulator.close();
        asking.close();
    }

    @BeforeEach
    void reset() {
        simulator.reset();
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void streamsADeltaForEachToken(Version version) throws Exception {
        simulator.behave(Behaviour.GOOD.with(AnswerShape.ofTokens(10)));
        HttpResponse<String> answer = asking.ask(version, Asking.STREAM);
        assertThat(answer.version()).isEqualTo(version);
        assertThat(answer.statusCode()).isEqualTo(200);
        assertThat(answer.headers().firstValue("content-type")).contains("text/event-stream; charset=utf-8");
        assertThat(answer.headers().map().keySet()).noneMatch(name -> name.contains("ratelimit"));
        assertThat(answer.body()).startsWith("data: {").endsWith("\n\ndata: [DONE]\n\n");
        List<JsonNode> chunks = chunks(answer.body());
        assertThat(chunks).hasSize(11);
        assertThat(chunks.getFirst().at("/choices/0/delta").toString())
                .isEqualTo("{\"role\":\"assistant\",\"content\":\"\"}");
        assertThat(chunks).allSatisfy(chunk -> {
            assertThat(chunk.path("object").asText()).isEqualTo("chat.completion.chunk");
            assertThat(chunk.path("id")).isEqualTo(chunks.getFirst().path("id"));
        });
        assertThat(chunks.subList(0, 10)).allSatisfy(chunk -> {
            assertThat(chunk.at("/choices/0/finish_reason").isNull()).isTrue();
            assertThat(chunk.has("usage")).isFalse();
        });
        assertThat(chunks.getLast().at("/choices/0/finish_reason").asText()).isEqualTo("stop");
        assertThat(chunks.getLast().at("/usage/completion_tokens").asInt()).isEqualTo(10);
        assertThat(simulator.statistics().streams()).isEqualTo(new Statistics.Streams(1, 1, 0, 0));
        assertThat(simulator.statistics().answers()).containsEntry(200, 1L);
    }

    @Test
    void saysTheSameAsTheWholeAnswer() throws Exception {
        for (AnswerShape shape :
                List.of(AnswerShape.ofTokens(100), new AnswerShape(1, "Un étang 😀😀😀😀 gelé, « ça » !", null))) {
            simulator.behave(Behaviour.GOOD.with(shape));
            JsonNode whole = JSON.readTree(asking.ask(Asking.WHOLE).body());
            List<JsonNode> chunks = chunks(asking.ask(Asking.STREAM).body());
            assertThat(text(chunks, 0))
                    .isEqualTo(whole.at("/choices/0/message/content").asText());
            assertThat(chunks.getLast().path("usage")).isEqualTo(whole.path("usage"));
        }
    }

    @Test
    void maxTokensEndsTheStreamForItsLength() throws Exception {
        for (int tokens : List.of(0, 3)) {
            String limited = Asking.STREAM.replace("\"stream\":true", "\"stream\":true,\"max_tokens\":" + tokens);
            List<JsonNode> chunks = chunks(asking.ask(limited).body());
            assertThat(chunks).hasSize(1 + Math.max(1, tokens));
            assertThat(chunks.getLast().at("/choices/0/finish_reason").asText()).isEqualTo("length");
            assertThat(chunks.getLast().at("/usage/completion_tokens").asInt()).isEqualTo(tokens);
        }
    }

    @Test
    void choicesTakeTurns() throws Exception {
        simulator.behave(Behaviour.GOOD.with(AnswerShape.ofTokens(5)));
        List<JsonNode> chunks = chunks(asking.ask(Asking.STREAM.replace("\"stream\":true", "\"stream\":true,\"n\":2"))
                .body());
        assertThat(chunks.stream().map(chunk -> chunk.at("/choices/0/index").asInt()))
                .containsExactly(0, 1, 0, 1, 0, 1, 0, 1, 0, 1, 0, 1);
        assertThat(text(chunks, 0)).hasSize(20).isEqualTo(text(chunks, 1));
        assertThat(chunks.stream().filter(chunk -> chunk.has("usage"))).containsExactly(chunks.getLast());
        assertThat(chunks.stream()
                        .filter(chunk -> chunk.at("/choices/0/finish_reason").isTextual()))
                .hasSize(2);
    }

    @Test
    void aRefusedStreamIsAnsweredWithJson() throws Exception {
        HttpResponse<String> unknown =
                asking.ask(Asking.STREAM.replace("\"stream\":true", "\"stream\":true,\"seed\":1"));
        assertThat(unknown.statusCode()).isEqualTo(422);
        simulator.behave(Behaviour.GOOD.with(Rule.of(Match.ALL, Reaction.Refuse.of(429, "1300"))));
        HttpResponse<String> limited = asking.ask(Asking.STREAM);
        assertThat(limited.statusCode()).isEqualTo(429);
        for (HttpResponse<String> answer : List.of(unknown, limited)) {
            assertThat(answer.headers().firstValue("content-type")).contains("application/json");
            assertThat(JSON.readTree(answer.body()).path("object").asText()).isEqualTo("error");
        }
        assertThat(simulator.statistics().streams().started()).isZero();
    }

    @Test
    void takesItsTimeForEachTokenAndStampsIt() throws Exception {
        StreamShape shape =
                StreamShape.PLAIN.withInterval(Duration.ofMillis(20)).withStamps(true);
        simulator.behave(Behaviour.GOOD
                .with(new Latency.Fixed(Duration.ofMillis(60)))
                .with(AnswerShape.ofTokens(10))
                .with(shape));
        long asked = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
        List<JsonNode> chunks = chunks(asking.ask(Asking.STREAM).body());
        long received = ChronoUnit.MICROS.between(Instant.EPOCH, Instant.now());
        List<Long> stamps =
                Stream.of(text(chunks, 0).split(" ")).map(Long::valueOf).toList();
        assertThat(stamps).hasSize(10).isSorted();
        assertThat(stamps.getFirst()).isGreaterThanOrEqualTo(asked + 60_000 + 19_000);
        assertThat(stamps.getLast()).isBetween(asked + 60_000 + 195_000, received);
        assertThat(chunks.getLast().at("/usage/completion_tokens").asInt()).isEqualTo(10);
    }

    @Test
    void chargesWhatWasSent() throws Exception {
        Behaviour stalls = Behaviour.GOOD.with(AnswerShape.ofTokens(1_000)).with(Asking.stall(11));
        simulator.behave(stalls);
        try (RawStream stream = RawStream.open(simulator, Asking.STREAM)) {
            for (int chunk = 0; chunk < 11; chunk++) {
                stream.readUntil("data: ");
            }
        }
        await().until(() -> simulator.statistics().streams().cancelled() == 1);
        simulator.behave(Behaviour.GOOD.with(AnswerShape.ofTokens(1)));
        HttpResponse<String> next = asking.ask(Asking.WHOLE);
        long left = Long.parseLong(
                next.headers().firstValue("x-ratelimit-remaining-tokens-minute").orElseThrow());
        assertThat(10_000_000_000L - left).isEqualTo(1 + 10 + 2);
    }

    @Test
    void aClientThatLeavesStopsTheStream() throws Exception {
        simulator.behave(Behaviour.GOOD
                .with(AnswerShape.ofTokens(1_000_000))
                .with(StreamShape.PLAIN.withInterval(Duration.ofMillis(5))));
        try (RawStream stream = RawStream.open(simulator, Asking.STREAM)) {
            stream.readUntil("Answ");
            assertThat(simulator.statistics().open()).isEqualTo(1);
        }
        await().until(() -> simulator.statistics().open() == 0);
        assertThat(simulator.statistics().streams()).isEqualTo(new Statistics.Streams(1, 0, 1, 0));
        assertThat(simulator.statistics().cancelled()).isEqualTo(1);
    }

    @Test
    void aClientThatDoesNotReadHoldsTheStreamBack() throws Exception {
        simulator.behave(Behaviour.GOOD.with(AnswerShape.ofTokens(1_000_000)));
        try (RawStream stream = RawStream.open(simulator, Asking.STREAM)) {
            stream.readUntil("assistant");
            simulator.behave(Behaviour.GOOD);
            assertThat(asking.ask(Asking.STREAM).body()).endsWith("[DONE]\n\n");
            assertThat(simulator.statistics().open()).isEqualTo(1);
        }
        await().until(() -> simulator.statistics().streams().cancelled() == 1);
    }

    @Test
    void carriesManyStreamsAtOnce() {
        int streams = 200;
        simulator.behave(Behaviour.GOOD
                .with(AnswerShape.ofTokens(20))
                .with(StreamShape.PLAIN.withInterval(Duration.ofMillis(20)).withStamps(true)));
        List<CompletableFuture<HttpResponse<String>>> answers = IntStream.range(0, streams)
                .mapToObj(stream -> asking.askLater(Asking.STREAM))
                .toList();
        answers.forEach(answer -> {
            assertThat(answer.join().body()).endsWith("data: [DONE]\n\n");
            assertThat(chunks(answer.join().body())).hasSize(21);
        });
        assertThat(simulator.statistics().streams().finished()).isEqualTo(streams);
        assertThat(simulator.statistics().mostOpen()).isGreaterThan(streams / 2);
    }

    @Test
    void callsAToolWhereItMust() throws Exception {
        String body = tools("\"tool_choice\":\"any\"");
        JsonNode whole = JSON.readTree(asking.ask(body).body()).at("/choices/0");
        assertThat(whole.path("finish_reason").asText()).isEqualTo("tool_calls");
        JsonNode call = whole.at("/message/tool_calls/0");
        assertThat(call.path("id").asText()).matches("[a-zA-Z0-9]{9}");
        assertThat(call.at("/function/name").asText()).isEqualTo("first");
        assertThat(JSON.readTree(call.at("/function/arguments").asText()).isObject())
                .isTrue();
        List<JsonNode> chunks = chunks(asking.ask(streamed(body)).body());
        assertThat(chunks).hasSize(2);
        JsonNode last = chunks.getLast().at("/choices/0");
        assertThat(last.path("finish_reason").asText()).isEqualTo("tool_calls");
        assertThat(last.at("/delta/tool_calls/0/function")).isEqualTo(call.path("function"));
        assertThat(chunks.getLast().at("/usage/completion_tokens").asInt()).isPositive();
    }

    @Test
    void callsTheToolThatWasChosenAndNoneWhenItMayNot() throws Exception {
        String chosen = tools("\"tool_choice\":{\"type\":\"function\",\"function\":{\"name\":\"second\"}}");
        assertThat(JSON.readTree(asking.ask(chosen).body())
                        .at("/choices/0/message/tool_calls/0/function/name")
                        .asText())
                .isEqualTo("second");
        assertThat(asking.ask(tools("\"tool_choice\":\"auto\"")).body()).contains("\"tool_calls\":null");
        simulator.behave(Behaviour.GOOD.with(AnswerShape.SHORT.with(new Tools(true, 3, false))));
        assertThat(asking.ask(Asking.WHOLE).body()).contains("\"tool_calls\":null");
        JsonNode calls = JSON.readTree(
                        asking.ask(tools("\"tool_choice\":\"auto\"")).body())
                .at("/choices/0/message/tool_calls");
        assertThat(calls.findValuesAsText("name")).containsExactly("first", "second", "first");
        assertThat(calls.findValuesAsText("index")).containsExactly("0", "1", "2");
        assertThat(calls.findValuesAsText("id")).doesNotHaveDuplicates();
    }

    @Test
    void bringsToolCallsInParts() throws Exception {
        simulator.behave(Behaviour.GOOD.with(AnswerShape.SHORT.with(new Tools(true, 2, true))));
        String body = tools("\"tool_choice\":\"auto\"");
        List<JsonNode> chunks = chunks(asking.ask(streamed(body)).body());
        JsonNode whole = JSON.readTree(asking.ask(body).body()).at("/choices/0/message/tool_calls");
        for (int index = 0; index < 2; index++) {
            StringBuilder arguments = new StringBuilder();
            StringBuilder name = new StringBuilder();
            for (JsonNode chunk : chunks) {
                JsonNode part = chunk.at("/choices/0/delta/tool_calls/0");
                if (part.path("index").asInt(-1) == index) {
                    arguments.append(part.at("/function/arguments").asText());
                    name.append(part.at("/function/name").asText());
                }
            }
            assertThat(arguments.toString())
                    .isEqualTo(whole.path(index).at("/function/arguments").asText());
            assertThat(name.toString())
                    .isEqualTo(whole.path(index).at("/function/name").asText());
        }
        assertThat(chunks.getLast().at("/choices/0/delta").toString()).isEqualTo("{\"content\":\"\"}");
        assertThat(chunks.getLast().at("/choices/0/finish_reason").asText()).isEqualTo("tool_calls");
    }

    @Test
    void completesCodeWholeAndStreamed() throws Exception {
        HttpResponse<String> answer = asking.code(Asking.CODE);
        assertThat(answer.headers().firstValue("x-ratelimit-tokens-query-cost")).isPresent();
        JsonNode whole = JSON.readTree(answer.body());
        assertThat(whole.path("object").asText()).isEqualTo("chat.completion");
        List<JsonNode> chunks = chunks(
                asking.code(Asking.CODE.replace("{", "{\"stream\":true,")).body());
        assertThat(text(chunks, 0))
                .hasSize(160)
                .isEqualTo(whole.at("/choices/0/message/content").asText());
        assertThat(asking.code(Asking.CODE.replace("return", "yield")).body())
                .doesNotContain(whole.at("/choices/0/message/content").asText());
        assertThat(whole.at("/usage/prompt_tokens").asInt()).isEqualTo(5);
        assertThat(simulator.statistics().calls()).isEqualTo(3);
    }

    @Test
    void completesCodeOnlyForFitRequestsOfCodestral() throws Exception {
        HttpResponse<String> other = asking.code(Asking.CODE.replace("codestral", "mistral-small"));
        assertThat(other.statusCode()).isEqualTo(400);
        assertThat(other.body()).contains("invalid_model");
        assertThat(asking.code(Asking.WHOLE).statusCode()).isEqualTo(422);
        simulator.behave(Behaviour.GOOD.with(Rule.of(Match.ALL, Reaction.Refuse.of(503, "3505"))));
        assertThat(asking.code(Asking.CODE).statusCode()).isEqualTo(503);
    }

    static List<JsonNode> chunks(String body) {
        List<JsonNode> chunks = new ArrayList<>();
        for (String line : body.split("\\R")) {
            if (line.startsWith("data: {")) {
                try {
                    chunks.add(JSON.readTree(line.substring("data: ".length())));
                } catch (IOException e) {
                    throw new AssertionError("not JSON: " + line, e);
                }
            }
        }
        return chunks;
    }

    static String text(List<JsonNode> chunks, int choice) {
        StringBuilder text = new StringBuilder();
        for (JsonNode chunk : chunks) {
            if (chunk.at("/choices/0/index").asInt() == choice) {
                text.append(chunk.at("/choices/0/delta/content").asText());
            }
        }
        return text.toString();
    }

    private static String streamed(String body) {
        return "{\"stream\":true," + body.substring(1);
    }

    private static String tools(String more) {
        String tool = "{\"type\":\"function\",\"function\":{\"name\":\"%s\",\"parameters\":"
                + "{\"type\":\"object\",\"properties\":{\"name\":{\"type\":\"string\",\"name\":\"inner\"}}}}}";
        return "{\"tools\":[%s,%s],%s,".formatted(tool.formatted("first"), tool.formatted("second"), more)
                + Asking.WHOLE.substring(1);
    }
}
