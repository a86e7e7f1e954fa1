package dev.alize.topology;

import dev.alize.domain.FailureKind;
import dev.alize.domain.RequestKey;
import dev.alize.schemas.CompletionRequest;
import dev.alize.schemas.OpenRequest;
import dev.alize.schemas.Parameters;
import dev.alize.schemas.Place;
import dev.alize.schemas.RequestRow;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Keeps requests back whose ordering key has a request under way, and lets them go in their order, one after the answer
 * of the other. Whatever a request comes to, valid or not, cancelled or late: it is answered in its turn. Part of the
 * admit stage; owned by the task's stream thread.
 */
final class Hold {
    private static final Duration LOOK = Duration.ofMillis(5);
    /** Most requests let go at one look, so that polling and committing get their turn. */
    private static final int MOST_AT_ONCE = 500;

    /** Takes a request whose turn it is. */
    @FunctionalInterface
    interface Turn {
        void go(Record<byte[], Inbound> record, Inbound inbound, long nowMs);
    }

    private final Engine engine;
    private final TaskRoom room;
    private final ProcessorContext<byte[], Object> context;
    private final Turn turn;
    private final AuditEvents events;
    private @Nullable Cancellable looking;

    /** @param context of the admit stage */
    Hold(Engine engine, TaskRoom room, ProcessorContext<byte[], Object> context, Turn turn) {
        this.engine = engine;
        this.room = room;
        this.context = context;
        this.turn = turn;
        this.events = new AuditEvents(engine::settings);
    }

    /** Goes on with what the store held when the task started. */
    void resume() {
        if (room.lanes().held() > 0) {
            look();
        }
    }

    /** Takes the request where it has to wait for its turn; else it is the head of its lane, or has none. */
    boolean takes(Record<byte[], Inbound> record, Inbound inbound, long now) {
        OpenRequest open = inbound.open();
        CompletionRequest request = open.getRequest();
        String orderingKey = RequestRules.orderingKey(request);
        if (orderingKey == null) {
            return false;
        }
        Lanes.LaneKey lane = room.lanes().keyOf(request.getTenant(), orderingKey);
        if (room.lanes().enter(lane, inbound.key())) {
            return false;
        }
        open.setArrival(room.nextArrival());
        open.setEnding(inbound.rejection() == null ? null : inbound.rejection().toEnding());
        byte[] row = fitting(inbound, now);
        room.table().open(inbound.key(), row);
        room.lanes().hold(lane, inbound.key(), row.length);
        room.reportHeld();
        context.forward(new Record<>(record.key(), events.of("held", open, null, now), now), Stages.AUDIT);
        look();
        return true;
    }

    /** The row; of a request that is too large only what its answer needs. */
    private byte[] fitting(Inbound inbound, long now) {
        byte[] row = encoded(inbound, now);
        int limit = engine.settings().maxRequestBytes();
        if (row.length <= limit) {
            return row;
        }
        String message =
                "The request takes " + row.length + " bytes, the limit (processing.max_request_bytes) is " + limit;
        inbound.open().setEnding(new Rejection(FailureKind.REQUEST_TOO_LARGE, message).toEnding());
        CompletionRequest request = inbound.open().getRequest();
        request.setSubject(null);
        request.setModel(null);
        request.setMessages(List.of());
        request.setPrompt(null);
        request.setSuffix(null);
        request.setParameters(Parameters.newBuilder().build());
        request.setExtra(new HashMap<>());
        return Fitting.encode(request.getMetadata(), limit, kept -> {
            request.setMetadata(kept);
            return encoded(inbound, now);
        });
    }

    private byte[] encoded(Inbound inbound, long now) {
        RequestRow row = new RequestRow(Place.HELD, 0, inbound.content(), Instant.ofEpochMilli(now), inbound.open());
        return room.table().rows().encode(row);
    }

    /** A held request that was cancelled is answered so in its turn. */
    void cancel(RequestKey key, RequestRow row, Rejection cancelled) {
        OpenRequest open = row.getOpen();
        if (open.getEnding() == null) {
            open.setEnding(cancelled.toEnding());
            room.table().open(key, room.table().rows().encode(row));
        }
    }

    private void look() {
        if (looking == null) {
            looking = context.schedule(LOOK, PunctuationType.WALL_CLOCK_TIME, this::letGo);
        }
    }

    private void letGo(long now) {
        for (int i = 0; i < MOST_AT_ONCE; i++) {
            RequestKey key = room.lanes().nextReady();
            if (key == null) {
                break;
            }
            RequestRow row = room.table().find(key);
            if (row == null || row.getPlace() != Place.HELD) {
                throw new IllegalStateException(
                        "A held request has the row " + (row == null ? "none" : row.getPlace()));
            }
            Inbound inbound = Inbound.released(key, row);
            turn.go(new Record<>(RecordParts.key(inbound.open()), inbound, now), inbound, now);
        }
        room.reportHeld();
        if (room.lanes().held() == 0) {
            close();
        }
    }

    /** A task that Streams revives keeps its schedules: they have to be ended by hand. */
    void close() {
        if (looking != null) {
            looking.cancel();
            looking = null;
        }
    }
}
