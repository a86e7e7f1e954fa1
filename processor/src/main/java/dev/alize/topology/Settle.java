package dev.alize.topology;

import dev.alize.calls.CallKey;
import dev.alize.domain.FailureKind;
import dev.alize.domain.RequestKey;
import dev.alize.schemas.AuditEvent;
import dev.alize.schemas.OpenRequest;
import dev.alize.schemas.Place;
import dev.alize.schemas.RequestRow;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Takes the results of calls, and the parts of streamed ones, out of the task's inbox, in the task's transaction, and
 * calls what was granted a slot. Looks every few milliseconds, but only while something is under way: each look marks
 * the task for a commit. After a restart it takes up the open rows again.
 */
final class Settle implements Processor<byte[], Boolean, byte[], Object> {
    private static final Duration LOOK = Duration.ofMillis(5);
    /** Most results, grants or rows taken at one look, so that polling and committing get their turn. */
    private static final int MOST_AT_ONCE = 1_000;
    /** Up to so many results a look ask for a commit at once; with more the commit interval serves better. */
    private static final int FEW = 16;

    private final Engine engine;
    private final TaskRooms rooms;
    private final AuditEvents events;
    private final ChunkPace pace = new ChunkPace();
    /** Streamed calls with parts to be written. */
    private final Map<CallKey, TaskRoom.Open> streaming = new LinkedHashMap<>();

