package dev.alize.topology;

import dev.alize.domain.FailureKind;
import dev.alize.domain.RequestKey;
import dev.alize.schemas.CompletionResponse;
import dev.alize.schemas.OpenRequest;
import dev.alize.schemas.Place;
import dev.alize.schemas.RequestRow;
import dev.alize.schemas.ResponseError;
import java.time.Duration;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Lets each identity in once. A repeat of an open or answered request is only audited; the same identity with another
 * content is a dead letter without a second response; what is invalid, late or cancelled is answered without a call.
 * Requests of one ordering key go on one at a time.
 */
final class Admit implements Processor<byte[], Object, byte[], Object> {
    private static final Duration EXPIRY_INTERVAL = Duration.ofSeconds(10);
    /** Most rows removed at once: far from the transaction's timeout. */
    private static final int MOST_EXPIRED = 5_000;

    /** A cancel asks for a commit at once, but no more often than so. */
    private static final long CANCEL_COMMIT_MS = 10;

    /** Soon after the start, when every stage has taken what was parked at it. */
    private static final Duration ORPHAN_LOOK = Duration.ofMillis(5);

    private static final String CANCELLED = "The caller cancelled the request";

    private final Engine engine;
    private final TaskRooms rooms;
    private final Tenancy tenancy;
    private final String next;
    private final AuditEvents events;
    private ProcessorContext<byte[], Object> context;
    private DeadLetters deadLetters;
    private TaskRoom room;
    private Chunks chunks;
    private Hold hold;
    private Subjects subjects;
    private @Nullable Cancellable expiry;
    private @Nullable Cancellable orphans;
    private long cancelCommit;

    /** @param next the first policy, or dispatch */
    @SuppressWarnings("NullAway.Init") // set by init, which Streams calls first
    Admit(Engine engine, TaskRooms rooms, Tenancy tenancy, String next) {
        this.engine = engine;
        this.rooms = rooms;
        this.tenancy = tenancy;
        this.next = next;
        this.events = new AuditEvents(engine::settings);
    }

    @Override
    public void init(ProcessorContext<byte[], Object> context) {
        this.context = context;
        this.room = rooms.open(context);
        this.deadLetters = new DeadLetters(
                engine.codec(), room.partition(), engine.settings().largestValue());
        this.chunks = new Chunks(
                engine, room, (open, chunk) -> context.forward(chunk, tenancy.chunks(open.getSourceTopic())));
        this.hold = new Hold(engine, room, context, this::go);
        this.subjects = new Subjects(context.getStateStore(Subjects.STORE), engine.trail());
        hold.resume();
        if (room.parked().hasRestored()) {
            orphans = context.schedule(ORPHAN_LOOK, PunctuationType.WALL_CLOCK_TIME, this::takeOrphans);
        }
        expiry = context.schedule(
                EXPIRY_INTERVAL,
                PunctuationType.WALL_CLOCK_TIME,
                now -> room.table().expire(now, MOST_EXPIRED));
    }

    /**
     * What was parked at a policy that there is no longer goes through the chain of today from its start. What other
     * policies took out of it stays out, and can be put back into the answer.
     */
    private void takeOrphans(long now) {
        endOrphans();
        for (RequestKey key : room.parked().takeOrphans()) {
            RequestRow row = room.table().find(key);
            if (row != null && row.getPlace() == Place.PARKED) {
                room.parked().leave(key);
                row.getOpen().setParkedAt(null);
                if (row.getHop() > 0) {
                    wakeUp(key, row, now);
                    continue;
                }
                Inbound inbound = Inbound.released(key, row);
                go(new Record<>(RecordParts.key(inbound.open()), inbound, now), inbound, now);
            }
        }
    }

    /** One that was dispatched before goes on from where it was. */
    private void wakeUp(RequestKey key, RequestRow row, long now) {
        OpenRequest open = row.getOpen();
        row.setPlace(Place.DELAYED);
        room.table().open(key, room.table().rows().encode(row));
        room.delays().add(key, now, open.getTarget(), open.getExpiresAt().toEpochMilli());
    }

