package dev.alize.topology;

import dev.alize.domain.FailureKind;
import dev.alize.domain.RequestKey;
import dev.alize.schemas.AuditEvent;
import dev.alize.schemas.OpenRequest;
import dev.alize.schemas.Place;
import dev.alize.schemas.RequestRow;
import java.time.Duration;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Takes the results of calls out of the task's inbox, in the task's transaction. Looks every few milliseconds, but only
 * while calls are open: each look marks the task for a commit. After a restart it dispatches the open rows again.
 */
final class Settle implements Processor<byte[], TaskRoom.Open, byte[], Object> {
    private static final Duration LOOK = Duration.ofMillis(5);
    /** Most results taken at one look, so that polling and committing get their turn. */
    private static final int MOST_AT_ONCE = 1_000;
    /** Up to so many results a look ask for a commit at once; with more the commit interval serves better. */
    private static final int FEW = 16;

    private static final String LATE = "The deadline passed before the request was called again";

    private final Engine engine;
    private final TaskRooms rooms;
    private final AuditEvents events;
    private ProcessorContext<byte[], Object> context;
    private TaskRoom room;
    private @Nullable Cancellable looking;

    @SuppressWarnings("NullAway.Init") // set by init, which Streams calls first
    Settle(Engine engine, TaskRooms rooms) {
        this.engine = engine;
        this.rooms = rooms;
        this.events = new AuditEvents(engine::settings);
    }

    @Override
    public void init(ProcessorContext<byte[], Object> context) {
        this.context = context;
        this.room = rooms.enter(context);
        this.looking = null;
        if (!room.isIdle()) {
            look();
        }
    }

    /** A call was opened. */
    @Override
    public void process(Record<byte[], TaskRoom.Open> record) {
        look();
    }

    private void look() {
        if (looking == null) {
            looking = context.schedule(LOOK, PunctuationType.WALL_CLOCK_TIME, this::lookOnce);
        }
    }

    private void lookOnce(long now) {
        room.takeRestored().forEach(restored -> dispatchAgain(restored.key, restored.value, now));
        int settled = room.drain(MOST_AT_ONCE, (entry, result) -> settle(entry, result, now));
        room.startWaiting(now, late -> refuse(late, FailureKind.DEADLINE_EXCEEDED, LATE, now));
        if (settled > 0 && settled <= FEW) {
            context.commit();
        }
        if (room.isIdle() && looking != null) {
            looking.cancel();
            looking = null;
        }
    }

    private void settle(TaskRoom.Open entry, Settled settled, long now) {
        audit(entry.request(), events.attempt(entry.request(), settled.attempt(), now), now);
        answer(new Answered(
                entry.call().request(), entry.content(), entry.request(), settled.response(), settled.encoded(), null));
    }

    /**
     * Adopts the call that an earlier task of this process left, else counts the dispatch and calls again once the
     * count is committed: a request that kills the process is given up after so many deaths.
     */
    private void dispatchAgain(RequestKey key, RequestRow restored, long now) {
        RequestRow row = room.table().find(key);
        if (row == null || row.getPlace() != Place.CALLED || row.getHop() != restored.getHop()) {
            return; // a cancel was quicker
        }
        OpenRequest open = row.getOpen();
        TaskRoom.Open entry = room.opened(key, row.getContentHash(), row.getHop(), open, 2 * 1024);
        if (room.adopt(entry)) {
            return;
        }
        audit(open, events.unknownAttempt(open, engine.target(), now), now);
        int limit = engine.settings().maxRedispatches();
        if (Admit.isLate(open, now)) {
            refuse(entry, FailureKind.DEADLINE_EXCEEDED, LATE, now);
        } else if (open.getRedispatches() >= limit) {
            String message = "The request was cut off " + (limit + 1) + " times by a crash or restart, the limit"
                    + " (processing.max_redispatches) is " + limit + " dispatches after the first";
            refuse(entry, FailureKind.REDISPATCH_LIMIT, message, now);
        } else {
            open.setRedispatches(open.getRedispatches() + 1);
            open.setAttempts(open.getAttempts() + 1);
            byte[] bytes = room.table().rows().encode(row);
            room.table().open(key, bytes);
            TaskRoom.Open again = room.opened(key, row.getContentHash(), row.getHop(), open, bytes.length);
            room.callAfterCommit(again);
            audit(open, events.of("redispatch", open, null, now), now);
            context.commit();
        }
    }

    private void refuse(TaskRoom.Open entry, FailureKind kind, String message, long now) {
        var response = Responses.failed(entry.request(), kind, message, engine.settings(), now);
        answer(new Answered(entry.call().request(), entry.content(), entry.request(), response, null, null));
    }

    private void answer(Answered answered) {
        long now = context.currentSystemTimeMs();
        context.forward(new Record<>(RecordParts.key(answered.open()), answered, now), Stages.ANSWER);
    }

    private void audit(OpenRequest open, AuditEvent event, long now) {
        context.forward(new Record<>(RecordParts.key(open), event, now), Stages.AUDIT);
    }

    /** A task that Streams revives keeps its schedules: they have to be ended by hand. */
    @Override
    public void close() {
        if (looking != null) {
            looking.cancel();
            looking = null;
        }
    }
}
