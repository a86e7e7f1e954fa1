package dev.alize.topology;

import dev.alize.calls.Line;
import dev.alize.domain.EventSink;
import dev.alize.domain.FailureKind;
import dev.alize.domain.Outcome;
import dev.alize.schemas.Choice;
import dev.alize.schemas.CompletionChunk;
import dev.alize.schemas.CompletionResponse;
import dev.alize.schemas.Delta;
import dev.alize.schemas.Message;
import dev.alize.schemas.chat.ChatFormatException;
import dev.alize.schemas.chat.CompletionAssembly;
import dev.alize.topology.judging.StreamGuards;
import java.util.ArrayList;
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
    private final @Nullable StreamGuards guards;
    private final CompletionAssembly assembly = new CompletionAssembly();
    /** Bytes of text that went through the guards, or came whole: what is put back may be larger than what came. */
    private long texts;

    private boolean tooLarge;
    /** The answer before its guards changed it. */
    private List<Choice> came = List.of();

    /**
     * @param body that was sent: its tool calls keep the ids that the request's producer knows
     * @param guards through which the answer goes before it is published; null where there are none
     */
    StreamedAnswer(Engine engine, Line<List<Delta>, Settled> line, Body body, @Nullable StreamGuards guards) {
        this.engine = engine;
        this.body = body;
        this.line = line;
        this.guards = guards;
    }

    @Override
    public @Nullable String accept(byte[] data) {
        try {
            List<Delta> deltas = assembly.add(data);
            deltas.forEach(body.ids()::restoreIn);
            if (guards != null) {
                deltas = guards.guard(deltas);
                if (guards.blocked().isPresent()) {
                    return "a policy has ended the stream";
                }
            }
            if (deltas.isEmpty()) {
                return null;
            }
            if (guards != null) {
                return publish(deltas, data.length) ? null : tooLargeMessage();
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
        body.ids().restoreIn(response); // before another thread can see the tool calls
        List<Delta> deltas = new ArrayList<>(response.getChoices().stream()
                .map(choice -> new Delta(choice.getIndex(), copy(choice.getMessage()), choice.getFinishReason()))
                .toList());
        if (guards != null) {
            came = copies(response);
            deltas = new ArrayList<>(guards.guard(deltas));
            deltas.addAll(guards.end(response));
        }
        publish(deltas, bytes);
    }

    /** Nothing more once the texts take more than a response may: a chunk of them could not be written. */
    private boolean publish(List<Delta> deltas, int bytes) {
        long size = DeltaBytes.of(deltas);
        texts += size;
        tooLarge |= texts > engine.settings().maxResponseBytes();
        if (!tooLarge) {
            line.part(deltas, Math.max(size, bytes));
        }
        return !tooLarge;
    }

    private String tooLargeMessage() {
        return "The texts of the answer take more bytes than the limit (processing.max_response_bytes), which is "
                + engine.settings().maxResponseBytes();
    }

    private Message copy(Message message) {
        return guards == null ? message : Message.newBuilder(message).build();
    }

    /** Writes what the events come to into the response, and publishes what the guards held back. */
    void into(CompletionResponse response) throws ChatFormatException {
        assembly.into(response);
        if (guards != null) {
            body.ids().restoreIn(response);
            came = copies(response);
            List<Delta> rest = guards.end(response);
            if (!rest.isEmpty()) {
                publish(rest, 0);
            }
        }
    }

    private static List<Choice> copies(CompletionResponse response) {
        return response.getChoices().stream()
                .map(choice -> Choice.newBuilder(choice).build())
                .toList();
    }

    /** The answer as it came, without what guards put back. */
    List<Choice> came(CompletionResponse response) {
        return came.isEmpty() ? response.getChoices() : came;
    }

    /** How the attempt ended where a policy or its size ended it, whatever became of the call. */
    Outcome ended(Outcome outcome) {
        StreamGuards.Blocked block = guards == null ? null : guards.blocked().orElse(null);
        if (block == null) {
            return tooLarge
                    ? new Outcome.Failure(FailureKind.RESPONSE_TOO_LARGE, null, tooLargeMessage(), outcome.facts())
                    : outcome;
        }
        String message = "The policy " + block.policy() + " blocked the answer: " + block.reason();
        return new Outcome.Failure(FailureKind.POLICY_BLOCKED, block.reason(), message, outcome.facts());
    }

    /** Adds what the guards say to the policy results of a response. */
    void verdictsInto(CompletionResponse response) {
        if (guards != null) {
            response.getPolicyResults().addAll(guards.results(engine.observer()));
        }
    }
}
