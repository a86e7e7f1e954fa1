package dev.alize.ingress.http;

import dev.alize.ingress.errors.ApiError;
import dev.alize.schemas.CompletionChunk;
import dev.alize.schemas.CompletionResponse;
import dev.alize.schemas.Delta;
import dev.alize.schemas.Message;
import dev.alize.schemas.Status;
import dev.alize.schemas.Usage;
import dev.alize.schemas.chat.ChatJson;
import dev.alize.schemas.chat.ChunkOrder;
import dev.alize.schemas.chat.StreamHead;
import io.vertx.core.buffer.Buffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The answer delta by delta. Nothing is sent before the first delta, so that what fails before has its own status. What
 * ends it waits for the response, which tells that it counts, and the usage. What was sent cannot be taken back: where
 * another attempt replaces one of which text was sent, the stream ends with an error event.
 */
final class StreamedAnswer implements Answer {
    /**
     * How long chunks may come after the response that counts them before it is told whole; they were committed together.
     * Where text was told already, that cannot be, and they are waited for as long as the caller waits.
     */
    /** Chunks that are kept beyond a gap, for each of many streams. */
    private static final int MOST_AHEAD = 1_000;

    private static final long CHUNK_PATIENCE_MS = 3_000;

    private static final byte[] DATA = "data: ".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] END = "\n\n".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] DONE = "data: [DONE]\n\n".getBytes(StandardCharsets.US_ASCII);

    private final Call call;
    private final EventWriter events;
    private final StreamHead head;
    private final boolean includeUsage;
    private final ChunkOrder order = new ChunkOrder(MOST_AHEAD);
    private final List<Delta> held = new ArrayList<>();
    private @Nullable CompletionResponse response;
    private boolean told;

    /** @param includeUsage whether usage comes in an event of its own, as OpenAI does; else with the last delta */
    StreamedAnswer(Call call, StreamHead head, boolean includeUsage) {
        this.call = call;
        this.events = new EventWriter(call);
        this.head = head;
        this.includeUsage = includeUsage;
    }

    @Override
    public boolean wantsChunks() {
        return true;
    }

    @Override
    public void arrived(List<CompletionChunk> chunks) {
        Buffer out = Buffer.buffer();
        int count = 0;
        for (CompletionChunk chunk : chunks) {
            if (chunk.getAttempt() > order.attempt()) {
                if (told) {
                    events.write(out, count);
                    failed(replaced());
                    return;
                }
                held.clear();
            }
            for (CompletionChunk ready : order.add(chunk)) {
                if (ready.getLast() && ready.getError() == null) {
                    held.addAll(ready.getDeltas());
                } else {
                    count += append(out, ready.getDeltas());
                }
            }
        }
        events.write(out, count);
        if (response != null) {
            finish(response);
        }
    }

    /** What ends a choice waits, too: the usage goes with it. */
    private int append(Buffer out, List<Delta> deltas) {
        int count = 0;
        for (Delta delta : deltas) {
            if (delta.getFinishReason() == null) {
                append(out, delta, null);
                told |= tells(delta);
                count++;
            } else {
                held.add(delta);
            }
        }
        return count;
    }

    private void append(Buffer out, @Nullable Delta delta, @Nullable Usage usage) {
        byte[] json = ChatJson.eventBytes(head, delta == null ? null : Completions.numbered(delta), usage);
        out.appendBytes(DATA).appendBytes(json).appendBytes(END);
    }

    /** Whether a client that shows it would have to take it back: not the role alone. */
    private static boolean tells(Delta delta) {
        Message message = delta.getMessage();
        Object content = message.getContent();
        boolean text = content instanceof List<?> parts ? !parts.isEmpty() : content != null && !content.equals("");
        boolean more = message.getExtra().values().stream().anyMatch(json -> !json.equals("null"));
        return text || more || message.getToolCalls() != null;
    }

    @Override
    public void answered(CompletionResponse answer) {
        if (response != null) {
            return;
        }
        response = answer;
        boolean lasts = isCompleted(answer) || events.hasBegun();
        if (answer.getChunks() == 0 || !lasts) {
            giveUp(answer);
        } else {
            finish(answer);
            if (!call.isEnded()) {
                call.loop().vertx().setTimer(CHUNK_PATIENCE_MS, unused -> lacking(answer));
            }
        }
    }

    private void lacking(CompletionResponse answer) {
        if (!told || !isCompleted(answer)) {
            giveUp(answer);
        }
    }

    /** Its chunks were published before this client came, unless some were told already. */
    @Override
    public void found(CompletionResponse answer) {
        if (told) {
            answered(answer);
        } else if (response == null) {
            response = answer;
            giveUp(answer);
        }
    }

    private static boolean isCompleted(CompletionResponse answer) {
        return answer.getStatus() == Status.COMPLETED;
    }

    /** A stream that has begun and fails gives what was published of it first. */
    private void finish(CompletionResponse answer) {
        if (!order.hasAll(answer)) {
            return;
        }
        if (isCompleted(answer)) {
            end(answer, held);
        } else {
            failed(ApiError.of(answer));
        }
    }

    /** There are no chunks, or some are missing: they were sent before this client came, or are deleted. */
    private void giveUp(CompletionResponse answer) {
        if (call.isEnded()) {
            return;
        }
        if (isCompleted(answer)) {
            whole(answer);
        } else {
            failed(ApiError.of(answer));
        }
    }

    /** The answer as it stands in the response, unless a part of it was sent already. */
    private void whole(CompletionResponse answer) {
        if (told) {
            failed(replaced());
        } else {
            end(answer, Completions.deltas(answer));
        }
    }

    private void end(CompletionResponse answer, List<Delta> last) {
        Buffer out = Buffer.buffer();
        Usage usage = answer.getUsage();
        for (int i = 0; i < last.size(); i++) {
            boolean closes = i + 1 == last.size() && !includeUsage;
            append(out, last.get(i), closes ? usage : null);
        }
        if (includeUsage && usage != null) {
            append(out, null, usage);
        }
        out.appendBytes(DONE);
        events.write(out, last.size());
        events.end();
    }

    private static ApiError replaced() {
        return ApiError.of(
                502,
                "server_error",
                "stream_interrupted",
                null,
                "The provider broke the stream off, and another attempt gives another answer; what was sent before does"
                        + " not belong to it.");
    }

    @Override
    public void failed(ApiError error) {
        if (events.hasBegun()) {
            events.write(Buffer.buffer(error.event()), 1);
            events.end();
        } else {
            call.fail(error);
        }
    }
}
