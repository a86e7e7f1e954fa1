package dev.alize.client;

import static dev.alize.client.Chunks.chunk;
import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.client.Streaming.Ending;
import dev.alize.client.Streaming.Part;
import dev.alize.client.Submission.Waiting;
import dev.alize.schemas.CompletionChunk;
import dev.alize.schemas.CompletionRequest;
import dev.alize.schemas.CompletionResponse;
import dev.alize.schemas.Endpoint;
import dev.alize.schemas.Priority;
import dev.alize.schemas.ResponseError;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

class StreamingTest {
    private static final Prompt PROMPT = new Prompt(
            "id-1",
            "acme",
            new Prompt.Gap("def f(", Optional.of("return a")),
            Optional.empty(),
            new Prompt.Delivery(Priority.BULK, Optional.empty(), Optional.of("order-1"), Optional.empty(), true));

    private final List<Part> parts = new ArrayList<>();
    private final MemoryChunks chunks = new MemoryChunks();

    @Test
    void asksForAStreamAndGivesItsPartsInOrder() {
        chunks.add(chunk(1, 0, "bon"));
        chunks.add(chunk(1, 0, "bon"));
        chunks.add(chunk(1, 1, "jour"));
        MemoryExchange exchange = new MemoryExchange(request -> answered(1, 2));

        Ending ending = await(exchange);

        assertThat(ending.complete()).isTrue();
        assertThat(ending.answer().completed()).isTrue();
        assertThat(parts.stream().map(Part::text)).containsExactly("bon", "jour");
        assertThat(parts.getFirst().json().at("/deltas/0/delta/content").asText())
                .isEqualTo("bon");
        CompletionRequest sent = exchange.sent.getFirst();
        assertThat(sent.getStream()).isTrue();
        assertThat(sent.getEndpoint()).isEqualTo(Endpoint.FIM);
        assertThat(sent.getPrompt() + "|" + sent.getSuffix()).isEqualTo("def f(|return a");
        assertThat(sent.getOrderingKey()).isEqualTo("order-1");
        assertThat(sent.getPriority()).isEqualTo(Priority.BULK);
    }

    @Test
    void waitsForChunksThatComeAfterTheResponse() {
        chunks.add(chunk(1, 0, "a"));
        chunks.pause();
        chunks.pause();
        chunks.add(chunk(1, 1, "b"));

        Ending ending = await(new MemoryExchange(request -> answered(1, 2)));

        assertThat(ending.complete()).isTrue();
        assertThat(parts.stream().map(Part::text)).containsExactly("a", "b");
    }

    @Test
    void endsWithoutChunksThatNeverCome() {
        chunks.add(chunk(1, 1, "b"));

        Ending ending = await(new MemoryExchange(request -> answered(1, 2)));

        assertThat(ending.complete()).isFalse();
        assertThat(ending.answer().text()).isEqualTo("bonjour");
        assertThat(parts).isEmpty();
    }

    @Test
    void tellsWhyAnAttemptBrokeOffAndGoesOnWithTheNext() {
        CompletionChunk broken = chunk(1, 1, "");
        broken.setLast(true);
        broken.setError(ResponseError.newBuilder()
                .setKind("stream_broken")
                .setBlame("provider")
                .setMessage("It stopped")
                .build());
        chunks.add(chunk(1, 0, "bonj"));
        chunks.add(broken);
        chunks.add(chunk(2, 0, "bonjour"));

        await(new MemoryExchange(request -> answered(2, 1)));

        assertThat(parts.stream().map(part -> part.attempt() + part.text())).containsExactly("1bonj", "1", "2bonjour");
        assertThat(parts.get(1).brokeOff()).contains("stream_broken: It stopped");
    }

    @Test
    void ignoresChunksOfOthersWithTheSameKey() {
        CompletionChunk stranger = chunk(1, 0, "no");
        stranger.setTenant("stranger");
        CompletionChunk other = chunk(1, 0, "no");
        other.setRequestId("id-2");
        chunks.add(stranger);
        chunks.add(other);
        chunks.add(chunk(1, 0, "yes"));

        await(new MemoryExchange(request -> answered(1, 1)));

        assertThat(parts.stream().map(Part::text)).containsExactly("yes");
    }

    @Test
    void givesUpWithoutAResponse() {
        chunks.add(chunk(1, 0, "a"));

        assertThat(Streaming.await(
                        new MemoryExchange(request -> Optional.empty()), chunks, PROMPT, waiting(), parts::add))
                .isEmpty();
        assertThat(parts).hasSize(1);
    }

    private Ending await(MemoryExchange exchange) {
        return Streaming.await(exchange, chunks, PROMPT, waiting(), parts::add).orElseThrow();
    }

    private static Optional<CompletionResponse> answered(int attempts, int chunks) {
        CompletionResponse response = Responses.completed("id-1", "acme", "bonjour");
        response.setAttempts(attempts);
        response.setChunks(chunks);
        return Optional.of(response);
    }

    /** Each look at the clock takes a second. */
    private static Waiting waiting() {
        long[] seconds = {0};
        InstantSource clock = () -> Instant.EPOCH.plusSeconds(seconds[0]++);
        return new Waiting(Duration.ofSeconds(60), () -> false, false, clock);
    }

    /** Gives all chunks up to the next pause at each poll. */
    private static final class MemoryChunks implements ChunkSource {
        private final Queue<Optional<CompletionChunk>> topic = new ArrayDeque<>();

        void add(CompletionChunk chunk) {
            topic.add(Optional.of(chunk));
        }

        void pause() {
            topic.add(Optional.empty());
        }

        @Override
        public void begin(boolean fromStart) {
            assertThat(fromStart).isFalse();
        }

        @Override
        public void poll(Duration timeout, Predicate<String> wanted, Consumer<CompletionChunk> chunks) {
            assertThat(wanted.test("order-1")).isTrue();
            assertThat(wanted.test("id-1")).isFalse();
            for (var next = topic.poll(); next != null && next.isPresent(); next = topic.poll()) {
                chunks.accept(next.get());
            }
        }

        @Override
        public void close() {}
    }
}
