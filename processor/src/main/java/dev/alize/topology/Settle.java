package dev.alize.topology;

import dev.alize.cache.KeptAnswer;
import dev.alize.cache.Question;
import dev.alize.calls.CallKey;
import dev.alize.domain.FailureKind;
import dev.alize.domain.Material.About;
import dev.alize.domain.RequestKey;
import dev.alize.domain.Router.Next;
import dev.alize.policies.Chain;
import dev.alize.schemas.AuditEvent;
import dev.alize.schemas.CompletionResponse;
import dev.alize.schemas.OpenRequest;
import dev.alize.schemas.Place;
import dev.alize.schemas.RequestRow;
import dev.alize.schemas.Status;
import dev.alize.topology.TaskRoom.SlotInHand;
import dev.alize.topology.judging.Hearing;
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
    private final Tenancy tenancy;
    private final @Nullable String firstOfAnswers;
    private final AuditEvents events;
    private final ChunkPace pace = new ChunkPace();
    /** Streamed calls with parts to be written. */
    private final Map<CallKey, TaskRoom.Open> streaming = new LinkedHashMap<>();

    private ProcessorContext<byte[], Object> context;
    private TaskRoom room;
    private Chunks chunks;
    private Onward onward;
    private Queueing queueing;
    private Expired expired;
    private Recall recall;
    private @Nullable Cancellable looking;

    /** @param firstOfAnswers stage of the first policy that judges answers; null where there is none */
    @SuppressWarnings("NullAway.Init") // set by init, which Streams calls first
    Settle(Engine engine, TaskRooms rooms, Tenancy tenancy, @Nullable String firstOfAnswers) {
        this.engine = engine;
        this.firstOfAnswers = firstOfAnswers;
        this.rooms = rooms;
        this.tenancy = tenancy;
        this.events = new AuditEvents(engine::settings);
    }

    @Override
    public void init(ProcessorContext<byte[], Object> context) {
        this.context = context;
        this.room = rooms.enter(context);
        this.chunks = new Chunks(
                engine, room, (open, chunk) -> context.forward(chunk, tenancy.chunks(open.getSourceTopic())));
        this.onward = new Onward(engine, room, context);
        this.queueing = new Queueing(engine, room);
        this.expired = new Expired(engine, context);
        this.recall = new Recall(engine, room);
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
        int settled = drain(now) + takeNews(now);
        boolean wrote = writeChunks(now);
        room.waits()
                .takeGranted(
                        MOST_AT_ONCE,
                        (key, pass, slotBytes) -> callGranted(key, room.takeGranted(pass, slotBytes), now));
        room.waits().takeExpired(MOST_AT_ONCE, now, key -> expire(key, now));
        room.following().takeExpired(MOST_AT_ONCE, now, key -> expire(key, now));
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

    /** Answers those that waited for the answer of another request, or lets them be called; returns how many. */
    private int takeNews(long now) {
        int[] answered = new int[1];
        room.following().takeNews(MOST_AT_ONCE, new Following.Receiver() {
            @Override
            public void goes(RequestKey key) {
                RequestRow row = room.table().find(key);
                if (row != null && row.getPlace() == Place.WAITING) {
                    engine.observer().recalled("miss");
                    queueing.await(key, row);
                }
            }

            @Override
            public void gets(RequestKey key, KeptAnswer answer) {
                RequestRow row = room.table().find(key);
                if (row == null || row.getPlace() != Place.WAITING) {
                    return;
                }
                Answered shared = recall.shared(key, row.getContentHash(), row.getOpen(), answer, now);
                if (shared == null) {
                    queueing.await(key, row);
                } else {
                    engine.observer().recalled("shared");
                    answer(shared);
                    answered[0]++;
                }
            }
        });
        return answered[0];
    }

    private void settle(TaskRoom.Open entry, Settled settled, long now) {
        OpenRequest open = entry.request();
        byte[] encoded = settled.encoded();
        room.reservations().settled(open, settled);
        Next next = onward.next(open, settled, now);
        if (CallStart.isStreamed(open)) {
            settled.response().setChunks(chunks.end(entry, settled.response().getError(), now));
            encoded = null;
        }
        audit(open, events.attempt(open, settled.attempt(), now), now);
        settled.tell(engine.observer());
        RequestKey key = entry.call().request();
        if (next instanceof Next.GiveUp) {
            Answered answered = new Answered(key, entry.content(), open, settled.response(), encoded, null);
            judged(answered, settled, entry.call().hop());
        } else {
            onward.go(key, entry.content(), entry.call().hop(), open, next, now);
        }
    }

    /** An answer goes through the policies that judge answers, where its chain has any. */
    private void judged(Answered answered, Settled settled, int hop) {
        CompletionResponse response = answered.response();
        OpenRequest open = answered.open();
        About about = Demands.about(open);
        Chain chain = engine.settings().chains().of(about);
        if (firstOfAnswers == null || response.getStatus() != Status.COMPLETED || !chain.judgesAnswers()) {
            answer(answered);
            return;
        }
        // after an aborted transaction the same result is settled again, so that it has to stay as it came
        CompletionResponse changing = CompletionResponse.newBuilder(response).build();
        Hearing hearing = Hearing.ofAnswer(about, chain, open.getRequest(), changing.getChoices(), open.getOriginals());
        Answering answering = new Answering(answered.unencoded(changing), hearing, settled, hop);
        long now = context.currentSystemTimeMs();
        context.forward(new Record<>(RecordParts.key(open), answering, now), firstOfAnswers);
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
        if (open.getExpiresAt() == null) {
            open.setExpiresAt(Expiry.of(open, engine.settings().maxAge(), now)); // a row of the first release
        }
        boolean waited = row.getPlace() == Place.WAITING;
        if (room.findOrAdopt(key, row) != null) {
            queueing.put(key, row, Place.CALLED);
        } else if (waited) {
            queueing.await(key, row);
        } else {
            dispatchAgain(key, row, now);
        }
    }

    /** Counts the dispatch: a request that kills the process is given up after so many deaths. */
    private void dispatchAgain(RequestKey key, RequestRow row, long now) {
        OpenRequest open = row.getOpen();
        audit(open, events.unknownAttempt(open, engine.targetOf(open), now), now);
        room.reservations().cutOff(open);
        int limit = engine.settings().maxRedispatches();
        if (Expiry.isOver(open, now)) {
            expired.answer(key, row, "before the request was called again", now);
        } else if (open.getRedispatches() >= limit) {
            String message = "The request was cut off " + (limit + 1) + " times by a crash or restart, the limit"
                    + " (processing.max_redispatches) is " + limit + " dispatches after the first";
            refuse(key, row, FailureKind.REDISPATCH_LIMIT, message, now);
        } else {
            open.setRedispatches(open.getRedispatches() + 1);
            row.setHop(row.getHop() + 1);
            queueing.await(key, row);
            audit(open, events.of("redispatch", open, null, now), now);
            engine.observer().redispatched();
            context.commit();
        }
    }

    /** One that was cut off before is called after the commit of its row only, so that another death is counted. */
    private void callGranted(RequestKey key, SlotInHand slot, long now) {
        RequestRow row = room.table().find(key);
        if (row == null || row.getPlace() != Place.WAITING) {
            room.giveBack(slot);
            return;
        }
        OpenRequest open = row.getOpen();
        if (isTooLate(key, row, now) || isKnown(key, row, now)) {
            room.giveBack(slot);
            return;
        }
        open.setAttempts(open.getAttempts() + 1);
        if (adopted(key, row, slot)) {
            return;
        }
        callAt(slot.pass().target().id(), slot.pass().isTrial(), open);
        queueing.put(key, row, Place.CALLED);
        boolean afterCommit =
                open.getRedispatches() > 0 || engine.settings().cautious().getAsBoolean();
        room.call(room.opened(key, row.getContentHash(), row.getHop(), open, slot), afterCommit);
        if (afterCommit) {
            context.commit();
        }
    }

    /** A transaction that was aborted may have left the call of this very hop. */
    private boolean adopted(RequestKey key, RequestRow row, SlotInHand slot) {
        TaskRoom.Open entry = room.opened(key, row.getContentHash(), row.getHop(), row.getOpen(), null);
        if (!room.adopt(entry)) {
            return false;
        }
        room.giveBack(slot);
        engine.calls().target(entry.call()).ifPresent(target -> callAt(target, false, row.getOpen()));
        queueing.put(key, row, Place.CALLED);
        return true;
    }

    /** What was used up counts for the target of the last attempt only. */
    private static void callAt(String target, boolean trial, OpenRequest open) {
        if (!target.equals(open.getTarget())) {
            open.setTarget(target);
            open.setAttemptsAtTarget(0);
            open.setFailuresAtTarget(0);
        }
        open.setTrial(trial);
    }

    /** Answers a request that is not worth its call any more. */
    private boolean isTooLate(RequestKey key, RequestRow row, long now) {
        OpenRequest open = row.getOpen();
        long least = engine.quickest().leastMs(now);
        if (Expiry.isOver(open, now)) {
            expired.answer(key, row, "before the request was called", now);
            return true;
        }
        if (Expiry.isTooNear(open, least, now)) {
            refuse(key, row, FailureKind.DEADLINE_EXCEEDED, Expiry.tooNear(open, least, now), now);
            return true;
        }
        return false;
    }

    /** Answers a request whose answer another one got while it waited for its first call. */
    private boolean isKnown(RequestKey key, RequestRow row, long now) {
        OpenRequest open = row.getOpen();
        Question question = open.getAttempts() == 0 ? recall.question(open) : null;
        Answered known = question == null ? null : recall.known(key, row.getContentHash(), open, question, now);
        if (known == null) {
            return false;
        }
        engine.observer().recalled("hit");
        answer(known);
        return true;
    }

    private void expire(RequestKey key, long now) {
        RequestRow row = room.table().find(key);
        if (row != null && row.getPlace() == Place.WAITING) {
            expired.answer(key, row, "while the request waited to be called", now);
        }
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
