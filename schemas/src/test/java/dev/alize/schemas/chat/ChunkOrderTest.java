package dev.alize.schemas.chat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.schemas.CompletionChunk;
import dev.alize.schemas.CompletionResponse;
import dev.alize.schemas.Status;
import dev.alize.schemas.Times;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ChunkOrderTest {
    private static final int MOST_AHEAD = 100;

    private final ChunkOrder order = new ChunkOrder(MOST_AHEAD);

    @Test
    void ignoresRepeats() {
        assertThat(add(1, 0)).containsExactly("1.0");
        assertThat(add(1, 0)).isEmpty();
        assertThat(add(1, 1)).containsExactly("1.1");
        assertThat(add(1, 0)).isEmpty();
    }

    @Test
    void waitsForWhatIsMissing() {
        assertThat(add(1, 2)).isEmpty();
        assertThat(add(1, 2)).isEmpty();
        assertThat(add(1, 1)).isEmpty();
        assertThat(add(1, 0)).containsExactly("1.0", "1.1", "1.2");
    }

    @Test
    void aHigherAttemptReplacesALowerOne() {
        add(1, 0);
        add(1, 2);
        assertThat(add(3, 0)).containsExactly("3.0");
        assertThat(add(1, 1)).isEmpty();
        assertThat(add(2, 0)).isEmpty();
        assertThat(add(3, 1)).containsExactly("3.1");
    }

    @Test
    void keepsNoMoreThanABoundedNumberBehindAGap() {
        for (int sequence = 1; sequence < 2 * MOST_AHEAD; sequence++) {
            assertThat(add(1, sequence)).isEmpty();
        }
        assertThat(add(1, Integer.MAX_VALUE)).isEmpty();
        assertThat(add(1, -1)).isEmpty();
        assertThat(add(1, 0)).hasSize(MOST_AHEAD);
    }

    @Test
    void anAnswerFromTheCacheIsOneMoreAttempt() {
        CompletionResponse cached = response(1, 1);
        cached.setCached(true);
        add(1, 0);
        assertThat(order.isComplete(cached)).isFalse();
        add(2, 0);
        assertThat(order.isComplete(cached)).isTrue();
    }

    @Test
    void isCompleteWithAsManyChunksOfTheLastAttemptAsTheResponseCounts() {
        add(1, 0);
        add(1, 1);
        assertThat(order.isComplete(response(2, 2))).isFalse();
        add(2, 1);
        assertThat(order.isComplete(response(2, 2))).isFalse();
        add(2, 0);
        assertThat(order.isComplete(response(2, 2))).isTrue();
        assertThat(order.hasAll(response(2, 2))).isTrue();
        assertThat(order.isComplete(response(3, 0))).isTrue();
        assertThat(order.hasAll(response(3, 0))).isFalse();
        assertThat(order.isComplete(response(1, 3))).as("replaced").isTrue();
        assertThat(order.hasAll(response(1, 3))).isFalse();
        assertThat(order.isComplete(response(3, 1))).isFalse();
    }

    @Test
    void anyOrderOfRepeatedChunksReadsTheSame() {
        long seed = System.nanoTime();
        List<CompletionChunk> arriving = new ArrayList<>();
        IntStream.range(0, 50).forEach(sequence -> {
            arriving.add(chunk(2, sequence));
            arriving.add(chunk(2, sequence));
            arriving.add(chunk(1, sequence));
        });
        Collections.shuffle(arriving, new Random(seed));
        List<Integer> read = arriving.stream()
                .flatMap(chunk -> order.add(chunk).stream())
                .filter(chunk -> chunk.getAttempt() == 2)
                .map(CompletionChunk::getSequence)
                .toList();
        assertThat(read)
                .as("seed " + seed)
                .containsExactlyElementsOf(IntStream.range(0, 50).boxed().toList());
    }

    private List<String> add(int attempt, int sequence) {
        return order.add(chunk(attempt, sequence)).stream()
                .map(chunk -> chunk.getAttempt() + "." + chunk.getSequence())
                .toList();
    }

    private static CompletionResponse response(int attempts, int chunks) {
        return CompletionResponse.newBuilder()
                .setRequestId("id-1")
                .setTenant("acme")
                .setStatus(Status.COMPLETED)
                .setTimes(Times.newBuilder().setRequestedAt(Instant.EPOCH).build())
                .setAttempts(attempts)
                .setChunks(chunks)
                .build();
    }

    private static CompletionChunk chunk(int attempt, int sequence) {
        return CompletionChunk.newBuilder()
                .setRequestId("id-1")
                .setTenant("acme")
                .setAttempt(attempt)
                .setSequence(sequence)
                .setDeltas(List.of())
                .build();
    }
}
