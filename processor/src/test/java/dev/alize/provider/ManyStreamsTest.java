package dev.alize.provider;

import static dev.alize.provider.Calls.start;
import static dev.alize.provider.Calls.streamed;
import static dev.alize.provider.Calls.succeed;
import static dev.alize.provider.Calls.withBody;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.alize.domain.Attempt;
import dev.alize.domain.Outcome;
import dev.alize.domain.Provider;
import dev.alize.provider.RecordedStreams.Sample;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.HttpServerResponse;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Streams that run at the same time, on connections of their own and on one HTTP/2 connection. */
@Timeout(120)
class ManyStreamsTest {
    private static final String END = "data: [DONE]\n\n";

    private final AtomicInteger connections = new AtomicInteger();
    private Vertx vertx;

    @BeforeEach
    void open() {
        vertx = Vertx.vertx();
    }

    @AfterEach
    void close() {
        vertx.close().await();
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void streamsThatInterleaveDoNotMix(boolean http2) {
        long seed = new Random().nextLong();
        System.out.println("ManyStreamsTest seed " + seed);
        List<Sample> samples = List.of(
                RecordedStreams.of("mistral-stream-000"),
                RecordedStreams.of("mistral-stream-001"),
                RecordedStreams.of("openai-compatible-stream-015"));
        List<Running> running = new ArrayList<>();
        Random random = new Random(seed);
        URI baseUrl = serve((number, response) -> {
            running.add(new Running(
                    response, samples.get(number % samples.size()).body().getBytes(StandardCharsets.UTF_8)));
            if (running.size() == 2 * samples.size()) {
                interleave(running, random);
            }
        });
        try (HttpProvider provider = Calls.provider(1 << 20, http2)) {
            if (http2) {
                warmUp(provider, baseUrl);
            }
            List<Events> events = new ArrayList<>();
            List<CompletableFuture<Outcome>> outcomes = new ArrayList<>();
            for (int i = 0; i < 2 * samples.size(); i++) {
                events.add(new Events());
                outcomes.add(start(provider, numbered(streamed(baseUrl, events.get(i)), i)));
            }
            for (int i = 0; i < outcomes.size(); i++) {
                assertThat(outcomes.get(i).join()).isInstanceOf(Outcome.Success.class);
                assertThat(events.get(i).texts())
                        .as("seed %d", seed)
                        .isEqualTo(samples.get(i % samples.size()).events());
            }
            // The first one asked what the server speaks.
            assertThat(connections).hasValue(http2 ? 2 : outcomes.size());
        }
    }

    /** Until a connection is open it is not known to be shared. */
    private static void warmUp(HttpProvider provider, URI baseUrl) {
        succeed(provider, numbered(streamed(baseUrl, new Events()), -1));
    }

    @Test
    void aStreamThatIsGivenUpLeavesTheOthersOfItsConnectionAlone() {
        List<HttpServerResponse> open = new CopyOnWriteArrayList<>();
        URI baseUrl = serve((number, response) -> {
            open.add(response);
            response.write("data: a\n\n");
            if (open.size() == 2) {
                open.getFirst().exceptionHandler(e -> {});
                open.getFirst().write("data: {\"error\":{}}\n\n");
                vertx.setTimer(50, id -> open.getLast().end("data: b\n\n" + END));
            }
        });
        try (HttpProvider provider = Calls.provider(1 << 20, true)) {
            warmUp(provider, baseUrl);
            Events other = new Events();
            var broken = start(provider, numbered(streamed(baseUrl, new Events()), 0));
            await().until(() -> open.size() == 1);
            var whole = start(provider, numbered(streamed(baseUrl, other), 1));

            assertThat(broken.join()).isInstanceOf(Outcome.Failure.class);
            assertThat(whole.join()).isInstanceOf(Outcome.Success.class);
            assertThat(other.texts()).containsExactly("a", "b");
            // The first one asked what the server speaks.
            assertThat(connections).hasValue(2);
        }
    }

    @Test
    void aStreamThatOnlyPingsIsNotSilent() {
        Duration silence = Duration.ofMillis(1_500);
        URI baseUrl = serve((number, response) -> ping(response, 40));
        try (HttpProvider provider = Calls.provider(1 << 20, false)) {
            Outcome.Success success =
                    succeed(provider, numbered(streamed(baseUrl, silence, Calls.LONG, new Events()), 0));

            assertThat(success.facts().durationMs()).isGreaterThan(silence.toMillis());
        }
    }

    private void ping(HttpServerResponse response, int left) {
        if (left == 0) {
            response.end(END);
        } else {
            response.write(": ping\n\n");
            vertx.setTimer(50, id -> ping(response, left - 1));
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void noEventComesAfterTheEndWhateverIsCancelledAndWhen(boolean http2) {
        long seed = new Random().nextLong();
        System.out.println("ManyStreamsTest seed " + seed);
        Random random = new Random(seed);
        URI baseUrl = serve((number, response) -> trickle(response, number, 0, number % 7));
        List<Watched> kept = new ArrayList<>();
        List<Watched> cancelled = new ArrayList<>();
        try (HttpProvider provider = Calls.provider(1 << 20, http2)) {
            for (int i = 0; i < 600; i++) {
                Watched stream = new Watched(i);
                Duration total = Duration.ofMillis(1 + random.nextInt(2_000));
                Provider.Call call =
                        provider.start(numbered(streamed(baseUrl, total, total, stream::accept), i), stream::end);
                if (random.nextInt(3) == 0) {
                    cancelled.add(stream);
                    CompletableFuture.delayedExecutor(random.nextInt(100), TimeUnit.MILLISECONDS)
                            .execute(call::cancel);
                } else {
                    kept.add(stream);
                }
            }
            await().atMost(Duration.ofSeconds(60))
                    .until(() -> kept.stream().allMatch(stream -> stream.ends.get() == 1));
        }
        assertThat(kept).as("seed %d", seed).allMatch(stream -> stream.wrong == null);
        assertThat(cancelled).as("seed %d", seed).allMatch(stream -> stream.wrong == null && stream.ends.get() <= 1);
        assertThat(kept).as("seed %d", seed).anyMatch(stream -> stream.succeeded);
    }

    private void trickle(HttpServerResponse response, int number, int sent, int count) {
        response.exceptionHandler(e -> {});
        if (response.closed()) {
            return;
        }
        if (sent == count) {
            response.end(END);
        } else {
            response.write("data: " + number + "." + sent + "\n\n");
            vertx.setTimer(1 + number % 5, id -> trickle(response, number, sent + 1, count));
        }
    }

    private URI serve(BiConsumer<Integer, HttpServerResponse> script) {
        int port = vertx.createHttpServer()
                .connectionHandler(connection -> connections.incrementAndGet())
                .requestHandler(request -> begin(request, script))
                .listen(0, "127.0.0.1")
                .await()
                .actualPort();
        return URI.create("http://127.0.0.1:" + port + "/v1");
    }

    private static void begin(HttpServerRequest request, BiConsumer<Integer, HttpServerResponse> script) {
        request.body().onSuccess(body -> {
            HttpServerResponse response =
                    request.response().setChunked(true).putHeader("content-type", "text/event-stream");
            int number = Integer.parseInt(body.toString());
            if (number < 0) {
                response.end(END);
            } else {
                script.accept(number, response);
            }
        });
    }

    private static Attempt numbered(Attempt attempt, int number) {
        return withBody(attempt, () -> String.valueOf(number).getBytes(StandardCharsets.UTF_8));
    }

    /** Writes a few bytes of any stream at a time, until all have ended. */
    private void interleave(List<Running> running, Random random) {
        if (running.isEmpty()) {
            return;
        }
        Running one = running.get(random.nextInt(running.size()));
        if (one.writeUpTo(1 + random.nextInt(400))) {
            running.remove(one);
        }
        vertx.runOnContext(v -> interleave(running, random));
    }

    private static final class Running {
        private final HttpServerResponse response;
        private final byte[] body;
        private int written;

        Running(HttpServerResponse response, byte[] body) {
            this.response = response;
            this.body = body;
        }

        boolean writeUpTo(int bytes) {
            int to = Math.min(body.length, written + bytes);
            response.write(Buffer.buffer(body).getBuffer(written, to));
            written = to;
            if (written == body.length) {
                response.end();
            }
            return written == body.length;
        }
    }

    /** A stream that notes the first thing that should not have happened. */
    private static final class Watched {
        private final int number;
        private final AtomicInteger ends = new AtomicInteger();
        private final Events events = new Events();
        private volatile boolean succeeded;
        private volatile @Nullable String wrong;

        Watched(int number) {
            this.number = number;
        }

        @Nullable
        String accept(byte[] data) {
            String expected = number + "." + events.texts().size();
            events.accept(data);
            if (ends.get() > 0) {
                wrong = "an event after the end";
            } else if (events.mixed() || !events.texts().getLast().equals(expected)) {
                wrong = "expected " + expected;
            }
            return null;
        }

        void end(Outcome outcome) {
            if (ends.incrementAndGet() > 1) {
                wrong = "a second end";
            } else if (outcome instanceof Outcome.Success) {
                succeeded = true;
                if (events.texts().size() != number % 7) {
                    wrong = "an event is missing";
                }
            }
        }
    }
}
