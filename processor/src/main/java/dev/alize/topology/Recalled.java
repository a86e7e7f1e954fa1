package dev.alize.topology;

import dev.alize.cache.KeptAnswer;
import dev.alize.schemas.CachedAnswer;
import dev.alize.schemas.Choice;
import dev.alize.schemas.CompletionChunk;
import dev.alize.schemas.CompletionRequest;
import dev.alize.schemas.CompletionResponse;
import dev.alize.schemas.Delta;
import dev.alize.schemas.OpenRequest;
import dev.alize.schemas.Status;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.avro.AvroRuntimeException;

/** Turns responses into answers that are kept, and those into responses to others. Pure. */
final class Recalled {
    /** How an answer ends that says all it had to say. */
    private static final Set<String> WHOLE = Set.of("stop", "tool_calls");

    private Recalled() {}

    /** Whether it is worth keeping: one that was cut off or filtered is not. */
    static boolean isWhole(CompletionResponse response) {
        List<Choice> choices = response.getChoices();
        return response.getStatus() == Status.COMPLETED
                && !choices.isEmpty()
                && choices.stream()
                        .map(Choice::getFinishReason)
                        .allMatch(reason -> reason != null && WHOLE.contains(reason));
    }

    static CachedAnswer answer(CompletionResponse response, long nowMs) {
        return CachedAnswer.newBuilder()
                .setAt(Instant.ofEpochMilli(nowMs))
                .setTenant(response.getTenant())
                .setTarget(response.getTarget())
                .setProvider(response.getProvider())
                .setModel(response.getModel())
                .setCompletionId(response.getCompletionId())
                .setCreated(response.getCreated())
                .setChoices(response.getChoices())
                .setUsage(response.getUsage())
                .setExtra(response.getExtra())
                .setPolicyResults(response.getPolicyResults().stream()
                        .filter(result -> result.getDirection().equals("response"))
                        .toList())
                .setConfiguration(response.getConfiguration())
                .build();
    }

    static KeptAnswer kept(CachedAnswer answer) {
        try {
            ByteBuffer buffer = answer.toByteBuffer();
            byte[] bytes = new byte[buffer.remaining()];
            buffer.get(bytes);
            return new KeptAnswer(answer.getAt().toEpochMilli(), bytes);
        } catch (IOException e) {
            throw new UncheckedIOException("Writing to memory failed", e);
        }
    }

    /** Empty for one that cannot be read, which our own always can, or that is another tenant's. */
    static Optional<CachedAnswer> read(KeptAnswer kept, String tenant) {
        try {
            return Optional.of(CachedAnswer.fromByteBuffer(ByteBuffer.wrap(kept.value())))
                    .filter(answer -> answer.getTenant().equals(tenant));
        } catch (IOException | AvroRuntimeException e) {
            return Optional.empty();
        }
    }

    /** What the request said of itself stays; what was said of the answer goes with it. */
    static CompletionResponse response(
            OpenRequest open, CachedAnswer answer, boolean degraded, EngineSettings settings, long nowMs) {
        CompletionResponse response = Responses.of(open, Status.COMPLETED, settings, nowMs);
        response.setTarget(answer.getTarget());
        response.setProvider(answer.getProvider());
        response.setModel(answer.getModel());
        response.setCompletionId(answer.getCompletionId());
        response.setCreated(answer.getCreated());
        response.setChoices(answer.getChoices());
        response.setUsage(answer.getUsage());
        response.setExtra(answer.getExtra());
        response.setCost(0.0);
        response.getPolicyResults().addAll(answer.getPolicyResults());
        response.setCached(true);
        response.setDegraded(degraded);
        response.setChunks(CallStart.isStreamed(open) ? 1 : 0);
        return response;
    }

    /** The whole answer as one chunk, above those of all attempts. */
    static CompletionChunk chunk(OpenRequest open, CompletionResponse response) {
        CompletionRequest request = open.getRequest();
        List<Delta> deltas = response.getChoices().stream()
                .map(choice -> new Delta(choice.getIndex(), choice.getMessage(), choice.getFinishReason()))
                .toList();
        return new CompletionChunk(
                request.getRequestId(),
                request.getTenant(),
                request.getRedrive(),
                response.getAttempts() + 1,
                0,
                deltas,
                true,
                null);
    }
}
