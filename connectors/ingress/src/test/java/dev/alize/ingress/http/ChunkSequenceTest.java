package dev.alize.ingress.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.ingress.exchange.FakeExchange;
import dev.alize.schemas.CompletionChunk;
import dev.alize.schemas.CompletionRequest;
import dev.alize.schemas.CompletionResponse;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ChunkSequenceTest {
    private final ChunkSequence sequence = new ChunkSequence();
    private final CompletionRequest request = request();

    private static CompletionRequest request() {
        CompletionRequest request = new CompletionRequest();
        request.setRequestId("r1");
        request.setTenant("acme");
        request.setMetadata(Map.of());
        return request;
    }

    private CompletionChunk chunk(int attempt, int sequence) {
        return FakeExchange.chunk(request, attempt, sequence, false, "x");
    }

    private CompletionResponse response(int attempts, int chunks) {
        CompletionResponse response = FakeExchange.completed(request, "x");
        response.setAttempts(attempts);
        response.setChunks(chunks);
        return response;
    }

    @Test
    void putsChunksInOrderAndDropsRepeats() {
        assertThat(sequence.add(chunk(1, 1))).isEmpty();
        assertThat(sequence.add(chunk(1, 0)))
                .extracting(CompletionChunk::getSequence)
                .containsExactly(0, 1);
        assertThat(sequence.add(chunk(1, 1))).isEmpty();
        assertThat(sequence.isComplete(response(1, 2))).isTrue();
        assertThat(sequence.isComplete(response(1, 3))).isFalse();
    }

    @Test
    void dropsWhatIsLeftOfAnEarlierAttempt() {
        assertThat(sequence.add(chunk(1, 0))).hasSize(1);
        assertThat(sequence.add(chunk(2, 0))).hasSize(1);
        assertThat(sequence.add(chunk(1, 1))).isEmpty();
        assertThat(sequence.attempt()).isEqualTo(2);
        assertThat(sequence.isComplete(response(2, 1))).isTrue();
        assertThat(sequence.isComplete(response(3, 1))).isFalse();
    }

    @Test
    void countsAnAnswerOfTheCacheAsOneMoreAttempt() {
        sequence.add(chunk(1, 0));
        CompletionResponse cached = response(0, 1);
        cached.setCached(true);
        assertThat(sequence.isComplete(cached)).isTrue();
    }
}
