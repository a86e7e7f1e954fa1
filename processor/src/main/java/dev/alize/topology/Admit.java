package dev.alize.topology;

import dev.alize.domain.FailureKind;
import dev.alize.domain.RequestKey;
import dev.alize.schemas.CompletionResponse;
import dev.alize.schemas.OpenRequest;
import dev.alize.schemas.Place;
import dev.alize.schemas.RequestRow;
import dev.alize.schemas.ResponseError;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Lets each identity in once. A repeat of an open or answered request is only audited; the same identity with another
 * content is a dead letter without a second response; what is invalid, late or cancelled is answered without a call.
 */
final class Admit implements Processor<byte[], Object, byte[], Object> {
    private static final Duration EXPIRY_INTERVAL = Duration.ofSeconds(10);
    /** Most rows removed at once: far from the transaction's timeout. */
    private static final int MOST_EXPIRED = 5_000;

    private final Engine engine;
    private final TaskRooms rooms;
    private final String next;
    private final AuditEvents events;
    private ProcessorContext<byte[], Object> context;
    private DeadLetters deadLetters;
    private TaskRoom room;
    private @Nullable Cancellable expiry;

    /** @param next the first policy, or dispatch */
    @SuppressWarnings("NullAway.Init") // set by init, which Streams calls first
    Admit(Engine engine, TaskRooms rooms, String next) {
        this.engine = engine;
        this.rooms = rooms;
        this.next = next;
        this.events = new AuditEvents(engine::settings);
    }

    @Override
    public void init(ProcessorContext<byte[], Object> context) {
        this.context = context;
        this.room = rooms.open(context);
        this.deadLetters = new DeadLetters(
                engine.codec(), room.partition(), engine.settings().largestValue());
        expiry = context.schedule(
                EXPIRY_INTERVAL,
                PunctuationType.WALL_CLOCK_TIME,
                now -> room.table().expire(now, MOST_EXPIRED));
    }

    @Override
    public void process(Record<byte[], Object> record) {
        long now = context.currentSystemTimeMs();
        switch (record.value()) {
            case Inbound inbound -> admit(record.withValue(inbound), inbound, now);
            case CancelOrder order -> cancel(record, order, now);
            default ->
                throw new IllegalStateException("admit takes requests and cancels, got "
                        + record.value().getClass().getSimpleName());
        }
    }

    private void admit(Record<byte[], Inbound> record, Inbound inbound, long now) {
        RequestRow row = live(inbound.key(), now);
        if (row != null && row.getPlace() != Place.CANCELLED_EARLY) {
            repeated(record, inbound, row, now);
        } else if (row != null) {
            refuse(record, inbound, FailureKind.CANCELLED, "The request was cancelled before it was read", now);
        } else if (inbound.rejection() != null) {
            Rejection rejection = inbound.rejection();
            audit(record, "invalid", inbound.open(), rejection.kind().code(), now);
            refuse(record, inbound, rejection.kind(), rejection.message(), now);
        } else if (isLate(inbound.open(), now)) {
            refuse(
                    record,
                    inbound,
                    FailureKind.DEADLINE_EXCEEDED,
                    "The deadline passed before the request was called",
                    now);
        } else {
            context.forward(record, next);
        }
    }

    /** The row of a request, unless its window is over. */
    private @Nullable RequestRow live(RequestKey key, long now) {
        RequestRow row = room.table().find(key);
        if (row == null || row.getPlace() == Place.CALLED) {
            return row;
        }
        Duration window = row.getPlace() == Place.ANSWERED
                ? engine.settings().idempotencyWindow()
                : engine.settings().earlyCancelWindow();
        return row.getAt().toEpochMilli() + window.toMillis() <= now ? null : row;
    }

    static boolean isLate(OpenRequest open, long now) {
        Instant deadline = open.getRequest().getDeadline();
        return deadline != null && deadline.toEpochMilli() <= now;
    }

    private void repeated(Record<byte[], Inbound> record, Inbound inbound, RequestRow row, long now) {
        if (row.getContentHash().equals(inbound.content())) {
            audit(record, "duplicate", inbound.open(), null, now);
            return;
        }
        FailureKind kind = FailureKind.ID_CONFLICT;
        String message = "The request id was used before with another content; the first one is answered";
        ResponseError error = Responses.error(kind, null, message, null);
        Rejection rejection = inbound.rejection();
        OpenRequest open = inbound.open();
        context.forward(
                rejection != null && rejection.raw() != null
                        ? deadLetters.undecodable(
                                record.key(),
                                rejection.raw(),
                                error,
                                open.getSourceTopic(),
                                open.getSourceOffset(),
                                now)
                        : deadLetters.refused(open, error, now),
                Stages.DEAD_LETTERS);
        audit(record, kind.code(), open, kind.code(), now);
    }

    private void refuse(Record<byte[], Inbound> record, Inbound inbound, FailureKind kind, String message, long now) {
        context.forward(
                record.withValue(Answered.refused(inbound, kind, message, engine.settings(), now)), Stages.ANSWER);
    }

    private void cancel(Record<byte[], Object> record, CancelOrder order, long now) {
        RequestRow row = live(order.key(), now);
        if (row == null) {
            room.table().cancelEarly(order.key(), now);
            auditCancel(record, order, "early", now);
        } else if (row.getPlace() == Place.CALLED) {
            auditCancel(record, order, "open", now);
            TaskRoom.Open open = room.find(order.key());
            OpenRequest request = open == null ? row.getOpen() : open.request();
            context.forward(
                    new Record<>(record.key(), events.unknownAttempt(request, engine.target(), now), now),
                    Stages.AUDIT);
            CompletionResponse response = Responses.failed(
                    request, FailureKind.CANCELLED, "The caller cancelled the request", engine.settings(), now);
            Answered answered = new Answered(order.key(), row.getContentHash(), request, response, null, null);
            context.forward(new Record<>(RecordParts.key(request), answered, now), Stages.ANSWER);
        } else {
            auditCancel(record, order, row.getPlace() == Place.ANSWERED ? "answered" : "repeated", now);
        }
    }

    private void auditCancel(Record<byte[], Object> record, CancelOrder order, String reason, long now) {
        var event = events.ofRecord("cancel", order.topic(), order.offset(), reason, now);
        event.setRequestId(order.identity().requestId());
        event.setTenant(order.identity().tenant());
        event.setRedrive(order.identity().redrive());
        context.forward(new Record<>(record.key(), event, now), Stages.AUDIT);
    }

    private void audit(
            Record<byte[], Inbound> record, String kind, OpenRequest open, @Nullable String reason, long now) {
        context.forward(new Record<>(record.key(), events.of(kind, open, reason, now), now), Stages.AUDIT);
    }

    /** A task that Streams revives keeps its schedules: they have to be ended by hand. */
    @Override
    public void close() {
        if (expiry != null) {
            expiry.cancel();
            expiry = null;
        }
        rooms.close(context.taskId());
    }
}