    private void endOrphans() {
        if (orphans != null) {
            orphans.cancel();
            orphans = null;
        }
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
            return;
        }
        subjects.note(inbound.open());
        Inbound decided = row == null
                ? inbound
                : inbound.rejected(
                        new Rejection(FailureKind.CANCELLED, "The request was cancelled before it was read"));
        if (!hold.takes(record, decided, now)) {
            go(record.withValue(decided), decided, now);
        }
    }

    /** A request whose turn it is. */
    private void go(Record<byte[], Inbound> record, Inbound inbound, long now) {
        Rejection rejection = inbound.rejection();
        if (rejection != null) {
            if (rejection.kind() != FailureKind.CANCELLED) {
                audit(record, "invalid", inbound.open(), rejection.kind().code(), now);
            }
            refuse(record, inbound, rejection.kind(), rejection.message(), now);
        } else if (Expiry.isOver(inbound.open(), now)) {
            String message = Expiry.message(inbound.open(), "before the request was called");
            refuse(record, inbound, FailureKind.DEADLINE_EXCEEDED, message, now);
        } else if (Expiry.isTooNear(inbound.open(), engine.quickest().leastMs(now), now)) {
            String message = Expiry.tooNear(inbound.open(), engine.quickest().leastMs(now), now);
            refuse(record, inbound, FailureKind.DEADLINE_EXCEEDED, message, now);
        } else {
            context.forward(record, next);
        }
    }

    /** The row of a request, unless its window is over. */
    private @Nullable RequestRow live(RequestKey key, long now) {
        RequestRow row = room.table().find(key);
        if (row == null || row.getOpen() != null) {
            return row;
        }
        Duration window = row.getPlace() == Place.ANSWERED
                ? engine.settings().idempotencyWindow()
                : engine.settings().earlyCancelWindow();
        return row.getAt().toEpochMilli() + window.toMillis() <= now ? null : row;
    }

    private void repeated(Record<byte[], Inbound> record, Inbound inbound, RequestRow row, long now) {
        if (row.getContentHash().equals(inbound.content())) {
            engine.observer().repeated();
            audit(record, "duplicate", inbound.open(), null, now);
            return;
        }
        FailureKind kind = FailureKind.ID_CONFLICT;
        String message = "The request id was used before with another content; the first one is answered";
        ResponseError error = Responses.error(kind, null, message, null);
        engine.observer().deadLettered(kind.code());
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
        if (now - cancelCommit >= CANCEL_COMMIT_MS || now < cancelCommit) {
            cancelCommit = now;
            context.commit();
        }
        RequestRow row = live(order.key(), now);
        if (row == null) {
            room.table().cancelEarly(order.key(), now);
            auditCancel(record, order, "early", now);
            return;
        }
        switch (row.getPlace()) {
            case ANSWERED -> auditCancel(record, order, "answered", now);
            case CANCELLED_EARLY -> auditCancel(record, order, "repeated", now);
            case HELD -> {
                auditCancel(record, order, "held", now);
                hold.cancel(order.key(), row, new Rejection(FailureKind.CANCELLED, CANCELLED));
            }
            case PARKED -> {
                auditCancel(record, order, "parked", now);
                end(order.key(), row, row.getOpen(), 0, now);
            }
            case IN_TICKET, DELAYED -> {
                auditCancel(record, order, "retrying", now);
                end(order.key(), row, row.getOpen(), 0, now);
            }
            case WAITING -> {
                auditCancel(record, order, "waiting", now);
                if (room.findOrAdopt(order.key(), row) == null) {
                    end(order.key(), row, row.getOpen(), 0, now);
                } else {
                    cancelCall(record, order, row, now);
                }
            }
            case CALLED -> {
                auditCancel(record, order, "open", now);
                cancelCall(record, order, row, now);
            }
        }
    }

    private void cancelCall(Record<byte[], Object> record, CancelOrder order, RequestRow row, long now) {
        TaskRoom.Open entry = room.findOrAdopt(order.key(), row);
        OpenRequest open = entry == null ? row.getOpen() : entry.request();
        int written = 0;
        if (entry == null || room.hasBegun(entry)) {
            var unknown = events.unknownAttempt(open, engine.targetOf(open), now);
            context.forward(new Record<>(record.key(), unknown, now), Stages.AUDIT);
            room.reservations().cutOff(open);
        }
        if (entry != null && CallStart.isStreamed(open)) {
            written = chunks.end(entry, Responses.error(FailureKind.CANCELLED, null, CANCELLED, null), now);
        }
        end(order.key(), row, open, written, now);
    }

    private void end(RequestKey key, RequestRow row, OpenRequest open, int written, long now) {
        CompletionResponse response = Responses.failed(open, FailureKind.CANCELLED, CANCELLED, engine.settings(), now);
        response.setChunks(written);
        Answered answered = new Answered(key, row.getContentHash(), open, response, null, null);
        context.forward(new Record<>(RecordParts.key(open), answered, now), Stages.ANSWER);
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
        endOrphans();
        hold.close();
        rooms.close(context.taskId());
    }
}
