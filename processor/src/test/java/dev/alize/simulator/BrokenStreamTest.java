package dev.alize.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import dev.alize.simulator.Statistics.Streams;
import dev.alize.simulator.behaviour.AnswerShape;
import dev.alize.simulator.behaviour.Behaviour;
import dev.alize.simulator.behaviour.Flaw;
import dev.alize.simulator.behaviour.Match;
import dev.alize.simulator.behaviour.Reaction;
import dev.alize.simulator.behaviour.Rule;
import dev.alize.simulator.behaviour.StreamShape.Framing;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.http.HttpClient.Version;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class BrokenStreamTest {
    private static final int TOKENS = 5;

    private static SimulatedMistral simulator;
    private static Asking asking;

    @BeforeAll
    static void start() {
        simulator = SimulatedMistral.start(
                SimulatorOptions.DEFAULT.withBehaviour(Behaviour.GOOD.with(AnswerShape.ofTokens(TOKENS))));
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
    @ValueSource(ints = {0, 1, 3, 6, 99})
    void cutsTheConnectionAfterSoManyChunks(int after) throws Exception {
        List<String> writes = writes(new Flaw.Cut(after, false));
        assertThat(writes).hasSize(Math.min(after, 1 + TOKENS));
        assertThat(writes)
                .allSatisfy(write -> assertThat(write).startsWith("data: {").endsWith("}\n\n"));
        assertThat(simulator.statistics().streams()).isEqualTo(new Streams(1, 0, 0, 1));
        assertThat(simulator.statistics().broken()).isEqualTo(1);
        assertThat(simulator.statistics().open()).isZero();
        assertThat(simulator.statistics().answers()).isEmpty();
    }

    @Test
    void cutsTheConnectionInTheMiddleOfAnEvent() throws Exception {
        List<String> writes = writes(new Flaw.Cut(2, true));
        assertThat(writes).hasSize(3);
        assertThat(writes.getLast()).startsWith("data: {\"id\"").doesNotContain("\n");
        assertThat(writes(new Flaw.Cut(99, true)).getLast()).isEqualTo("data: [");
    }

    @ParameterizedTest
    @EnumSource(Version.class)
    void aCutIsAnErrorToTheClient(Version version) {
        behave(new Flaw.Cut(2, true));
        assertThatThrownBy(() -> asking.ask(version, Asking.STREAM)).isInstanceOf(IOException.class);
        await().until(() -> simulator.statistics().streams().broken() == 1);
    }

    @Test
    void stallsAndStaysConnected() throws Exception {
        simulator.behave(Behaviour.GOOD.with(AnswerShape.ofTokens(TOKENS)).with(Asking.stall(2)));
        try (RawStream stream = RawStream.open(simulator, Asking.STREAM)) {
            stream.readUntil("Answ");
            assertThat(asking.askLater(Asking.WHOLE).join().statusCode()).isEqualTo(200);
            assertThat(simulator.statistics().open()).isEqualTo(1);
            assertThat(simulator.statistics().streams()).isEqualTo(new Streams(1, 0, 0, 0));
        }
        await().until(() -> simulator.statistics().streams().equals(new Streams(1, 0, 1, 0)));
    }

    @Test
    void repeatsAChunk() throws Exception {
        List<String> writes = writes(new Flaw.Repeat(3));
        assertThat(writes).hasSize(1 + TOKENS + 1 + 2);
        assertThat(writes.get(3)).isEqualTo(writes.get(2)).isNotEqualTo(writes.get(4));
        assertWhole(writes);
    }

    @Test
    void sendsAnErrorInMidStream() throws Exception {
        List<String> bare = writes(new Flaw.ErrorEvent(2, 503, "3505", false));
        assertThat(bare).hasSize(4);
        assertThat(bare.get(2))
                .startsWith("data: {\"object\":\"error\",\"message\":")
                .contains("3505");
        assertThat(bare.getLast()).isEmpty();
        List<String> wrapped = writes(new Flaw.ErrorEvent(2, 503, "3505", true));
        assertThat(wrapped.get(2))
                .startsWith("data: {\"error\":{\"object\":\"error\",")
                .endsWith("}}\n\n");
        assertThat(simulator.statistics().streams()).isEqualTo(new Streams(2, 0, 0, 2));
    }

    @Test
    void endsWithoutDone() throws Exception {
        List<String> writes = writes(new Flaw.Quit(Integer.MAX_VALUE));
        assertThat(writes).hasSize(1 + TOKENS + 1).noneMatch(write -> write.contains("DONE"));
        assertThat(writes.get(TOKENS)).contains("\"finish_reason\":\"stop\"");
        assertThat(writes.getLast()).isEmpty();
        assertThat(writes(new Flaw.Quit(3))).hasSize(4).noneMatch(write -> write.contains("stop"));
        assertThat(simulator.statistics().streams()).isEqualTo(new Streams(2, 0, 0, 2));
    }

    @Test
    void sendsGarbageAndGoesOn() throws Exception {
        List<String> writes = writes(new Flaw.Garbage(2));
        assertThat(writes.get(2)).startsWith("data: {\"id\":\"garbage\"").endsWith("conte\n\n");
        assertThat(writes).hasSize(1 + TOKENS + 1 + 2);
        assertWhole(writes);
    }

    @Test
    void sendsAnEventOfGreatLengthAndGoesOn() throws Exception {
        behave(new Flaw.LongEvent(2, 3_000_000));
        String body = asking.ask(Asking.STREAM).body();
        List<JsonNode> chunks = StreamingTest.chunks(body);
        assertThat(chunks.get(2).at("/choices/0/delta/content").asText()).hasSize(3_000_000);
        assertThat(chunks).hasSize(1 + TOKENS + 1);
        assertThat(body).endsWith("data: [DONE]\n\n");
    }

    @Test
    void putsSeveralEventsIntoOneWrite() throws Exception {
        List<String> writes = framed(new Framing(3, false, false, false, false), "Hello, world");
        assertThat(writes).hasSize(3);
        assertThat(writes.get(0).split("\n\n")).hasSize(3);
        assertThat(writes.get(1)).endsWith("data: [DONE]\n\n");
    }

    @Test
    void splitsEventsInsideACharacter() throws Exception {
        simulator.behave(framing(new Framing(1, true, false, false, false), "é😀"));
        List<byte[]> writes;
        try (RawStream stream = RawStream.open(simulator, Asking.STREAM)) {
            writes = stream.writes();
        }
        assertThat(writes).hasSize(2 + 2 + 2 + 1);
        assertThatThrownBy(() -> UTF_8.newDecoder().decode(ByteBuffer.wrap(writes.get(2))))
                .isInstanceOf(CharacterCodingException.class);
        ByteArrayOutputStream all = new ByteArrayOutputStream();
        writes.forEach(all::writeBytes);
        assertThat(StreamingTest.text(StreamingTest.chunks(all.toString(UTF_8)), 0))
                .isEqualTo("é😀");
        assertThat(all.toString(UTF_8)).endsWith("data: [DONE]\n\n");
    }

    @Test
    void putsCommentsBetweenEvents() throws Exception {
        assertThat(framed(new Framing(1, false, true, false, false), "Hello").get(1))
                .startsWith(": ping\n\ndata: {");
    }

    @Test
    void endsLinesWithCarriageReturns() throws Exception {
        List<String> writes = framed(new Framing(1, false, true, true, false), "Hello");
        assertThat(writes.get(1)).startsWith(": ping\r\n\r\ndata: {").endsWith("}\r\n\r\n");
        assertThat(String.join("", writes).replace("\r\n", "")).doesNotContain("\n");
    }

    @Test
    void padsChunks() throws Exception {
        String body = String.join("", framed(new Framing(1, false, false, false, true), "Hello, world"));
        List<String> pads = StreamingTest.chunks(body).stream()
                .map(chunk -> chunk.path("p").asText())
                .toList();
        assertThat(pads).hasSize(4).allMatch(pad -> pad.startsWith("a")).doesNotHaveDuplicates();
    }

    @Test
    void whatBreaksWholeAnswersBreaksStreams() throws Exception {
        assertThat(writes(new Reaction.Empty())).containsExactly("");
        assertThat(writes(new Reaction.Malformed()).get(1)).contains("garbage");
        assertThat(writes(new Reaction.Truncated())).hasSize(4);
        long start = System.nanoTime();
        assertWhole(writes(new Reaction.Slow(Duration.ofMillis(100))));
        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(95));
    }

    @Test
    void aCallThatAsksForNoStreamIsAnsweredProperly() throws Exception {
        behave(new Flaw.Cut(0, true));
        assertThat(asking.ask(Asking.WHOLE).statusCode()).isEqualTo(200);
    }

    private static void assertWhole(List<String> writes) {
        assertThat(writes.subList(writes.size() - 2, writes.size())).containsExactly("data: [DONE]\n\n", "");
    }

    private static void behave(Flaw flaw) {
        simulator.behave(
                Behaviour.GOOD.with(AnswerShape.ofTokens(TOKENS)).with(Rule.of(Match.ALL, new Reaction.Flawed(flaw))));
    }

    private static Behaviour framing(Framing framing, String text) {
        return Behaviour.GOOD
                .with(new AnswerShape(1, text, null))
                .with(Rule.of(Match.ALL, new Reaction.Framed(framing)));
    }

    private static List<String> framed(Framing framing, String text) throws IOException {
        simulator.behave(framing(framing, text));
        return read();
    }

    private static List<String> writes(Flaw flaw) throws IOException {
        return writes(new Reaction.Flawed(flaw));
    }

    private static List<String> writes(Reaction reaction) throws IOException {
        simulator.behave(Behaviour.GOOD.with(AnswerShape.ofTokens(TOKENS)).with(Rule.of(Match.ALL, reaction)));
        return read();
    }

    private static List<String> read() throws IOException {
        try (RawStream stream = RawStream.open(simulator, Asking.STREAM)) {
            return stream.writes().stream()
                    .map(write -> new String(write, UTF_8))
                    .toList();
        }
    }
}
