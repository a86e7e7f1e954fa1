package dev.alize.topology;

import dev.alize.audit.KeyedHash;
import dev.alize.domain.FailureKind;
import dev.alize.domain.Target;
import dev.alize.schemas.AuditEvent;
import dev.alize.schemas.CompletionResponse;
import dev.alize.schemas.OpenRequest;
import dev.alize.schemas.Place;
import dev.alize.schemas.RequestRow;
import dev.alize.schemas.Status;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * The only writer of responses, and only for a request that has none yet. Behind it there are only sinks: what it
 * forwards is encoded and fits.
 */
final class Answer implements Processor<byte[], Answered, byte[], Object> {
    private final Engine engine;
    private final TaskRooms rooms;
    private final Tenancy tenancy;
    private final AuditEvents events;
    private ProcessorContext<byte[], Object> context;
    private DeadLetters deadLetters;
    private TaskRoom room;
    private Recall recall;

    @SuppressWarnings("NullAway.Init") // set by init, which Streams calls first
    Answer(Engine engine, TaskRooms rooms, Tenancy tenancy) {
        this.engine = engine;
        this.rooms = rooms;
        this.tenancy = tenancy;
        this.events = new AuditEvents(engine::settings);
    }

    @Override
    public void init(ProcessorContext<byte[], Object> context) {
        this.context = context;
        this.room = rooms.enter(context);
        this.recall = new Recall(engine, room);
        this.deadLetters = new DeadLetters(
                engine.codec(), room.partition(), engine.settings().largestValue());
    }

    @Override
    public void process(Record<byte[], Answered> record) {
        Answered answered = record.value();
        RequestRow row = room.table().find(answered.key());
        long now = context.currentSystemTimeMs();
        if (row != null && row.getPlace() == Place.ANSWERED && !isOver(row, now)) {
            room.answered(answered.key());
            return;
        }
        answered = recall.orStale(answered, now);
        CompletionResponse response = answered.response();
        byte[] encoded = answered.encoded();
        if (encoded == null) {
            encoded = engine.codec().encode(response);
        }
        if (encoded.length > engine.settings().maxResponseBytes()) {
            response = tooLarge(answered, encoded.length);
            encoded = fitting(response);
        }
        room.reservations().release(answered.open());
        keep(answered, response, now);
        room.table().answer(answered.key(), answered.content(), now);
        room.answered(answered.key());
        forward(answered, response, encoded, now);
    }

    /** Before the request leaves its flight: those that follow it are to get its answer, not its place. */
    private void keep(Answered answered, CompletionResponse response, long now) {
        Recall.Keeping keeping = recall.keep(answered, response, now);
        if (keeping != null) {
            context.forward(new Record<>(keeping.question().bytes(), keeping.record(), now), Stages.ANSWERS);
        }
    }

    /** What is said of an answer from the cache beside the response. */
    private void tellRecalled(OpenRequest open, CompletionResponse response, long now) {
        byte[] key = RecordParts.key(open);
        if (response.getDegraded()) {
            engine.observer().recalled("stale");
        }
        if (response.getStatus() == Status.COMPLETED && response.getChunks() > 0) {
            byte[] chunk = engine.codec().encode(Recalled.chunk(open, response));
            String sink = tenancy.chunks(open.getSourceTopic());
            context.forward(new Record<>(key, new Outgoing(room.partition(), chunk), now), sink);
            engine.observer().chunkWritten(response.getChoices().size());
        }
        context.forward(new Record<>(key, events.recalled(open, response, now), now), Stages.AUDIT);
    }

    private boolean isOver(RequestRow row, long now) {
        return row.getAt().toEpochMilli()
                        + engine.settings().idempotencyWindow().toMillis()
                <= now;
    }

    /** The same response without what makes it large; a completed one has failed then. */
    private CompletionResponse tooLarge(Answered answered, int got) {
        CompletionResponse large = answered.response();
        if (large.getStatus() == Status.COMPLETED) {
            String message = "The response takes " + got + " bytes, the limit (processing.max_response_bytes) is "
                    + engine.settings().maxResponseBytes();
            large.setStatus(Status.FAILED);
            large.setError(Responses.error(FailureKind.RESPONSE_TOO_LARGE, null, message, null));
            large.setChoices(List.of());
            large.setChunks(large.getCached() ? 0 : large.getChunks());
            large.setCached(false);
            large.setDegraded(false);
            large.setExtra(Map.of());
        }
        return large;
    }

    /** A connector that waits for the response knows it by the metadata. */
    private byte[] fitting(CompletionResponse response) {
        return Fitting.encode(response.getMetadata(), engine.settings().maxResponseBytes(), kept -> {
            response.setMetadata(kept);
            return engine.codec().encode(response);
        });
    }

    private void forward(Answered answered, CompletionResponse response, byte[] encoded, long now) {
        OpenRequest open = answered.open();
        byte[] key = RecordParts.key(open);
        Outgoing outgoing = new Outgoing(room.partition(), encoded);
        String sink = tenancy.responses(open.getSourceTopic());
        context.forward(new Record<>(key, outgoing, now, RecordParts.headers(open)), sink);
        if (response.getCached()) {
            tellRecalled(open, response, now);
        }
        String kind = response.getError() == null ? "none" : response.getError().getKind();
        String status = response.getStatus().name().toLowerCase(Locale.ROOT);
        engine.observer().answered(status, kind, response.getTimes().getTotalMs());
        if (response.getStatus() == Status.FAILED) {
            engine.observer().deadLettered(kind);
            context.forward(
                    answered.raw() == null
                            ? deadLetters.failed(open, response, now)
                            : deadLetters.undecodable(
                                    key,
                                    answered.raw(),
                                    response.getError(),
                                    open.getSourceTopic(),
                                    open.getSourceOffset(),
                                    now),
                    Stages.DEAD_LETTERS);
            AuditEvent event = events.deadLetter(open, kind, response.getTarget(), now);
            context.forward(new Record<>(key, event, now), Stages.AUDIT);
        }
        KeyedHash hash = engine.trail().hash();
        String answerHash = hash == null ? null : ContentHashes.of(hash, response);
        AuditEvent told = events.response(open, response, calledFor(response), answerHash, now);
        context.forward(new Record<>(key, told, now), Stages.AUDIT);
    }

    private @Nullable Target calledFor(CompletionResponse response) {
        String id = response.getCached() ? null : response.getTarget();
        return id == null ? null : engine.router().target(id).orElse(null);
    }
}
