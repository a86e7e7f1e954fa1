package dev.alize.provider;

import static dev.alize.provider.Calls.call;
import static dev.alize.provider.Calls.fail;
import static dev.alize.provider.Calls.start;
import static dev.alize.provider.Calls.streamed;
import static dev.alize.provider.Calls.succeed;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.alize.domain.FailureKind;
import dev.alize.domain.Outcome;
import dev.alize.provider.RecordedStreams.Sample;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streamed answers that end in order, and answers that are not streamed although that was asked for. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class StreamTest {
    private HttpProvider provider;

    @BeforeAll
    void open() {
        provider = Calls.provider(100_000, false);
    }

    @AfterAll
    void close() {
        provider.close();
    }

    @Test
    void everyRecordedStreamGivesItsEventsHoweverItIsSplit() throws IOException {
        long seed = new Random().nextLong();
        System.out.println("StreamTest seed " + seed);
        Random random = new Random(seed);
        List<Sample> samples = RecordedStreams.all();
        assertThat(samples).hasSize(126);
        AtomicInteger turn = new AtomicInteger();
        try (ScriptedServer server = new ScriptedServer(e -> {
            e.stream();
            writeInParts(e, samples.get(turn.get()).body(), random);
        })) {
            for (Sample sample : samples) {
                Events events = new Events();
                Outcome outcome = call(provider, streamed(server.baseUrl(), events));

                assertThat(events.texts()).as("%s, seed %d", sample, seed).isEqualTo(sample.events());
                assertOutcome(sample, outcome);
                turn.incrementAndGet();
            }
        }
    }

    private static void writeInParts(ScriptedServer.Exchange exchange, String body, Random random) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        for (int from = 0; from < bytes.length; ) {
            int to = Math.min(bytes.length, from + 1 + random.nextInt(1 + random.nextInt(1_000)));
            exchange.part(Arrays.copyOfRange(bytes, from, to));
            from = to;
        }
        exchange.endStream();
    }

    /** Some ended in an error; those of another API of the vendor have no closing mark. */
    private static void assertOutcome(Sample sample, Outcome outcome) {
        switch (outcome) {
            case Outcome.Success success -> {
                assertThat(sample.isDone()).as(sample.id()).isTrue();
                assertThat(success.body()).isEmpty();
                assertThat(success.facts().status()).isEqualTo(200);
            }
            case Outcome.Failure failure -> {
                assertThat(sample.isDone()).as(failure.message()).isFalse();
                boolean error = sample.events().size() < sample.data().size();
                assertThat(failure.kind())
                        .as(failure.message())
                        .isEqualTo(error ? FailureKind.INVALID_REQUEST : FailureKind.BROKEN_ANSWER);
            }
        }
    }

    @Test
    void asksForEventsAndForNoCompression() throws IOException {
        try (ScriptedServer server = new ScriptedServer(StreamTest::answer)) {
            succeed(provider, streamed(server.baseUrl(), new Events()));

            assertThat(server.received().get(0).head().toLowerCase(Locale.ROOT).lines())
                    .contains("accept: text/event-stream")
                    .noneMatch(line -> line.startsWith("accept-encoding:"));
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/event-stream;charset=UTF-8", "Text/Event-Stream ; a=b", "text/event-stream"})
    void knowsAStreamOfEventsByItsType(String type) throws IOException {
        Events events = new Events();
        try (ScriptedServer server =
                new ScriptedServer(e -> e.answer(200, "data: a\n\ndata: [DONE]\n\n", "content-type: " + type))) {
            assertThat(succeed(provider, streamed(server.baseUrl(), events)).body())
                    .isEmpty();
        }
        assertThat(events.texts()).containsExactly("a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"content-type: application/json", "content-type: text/event-streams", "x-other: 1"})
    void givesAnAnswerThatIsNotAStreamAsAWhole(String header) throws IOException {
        Events events = new Events();
        try (ScriptedServer server = new ScriptedServer(e -> e.answer(200, "{\"data: a\n\n\":1}", header))) {
            assertThat(succeed(provider, streamed(server.baseUrl(), events)).body())
                    .asString(StandardCharsets.UTF_8)
                    .isEqualTo("{\"data: a\n\n\":1}");
        }
        assertThat(events.texts()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"content-type: application/json", "content-type: text/event-stream"})
    void classifiesARefusalAsThatOfAnyCall(String header) throws IOException {
        Events events = new Events();
        try (ScriptedServer server =
                new ScriptedServer(e -> e.answer(429, "{\"message\":\"Slow\",\"code\":\"1300\"}", header))) {
            Outcome.Failure failure = fail(provider, streamed(server.baseUrl(), events));

            assertThat(failure.kind()).isEqualTo(FailureKind.RATE_LIMITED);
            assertThat(failure.message()).isEqualTo("Slow");
        }
        assertThat(events.texts()).isEmpty();
    }

    @Test
    void anAnswerThatIsNotAskedForAsAStreamIsNoneWhateverItsType() throws IOException {
        String body = "data: a\n\ndata: [DONE]\n\n";
        try (ScriptedServer server = new ScriptedServer(e -> e.answer(200, body, "content-type: text/event-stream"))) {
            assertThat(succeed(provider, Calls.attempt(server.baseUrl())).body())
                    .asString(StandardCharsets.UTF_8)
                    .isEqualTo(body);
        }
    }

    @Test
    void givesEachEventWhenItComes() throws IOException {
        Events events = new Events();
        CountDownLatch seen = new CountDownLatch(1);
        try (ScriptedServer server = new ScriptedServer(e -> {
            e.stream();
            e.part("data: first\n\n");
            join(seen);
            e.part("data: [DONE]\n\n");
            e.endStream();
        })) {
            var outcome = start(provider, streamed(server.baseUrl(), events));
            await().until(() -> events.texts().contains("first"));
            assertThat(outcome).isNotDone();
            seen.countDown();

            assertThat(outcome.join()).isInstanceOf(Outcome.Success.class);
        }
    }

    @Test
    void whatFollowsTheEndIsIgnoredAndTheConnectionUsedAgain() throws IOException {
        Events events = new Events();
        CountDownLatch ended = new CountDownLatch(1);
        try (ScriptedServer server = new ScriptedServer(e -> {
            e.stream();
            e.part("data: a\n\ndata: [DONE]\n\ndata: b\n\n");
            join(ended);
            e.part("data: [DONE]\n\ndata: c\n\n{\"error\":{}}\n\n");
            e.endStream();
        })) {
            succeed(provider, streamed(server.baseUrl(), events));
            ended.countDown();
            await().until(() -> {
                succeed(provider, streamed(server.baseUrl(), events));
                return server.received().size() - server.connections() >= 2;
            });
        }
        assertThat(events.texts()).isNotEmpty().containsOnly("a");
    }

    @Test
    void aStreamThatGoesOnAfterItsEndLosesItsConnectionAndNothingElse() throws IOException {
        Events events = new Events();
        try (ScriptedServer server = new ScriptedServer(e -> {
            e.stream();
            e.part("data: a\n\ndata: [DONE]\n\n");
            while (true) {
                e.part("data: b\n\n");
            }
        })) {
            succeed(provider, streamed(server.baseUrl(), events));
            await().until(() -> server.openConnections() == 0);
        }
        assertThat(events.texts()).containsExactly("a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"data: [DONE]", "data: [DONE]\n", "data:[DONE]\r\n\r\n", "data: [DONE] \n\n"})
    void theEndMayBeWrittenInManyWays(String end) throws IOException {
        Events events = new Events();
        try (ScriptedServer server =
                new ScriptedServer(e -> e.answer(200, "data: a\n\n" + end, "content-type: text/event-stream"))) {
            succeed(provider, streamed(server.baseUrl(), events));
        }
        assertThat(events.texts()).containsExactly("a");
    }

    @ParameterizedTest
    @ValueSource(strings = {"7", "1000000000000"})
    void aLengthThatLiesDoesNotMatterBehindTheEnd(String length) throws IOException {
        try (ScriptedServer server = new ScriptedServer(e -> {
            e.read();
            e.write("HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ncontent-length: " + length + "\r\n\r\n");
            e.write(length.length() == 1 ? ":\n\n" : "");
            e.write("data: [DONE]\n\n");
            e.hang();
        })) {
            Outcome outcome = call(provider, streamed(server.baseUrl(), new Events()));

            assertThat(outcome).isInstanceOf(length.length() == 1 ? Outcome.Failure.class : Outcome.Success.class);
            await().until(() -> server.openConnections() == 0);
        }
    }

    private static void answer(ScriptedServer.Exchange exchange) throws IOException {
        exchange.stream();
        exchange.part("data: [DONE]\n\n");
        exchange.endStream();
    }

    private static void join(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }
}
