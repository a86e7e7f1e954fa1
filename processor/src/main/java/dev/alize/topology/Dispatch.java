package dev.alize.topology;

import dev.alize.domain.FailureKind;
import dev.alize.schemas.OpenRequest;
import dev.alize.schemas.Place;
import dev.alize.schemas.RequestRow;
import java.time.Instant;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;

/**
 * Writes the request's row and hands the call over where there is a slot for it; else the request waits for one. What
 * the call comes to, settle finds in the inbox.
 */
final class Dispatch implements Processor<byte[], Inbound, byte[], Object> {
    static final int FIRST_HOP = 1;

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
        long now = context.currentSystemTimeMs();
        open.setExpiresAt(Expiry.of(open, engine.settings().maxAge(), now));
        if (open.getArrival() == 0) {
            open.setArrival(room.nextArrival());
        }
        if (!adopt(inbound, now)) {
            boolean slot = room.takeSlot();
            open.setAttempts(slot ? 1 : 0);
            byte[] row = encoded(inbound, slot ? Place.CALLED : Place.WAITING, now);
            int limit = engine.settings().maxRequestBytes();
            if (row.length > limit) {
                if (slot) {
                    room.giveBack(0);
                }
                tooLarge(record, row.length, limit, now);
                return;
            }
            room.table().open(inbound.key(), row);
            if (slot) {
                call(inbound, row.length);
            } else {
                room.waits()
                        .add(
                                inbound.key(),
                                rank(open),
                                row.length,
                                open.getExpiresAt().toEpochMilli());
            }
        }
        context.forward(new Record<>(record.key(), events.admitted(open, now), now), Stages.AUDIT);
        context.forward(record.withValue(Boolean.TRUE), Stages.SETTLE);
    }

    /** A transaction that was aborted may have left a call of this very request. */
    private boolean adopt(Inbound inbound, long now) {
        OpenRequest open = inbound.open();
        open.setAttempts(1);
        if (!room.adopt(room.opened(inbound.key(), inbound.content(), FIRST_HOP, open, 0))) {
            return false;
        }
        room.table().open(inbound.key(), encoded(inbound, Place.CALLED, now));
        return true;
    }

    private void call(Inbound inbound, int bytes) {
        room.fillSlot(bytes);
        boolean cautious = engine.settings().cautious().getAsBoolean();
        room.call(room.opened(inbound.key(), inbound.content(), FIRST_HOP, inbound.open(), bytes), cautious);
        if (cautious) {
            context.commit();
        }
    }

    private byte[] encoded(Inbound inbound, Place place, long now) {
        inbound.open().setCalledBy(place == Place.CALLED ? engine.process() : 0);
        RequestRow row = new RequestRow(place, FIRST_HOP, inbound.content(), Instant.ofEpochMilli(now), inbound.open());
        return room.table().rows().encode(row);
    }

    /** 0 is the most urgent. */
    static int rank(OpenRequest open) {
        return open.getRequest().getPriority().ordinal();
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
