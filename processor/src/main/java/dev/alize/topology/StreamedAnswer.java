package dev.alize.topology;

import dev.alize.calls.Line;
import dev.alize.domain.EventSink;
import dev.alize.schemas.CompletionChunk;
import dev.alize.schemas.CompletionResponse;
import dev.alize.schemas.Delta;
import dev.alize.schemas.chat.ChatFormatException;
import dev.alize.schemas.chat.CompletionAssembly;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer of one streamed attempt: each event becomes a part to be published, and all of them the response. On
 * threads of the provider, one at a time.
 */
final class StreamedAnswer implements EventSink {
    /** Events up to this size cannot make a chunk that is too large; larger ones are encoded to see. */
    private static final int CERTAINLY_FITS = 128 * 1024;

    private final Engine engine;
    private final Line<List<Delta>, Settled> line;
    private final Body body;
    private final CompletionAssembly assembly = new CompletionAssembly();

    /** @param body that was sent: its tool calls keep the ids that the request's producer knows */
    StreamedAnswer(Engine engine, Line<List<Delta>, Settled> line, Body body) {
        this.engine = engine;
        this.body = body;
        this.line = line;
    }

    @Override
    public @Nullable String accept(byte[] data) {
        try {
            List<Delta> deltas = assembly.add(data);
            deltas.forEach(body.ids()::restoreIn);
            if (deltas.isEmpty()) {
                return null;
            }
            int limit = engine.settings().maxResponseBytes();
            if (data.length > CERTAINLY_FITS && sizeOf(deltas) > limit) {
                return "an event of the stream has " + data.length + " bytes, more than a chunk may take"
                        + " (processing.max_response_bytes is " + limit + ")";
            }
            line.part(deltas, data.length);
            return null;
        } catch (ChatFormatException e) {
            return e.getMessage();
        }
    }

    private int sizeOf(List<Delta> deltas) {
        CompletionChunk chunk = new CompletionChunk("", "", 0, 1, 0, deltas, false, null);
        return engine.codec().encode(chunk).length;
    }

    /** Publishes what came whole although it was asked for as a stream. */
    void publishWhole(CompletionResponse response, int bytes) {
        List<Delta> deltas = response.getChoices().stream()
                .map(choice -> new Delta(choice.getIndex(), choice.getMessage(), choice.getFinishReason()))
                .toList();
        line.part(deltas, bytes);
    }

    /** Writes what the events come to into the response. */
    void into(CompletionResponse response) throws ChatFormatException {
        assembly.into(response);
    }
}