    private ProcessorContext<byte[], Object> context;
    private TaskRoom room;
    private Chunks chunks;
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
        this.chunks = new Chunks(engine, room, chunk -> context.forward(chunk, Stages.CHUNKS));
        this.looking = null;
        streaming.clear();
        if (!room.isIdle()) {
            look();
        }
    }

    /** A request was dispatched. */
    @Override
    public void process(Record<byte[], Boolean> record) {
        look();
    }

    private void look() {
        if (looking == null) {
            looking = context.schedule(LOOK, PunctuationType.WALL_CLOCK_TIME, this::lookOnce);
        }
    }

    private void lookOnce(long now) {
        room.takeRestored(MOST_AT_ONCE, key -> takeUp(key, now));
        int settled = drain(now);
        boolean wrote = writeChunks(now);
        room.waits().takeGranted(MOST_AT_ONCE, (key, slotBytes) -> callGranted(key, slotBytes, now));
        room.waits().takeExpired(MOST_AT_ONCE, now, key -> expire(key, now));
        if (wrote || settled > 0 && settled <= FEW) {
            context.commit();
        }
        if (room.isIdle() && looking != null) {
            looking.cancel();
            looking = null;
        }
    }

    private int drain(long now) {
        long oldest = room.inbox().oldestWaitNanos();
        int[] settled = new int[1];
        int drained = room.inbox().drain(MOST_AT_ONCE, (call, result) -> {
            TaskRoom.Open entry = room.find(call);
            if (entry == null) {
                engine.hooks().afterCommit(room, () -> engine.calls().settled(call));
            } else if (result == null) {
                streaming.put(call, entry);
            } else {
                streaming.remove(call);
                settled[0]++;
                settle(entry, result, now);
            }
        });
        if (drained > 0) {
            engine.observer().drained(drained, oldest);
        }
        return settled[0];
    }

    private void settle(TaskRoom.Open entry, Settled settled, long now) {
        OpenRequest open = entry.request();
        byte[] encoded = settled.encoded();
        if (CallStart.isStreamed(open)) {
            settled.response().setChunks(chunks.end(entry, settled.response().getError(), now));
            encoded = null;
        }
        audit(open, events.attempt(open, settled.attempt(), now), now);
        settled.tell(engine.observer());
        answer(new Answered(entry.call().request(), entry.content(), open, settled.response(), encoded, null));
    }

    private boolean writeChunks(long now) {
        if (streaming.isEmpty() || !pace.isDue(streaming.size(), now)) {
            return false;
        }
        streaming.forEach((call, entry) -> {
            if (room.find(call) == entry) {
                chunks.write(entry, now);
            }
        });
        streaming.clear();
        return true;
    }

    /**
     * Takes up what the store held when the task started: adopts the call that an earlier task of this process left; else
     * what waited goes on waiting, and what was called is dispatched again.
     */
    private void takeUp(RequestKey key, long now) {
        RequestRow row = room.table().find(key);
        if (row == null || row.getOpen() == null || room.find(key) != null) {
            return; // a cancel was quicker
        }
        OpenRequest open = row.getOpen();
        boolean waited = row.getPlace() == Place.WAITING;
        if (room.findOrAdopt(key, row) != null) {
            put(key, row, Place.CALLED);
        } else if (waited) {
            await(key, row);
        } else {
            dispatchAgain(key, row, now);
        }
    }

    /** Counts the dispatch: a request that kills the process is given up after so many deaths. */
    private void dispatchAgain(RequestKey key, RequestRow row, long now) {
        OpenRequest open = row.getOpen();
        audit(open, events.unknownAttempt(open, engine.target(), now), now);
        int limit = engine.settings().maxRedispatches();
        if (Expiry.isOver(open, now)) {
            expired(key, row, "before the request was called again", now);
        } else if (open.getRedispatches() >= limit) {
            String message = "The request was cut off " + (limit + 1) + " times by a crash or restart, the limit"
                    + " (processing.max_redispatches) is " + limit + " dispatches after the first";
            refuse(key, row, FailureKind.REDISPATCH_LIMIT, message, now);
        } else {
            open.setRedispatches(open.getRedispatches() + 1);
            row.setHop(row.getHop() + 1);
            await(key, row);
            audit(open, events.of("redispatch", open, null, now), now);
            engine.observer().redispatched();
            context.commit();
        }
    }

    private void await(RequestKey key, RequestRow row) {
        int bytes = put(key, row, Place.WAITING);
        OpenRequest open = row.getOpen();
        room.waits().add(key, Dispatch.rank(open), bytes, open.getExpiresAt().toEpochMilli());
    }

    private int put(RequestKey key, RequestRow row, Place place) {
        row.setPlace(place);
        row.getOpen().setCalledBy(place == Place.CALLED ? engine.process() : 0);
        byte[] bytes = room.table().rows().encode(row);
        room.table().open(key, bytes);
        return bytes.length;
    }

    /** One that was cut off before is called after the commit of its row only, so that another death is counted. */
    private void callGranted(RequestKey key, long slotBytes, long now) {
        room.takeGranted(slotBytes);
        RequestRow row = room.table().find(key);
        if (row == null || row.getPlace() != Place.WAITING) {
            room.giveBack(slotBytes);
            return;
        }
        OpenRequest open = row.getOpen();
        String tooLate = tooLate(open, now);
        if (tooLate != null) {
            room.giveBack(slotBytes);
            refuse(key, row, FailureKind.DEADLINE_EXCEEDED, tooLate, now);
            return;
        }
        open.setAttempts(open.getAttempts() + 1);
        put(key, row, Place.CALLED);
        boolean afterCommit =
                open.getRedispatches() > 0 || engine.settings().cautious().getAsBoolean();
        room.call(room.opened(key, row.getContentHash(), row.getHop(), open, slotBytes), afterCommit);
        if (afterCommit) {
            context.commit();
        }
    }

    private @Nullable String tooLate(OpenRequest open, long now) {
        if (Expiry.isOver(open, now)) {
            return Expiry.message(open, "before the request was called");
        }
        long least = engine.quickest().leastMs(now);
        return Expiry.isTooNear(open, least, now) ? Expiry.tooNear(open, least, now) : null;
    }

    private void expire(RequestKey key, long now) {
        RequestRow row = room.table().find(key);
        if (row != null && row.getPlace() == Place.WAITING) {
            expired(key, row, "while the request waited to be called", now);
        }
    }

    private void expired(RequestKey key, RequestRow row, String when, long now) {
        refuse(key, row, FailureKind.DEADLINE_EXCEEDED, Expiry.message(row.getOpen(), when), now);
    }

    private void refuse(RequestKey key, RequestRow row, FailureKind kind, String message, long now) {
        OpenRequest open = row.getOpen();
        var response = Responses.failed(open, kind, message, engine.settings(), now);
        answer(new Answered(key, row.getContentHash(), open, response, null, null));
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
