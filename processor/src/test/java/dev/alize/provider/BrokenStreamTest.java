package dev.alize.provider;

import static dev.alize.provider.Calls.call;
import static dev.alize.provider.Calls.fail;
import static dev.alize.provider.Calls.streamed;
import static dev.alize.provider.Calls.succeed;
import static dev.alize.provider.Calls.withBody;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.alize.domain.EventSink;
import dev.alize.domain.FailureKind;
import dev.alize.domain.Outcome;
import dev.alize.domain.Provider;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams that stop, stall, fail, grow too large or are not wanted any more. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(60)
class BrokenStreamTest {
    private static final int MAX_ANSWER = 10_000;
    private static final Duration SHORT = Duration.ofMillis(300);
    private static final String EVENT = "data: {\"choices\":[]}\n\n";

    private HttpProvider provider;

    @BeforeAll
    void open() {
        provider = Calls.provider(MAX_ANSWER, false);
    }

    @AfterAll
    void close() {
        provider.close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``                            | after 0 events (0 bytes)",
                "`: ping//`                    | after 0 events (8 bytes)",
                "`data: a//`                   | after 1 event (9 bytes)",
                "`data: a//data: b//data: c`   | after 2 events (25 bytes)",
                "`data: a//data: [DONE`        | after 1 event (20 bytes)",
                "`data: a//data: x [DONE]/`    | after 1 event (24 bytes)",
                "`data: a//data: b/data: [DONE]//` | after 2 events (31 bytes)"
            })
    void aStreamWithoutItsEndIsBroken(String body, String reached) throws IOException {
        String text = body.replace('/', '\n');
        try (ScriptedServer server = new ScriptedServer(e -> e.answer(200, text, "content-type: text/event-stream"))) {
            assertFailure(server, FailureKind.BROKEN_ANSWER, "the stream ended without [DONE] " + reached);
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aStreamWhoseConnectionBreaksIsBroken(boolean reset) throws IOException {
        Events events = new Events();
        try (ScriptedServer server = new ScriptedServer(e -> {
            e.stream();
            e.part(EVENT + "data: {\"cho");
            if (reset) {
                await().until(() -> !events.texts().isEmpty());
                e.reset();
            } else {
                e.close();
            }
        })) {
            Outcome.Failure failure = fail(provider, streamed(server.baseUrl(), events));

            assertThat(failure.kind()).isEqualTo(FailureKind.BROKEN_ANSWER);
            assertThat(failure.message()).isEqualTo("the stream broke off after 1 event (33 bytes)");
        }
    }

    @Test
    void aStreamThatIsShorterThanItSaysIsBroken() throws IOException {
        try (ScriptedServer server = new ScriptedServer(e -> {
            e.read();
            e.write("HTTP/1.1 200 OK\r\ncontent-type: text/event-stream\r\ncontent-length: 900\r\n\r\n" + EVENT);
            e.close();
        })) {
            assertFailure(server, FailureKind.BROKEN_ANSWER, "the stream broke off after 1 event (22 bytes)");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{`object`:`error`,`message`:`m`,`raw_status_code`:429,`code`:`1300`} | RATE_LIMITED | 1300",
                "{`object`:`error`,`message`:`m`,`raw_status_code`:400,`code`:`1500`} | UNKNOWN_MODEL | 1500",
                "{`object`:`error`,`message`:`m`,`code`:`3505`} | CAPACITY_EXCEEDED | 3505",
                "{`object`:`error`,`message`:`m`} | PROVIDER_UNAVAILABLE | ",
                "{`error`:{`message`:`m`,`code`:`tool_use_failed`,`status_code`:400}} | INVALID_REQUEST | tool_use_failed",
                "{`error`:{`message`:`m`,`code`:502},`choices`:[{`delta`:{`content`:``}}]} | PROVIDER_UNAVAILABLE | 502",
                "{`error`:{`message`:`m`,`code`:401}} | UNAUTHORIZED | 401",
                "{`error`:{`message`:`m`},`status`:`413`} | CONTEXT_LENGTH_EXCEEDED | ",
                "{`error`:`m`} | PROVIDER_UNAVAILABLE | ",
                "{`error` : `m`,`choices`:[]} | PROVIDER_UNAVAILABLE | ",
                "{`type`:`error`,`error`:{`message`:`m`,`code`:99999}} | PROVIDER_UNAVAILABLE | 99999",
                "[{`error`:{`message`:`m`,`code`:429}}] | RATE_LIMITED | 429"
            })
    void anErrorInAStreamIsClassified(String line) throws IOException {
        String[] columns = line.split("\\|");
        String error = columns[0].strip().replace('`', '"');
        Events events = new Events();
        try (ScriptedServer server = streaming(EVENT + "event: error\ndata: " + error + "\n\n" + EVENT)) {
            Outcome.Failure failure = fail(provider, streamed(server.baseUrl(), events));

            assertThat(failure.kind()).isEqualTo(FailureKind.valueOf(columns[1].strip()));
            assertThat(failure.code()).isEqualTo(columns[2].isBlank() ? null : columns[2].strip());
            assertThat(failure.message()).isEqualTo("m");
            assertThat(failure.facts().status()).isEqualTo(200);
            assertThat(events.texts()).hasSize(1);
            await().until(() -> server.openConnections() == 0);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"choices\":[{\"delta\":{\"content\":\"error\"}}]}",
                "{\"choices\":[{\"delta\":{\"content\":\"\\\"error\\\":{}\"}}]}",
                "{\"choices\":[{\"delta\":{},\"error\":{\"message\":\"m\"}}]}",
                "{\"choices\":[{\"finish_reason\":\"error\"}]}",
                "{\"error\":null,\"choices\":[{}]}",
                "{\"error\":{},\"choices\":[{}]}",
                "{\"error\":\"none\",\"choices\":[{}]}",
                "{\"error\":false}",
                "{\"error\":{",
                "\"error\"",
                "[\"error\"]"
            })
    void anEventThatOnlyNamesAnErrorIsAnEvent(String event) throws IOException {
        Events events = new Events();
        try (ScriptedServer server = streaming("data: " + event + "\n\ndata: [DONE]\n\n")) {
            succeed(provider, streamed(server.baseUrl(), events));
        }
        assertThat(events.texts()).containsExactly(event);
    }

    @Test
    void anErrorInAStreamShowsNeitherPromptNorKey() throws IOException {
        String prompt = "The quick brown fox jumps over the lazy dog near the river bank";
        byte[] body = ("{\"messages\":[{\"content\":\"" + prompt + "\"}]}").getBytes(StandardCharsets.UTF_8);
        String error = "{\"error\":{\"message\":\"bad: " + prompt + ", key " + Calls.KEY + "\",\"code\":\"" + Calls.KEY
                + "\",\"failed_generation\":\"hush\"}}";
        try (ScriptedServer server = streaming("data: " + error + "\n\n")) {
            Outcome.Failure failure = fail(provider, withBody(streamed(server.baseUrl(), new Events()), () -> body));

            assertThat(failure.message()).startsWith("bad: ").doesNotContain("quick brown", Calls.KEY, "hush");
            assertThat(failure.code()).doesNotContain(Calls.KEY);
        }
    }

    @Test
    void anEventThatIsNotAcceptedEndsTheStream() throws IOException {
        AtomicInteger events = new AtomicInteger();
        EventSink picky = data -> events.incrementAndGet() == 2 ? "event 2: no choices" + "!".repeat(600) : null;
        try (ScriptedServer server = streaming(EVENT.repeat(3) + "data: [DONE]\n\n")) {
            Outcome.Failure failure = fail(provider, streamed(server.baseUrl(), picky));

            assertThat(failure.kind()).isEqualTo(FailureKind.BROKEN_ANSWER);
            assertThat(failure.message()).startsWith("event 2: no choices!").hasSize(500);
            await().until(() -> server.openConnections() == 0);
        }
        assertThat(events).hasValue(2);
    }

    @Test
    void aReceiverThatFailsEndsTheStreamAndItsTextStaysInside() throws IOException {
        for (Throwable bug : List.of(new IllegalStateException("hush"), new StackOverflowError("hush"))) {
            AtomicInteger events = new AtomicInteger();
            try (ScriptedServer server = streaming(EVENT.repeat(3))) {
                Outcome.Failure failure = fail(provider, streamed(server.baseUrl(), data -> {
                    events.incrementAndGet();
                    throw sneaky(bug);
                }));

                assertThat(failure.kind()).isEqualTo(FailureKind.INTERNAL);
                assertThat(failure.message())
                        .contains("event 1", bug.getClass().getName())
                        .doesNotContain("hush");
                await().until(() -> server.openConnections() == 0);
            }
            assertThat(events).hasValue(1);
        }
    }

    private static RuntimeException sneaky(Throwable bug) {
        if (bug instanceof Error error) {
            throw error;
        }
        return (RuntimeException) bug;
    }

    @Test
    void aStreamOfTheLargestSizeIsRead() throws IOException {
        String end = "data: [DONE]\n\n";
        int rest = MAX_ANSWER - end.length() - "data: \n\n".length();
        Events events = new Events();
        try (ScriptedServer server = streaming("data: " + "x".repeat(rest) + "\n\n" + end)) {
            succeed(provider, streamed(server.baseUrl(), events));
        }
        assertThat(events.texts()).containsExactly("x".repeat(rest));
    }

    @ParameterizedTest
    @ValueSource(strings = {"data: {}\n\n", "event: x\n", ": ping\n\n", "\n", "\r"})
    void aStreamThatGrowsTooLargeIsNotReadToItsEnd(String repeated) throws IOException {
        assertTooLarge(repeated, "the answer has more than 320000 bytes");
    }

    @ParameterizedTest
    @ValueSource(strings = {"data: {}\n", "data: {}", ":", "x"})
    void anEventOrALineThatGrowsTooLargeIsNotReadToItsEnd(String repeated) throws IOException {
        assertTooLarge(repeated, "the answer has more than 10000 bytes");
    }

    private void assertTooLarge(String repeated, String message) throws IOException {
        try (ScriptedServer server = new ScriptedServer(e -> {
            e.stream();
            while (true) {
                e.part(repeated.repeat(1_000 / repeated.length()));
            }
        })) {
            assertFailure(server, FailureKind.RESPONSE_TOO_LARGE, message);
            await().until(() -> server.openConnections() == 0);
        }
    }

    @Test
    void aCompressedStreamIsNotRead() throws IOException {
        try (ScriptedServer server = new ScriptedServer(e -> {
            e.stream("content-encoding: gzip");
            e.hang();
        })) {
            assertFailure(
                    server, FailureKind.BROKEN_ANSWER, "the stream of events is compressed, which was not asked for");
            await().until(() -> server.openConnections() == 0);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "``                     | after 0 events (0 bytes)",
                "`data: a//data: b`     | after 1 event (16 bytes)",
                "`data: a//: ping//`    | after 1 event (17 bytes)"
            })
    void aStreamThatFallsSilentIsGivenUp(String body, String reached) throws IOException {
        try (ScriptedServer server = new ScriptedServer(e -> {
            e.stream();
            if (!body.isEmpty()) {
                e.part(body.replace('/', '\n'));
            }
            e.hang();
        })) {
            Outcome.Failure failure = fail(provider, streamed(server.baseUrl(), SHORT, Calls.LONG, new Events()));

            assertThat(failure.kind()).isEqualTo(FailureKind.TIMEOUT);
            assertThat(failure.message())
                    .isEqualTo("nothing came for 300 ms: time was up " + reached + ", maybe billed");
            assertThat(failure.facts().durationMs()).isBetween(300L, 20_000L);
            await().until(() -> server.openConnections() == 0);
        }
    }

    @Test
    void aStreamThatDoesNotBeginIsGivenUp() throws IOException {
        try (ScriptedServer server = new ScriptedServer(e -> {
            e.read();
            e.hang();
        })) {
            Outcome.Failure failure = fail(provider, streamed(server.baseUrl(), SHORT, Calls.LONG, new Events()));

            assertThat(failure.kind()).isEqualTo(FailureKind.TIMEOUT);
            assertThat(failure.message())
                    .isEqualTo("nothing came for 300 ms: time was up before an answer, maybe billed");
        }
    }

    @Test
    void aStreamThatNeverEndsIsGivenUpWhenItsTimeIsUp() throws IOException {
        try (ScriptedServer server = new ScriptedServer(e -> {
            e.stream();
            e.part("data: a\n\ndata: b\n\n");
            e.hang();
        })) {
            Outcome.Failure failure = fail(provider, streamed(server.baseUrl(), Calls.LONG, SHORT, new Events()));

            assertThat(failure.kind()).isEqualTo(FailureKind.TIMEOUT);
            assertThat(failure.message())
                    .isEqualTo("no outcome within 300 ms: time was up after 2 events (18 bytes), maybe billed");
            await().until(() -> server.openConnections() == 0);
        }
    }

    @Test
    void aReceiverThatCancelsGetsNoFurtherEventAndNoOutcome() throws IOException {
        CompletableFuture<Provider.Call> call = new CompletableFuture<>();
        AtomicInteger events = new AtomicInteger();
        List<Outcome> outcomes = new CopyOnWriteArrayList<>();
        try (ScriptedServer server = new ScriptedServer(e -> {
            e.stream();
            e.part(EVENT.repeat(5) + "data: [DONE]\n\n");
            e.hang();
        })) {
            call.complete(provider.start(
                    streamed(server.baseUrl(), data -> {
                        if (events.incrementAndGet() == 2) {
                            call.join().cancel();
                        }
                        return null;
                    }),
                    outcomes::add));
            await().until(() -> events.get() == 2 && server.openConnections() == 0);
        }
        assertThat(call(provider, Calls.attempt(URI.create("http://127.0.0.1:1"))))
                .isInstanceOf(Outcome.Failure.class);
        assertThat(events).hasValue(2);
        assertThat(outcomes).isEmpty();
    }

    private static ScriptedServer streaming(String body) throws IOException {
        return new ScriptedServer(e -> {
            e.stream();
            e.part(body);
            e.hang();
        });
    }

    private void assertFailure(ScriptedServer server, FailureKind kind, String message) {
        Outcome.Failure failure = fail(provider, streamed(server.baseUrl(), new Events()));
        assertThat(failure.kind()).as(failure.message()).isEqualTo(kind);
        assertThat(failure.message()).isEqualTo(message);
    }
}
