package dev.alize.topology;

import dev.alize.calls.Batch;
import dev.alize.calls.CallKey;
import dev.alize.schemas.CompletionChunk;
import dev.alize.schemas.CompletionRequest;
import dev.alize.schemas.Delta;
import dev.alize.schemas.OpenRequest;
import dev.alize.schemas.ResponseError;
import java.util.List;
import java.util.function.BiConsumer;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/** Writes the parts of streamed answers as chunks. Owned by the task's stream thread. */
final class Chunks {
    private final Engine engine;
    private final TaskRoom room;
    private final BiConsumer<OpenRequest, Record<byte[], Outgoing>> sink;

    /** @param sink takes the chunks of a request */
    Chunks(Engine engine, TaskRoom room, BiConsumer<OpenRequest, Record<byte[], Outgoing>> sink) {
        this.engine = engine;
        this.room = room;
        this.sink = sink;
    }

    /** Writes what has come of a call that goes on. */
    void write(TaskRoom.Open entry, long nowMs) {
        write(entry, engine.calls().take(entry.call()), false, null, nowMs);
    }

    /**
     * Writes the end of a call: the rest of its parts, the last of them marked.
     *
     * @param error why the attempt broke off, null where it did not
     * @return how many chunks the attempt has; 0 where it broke off before any
     */
    int end(TaskRoom.Open entry, @Nullable ResponseError error, long nowMs) {
        return write(entry, engine.calls().takeLast(entry.call(), error == null), true, error, nowMs);
    }

    private int write(
            TaskRoom.Open entry,
            List<Batch<List<Delta>>> batches,
            boolean ends,
            @Nullable ResponseError error,
            long nowMs) {
        if (batches.isEmpty()) {
            return 0;
        }
        int last = batches.getLast().sequence();
        for (Batch<List<Delta>> batch : batches) {
            boolean marked = ends && batch.sequence() == last;
            CompletionChunk chunk = chunk(entry.request(), batch, marked, marked ? error : null);
            byte[] value = engine.codec().encode(chunk);
            engine.observer().chunkWritten(chunk.getDeltas().size());
            sink.accept(
                    entry.request(),
                    new Record<>(RecordParts.key(entry.request()), new Outgoing(room.partition(), value), nowMs));
        }
        CallKey call = entry.call();
        engine.hooks().afterCommit(room, () -> engine.calls().committed(call, last));
        return last + 1;
    }

    private static CompletionChunk chunk(
            OpenRequest open, Batch<List<Delta>> batch, boolean last, @Nullable ResponseError error) {
        CompletionRequest request = open.getRequest();
        List<Delta> deltas = batch.parts().stream().flatMap(List::stream).toList();
        return new CompletionChunk(
                request.getRequestId(),
                request.getTenant(),
                request.getRedrive(),
                open.getAttempts(),
                batch.sequence(),
                deltas,
                last,
                error);
    }
}
