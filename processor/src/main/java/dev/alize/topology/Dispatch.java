package dev.alize.topology;

import dev.alize.domain.FailureKind;
import dev.alize.schemas.OpenRequest;
import dev.alize.schemas.Place;
import dev.alize.schemas.RequestRow;
import java.time.Instant;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/** Writes the request's row and hands the call over; what the call comes to, settle finds in the inbox. */
final class Dispatch implements Processor<byte[], Inbound, byte[], Object> {
    private static final int FIRST_HOP = 1;

    private final Engine engine;
    private final TaskRooms rooms;
    private final AuditEvents events;
    private ProcessorContext<byte[], Object> context;
    private TaskRoom room;

    @SuppressWarnings("NullAway.Init") // set by init, which Streams calls first
    Dispatch(Engine engine, TaskRooms rooms) {
        this.engine = engine;
        this.rooms = rooms;
        this.events = new AuditEvents(engine::settings);
    }

    @Override
    public void init(ProcessorContext<byte[], Object> context) {
        this.context = context;
        this.room = rooms.enter(context);
    }

    @Override
    public void process(Record<byte[], Inbound> record) {
        Inbound inbound = record.value();
        OpenRequest open = inbound.open();
        open.setAttempts(1);
        long now = context.currentSystemTimeMs();
        RequestRow row = new RequestRow(Place.CALLED, FIRST_HOP, inbound.content(), Instant.ofEpochMilli(now), open);
        byte[] bytes = room.table().rows().encode(row);
        int limit = engine.settings().maxRequestBytes();
        if (bytes.length > limit) {
            tooLarge(record, bytes.length, limit, now);
            return;
        }
        room.table().open(inbound.key(), bytes);
        context.forward(new Record<>(record.key(), events.admitted(open, now), now), Stages.AUDIT);
        TaskRoom.Open entry = room.opened(inbound.key(), inbound.content(), FIRST_HOP, open, bytes.length);
        if (engine.settings().cautious().getAsBoolean()) {
            room.callAfterCommit(entry);
            context.commit();
        } else {
            room.call(entry);
        }
        context.forward(record.withValue(entry), Stages.SETTLE);
    }

    private void tooLarge(Record<byte[], Inbound> record, int got, int limit, long now) {
        String message = "The request takes " + got + " bytes, the limit (processing.max_request_bytes) is " + limit;
        record.value().open().setAttempts(0);
        context.forward(
                record.withValue(Answered.refused(
                        record.value(), FailureKind.REQUEST_TOO_LARGE, message, engine.settings(), now)),
                Stages.ANSWER);
    }
}
