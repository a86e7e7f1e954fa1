package dev.alize.topology;

import dev.alize.domain.Direction;
import dev.alize.domain.FailureKind;
import dev.alize.domain.RequestKey;
import dev.alize.domain.Verdict;
import dev.alize.policies.Link;
import dev.alize.schemas.OpenRequest;
import dev.alize.schemas.Place;
import dev.alize.schemas.RequestRow;
import dev.alize.topology.Parked.Stay;
import dev.alize.topology.judging.Hearing;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.PriorityQueue;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * One policy that must ask somebody, as a stage of its own: the request is parked in the store, the policy is asked at
 * once, and the chain goes on from here when its verdict is in. Asking is harmless to repeat, so it does not wait for
 * the commit of the row; after a crash the policy is asked again.
 *
 * <p>Verdicts come on any thread, into a queue that belongs to this start of the task: those of an earlier one are lost.
 * Everything else is owned by the task's stream thread.
 */
final class Park implements Processor<byte[], Inbound, byte[], Object> {
    private static final Duration LOOK = Duration.ofMillis(5);
    /** Questions of this task that are under way at once; of the others only the keys are in memory. */
    private static final int MOST_ASKED = 32;
    /** Up to so many verdicts a look ask for a commit at once; with more the commit interval serves better. */
    private static final int FEW = 16;

    private record Reply(Stay stay, Verdict verdict, long nanos) {}

    private final String policy;
    private final Engine engine;
    private final TaskRooms rooms;
    private final String next;
    private final AuditEvents events;
    private final PriorityQueue<Stay> expiries = new PriorityQueue<>(Comparator.comparingLong(Stay::expiresAtMs));
    private Queue<Reply> replies = new ConcurrentLinkedQueue<>();
    private Deque<Stay> toAsk = new ArrayDeque<>();
    private int asked;
    private ProcessorContext<byte[], Object> context;
    private TaskRoom room;
    private Consequence consequence;
    private @Nullable Cancellable looking;

    /** @param next the next policy, or dispatch */
    @SuppressWarnings("NullAway.Init") // set by init, which Streams calls first
    Park(String policy, Engine engine, TaskRooms rooms, String next) {
        this.policy = policy;
        this.engine = engine;
        this.rooms = rooms;
        this.next = next;
        this.events = new AuditEvents(engine::settings);
    }

    @Override
    public void init(ProcessorContext<byte[], Object> context) {
        this.context = context;
        this.room = rooms.enter(context);
        this.consequence = new Consequence(engine, context, next);
        this.replies = new ConcurrentLinkedQueue<>();
        this.toAsk = room.parked().takeRestored(policy);
        this.asked = 0;
        this.looking = null;
        expiries.clear();
        expiries.addAll(toAsk);
        if (!toAsk.isEmpty()) {
            look();
        }
    }

    @Override
    public void process(Record<byte[], Inbound> record) {
        Inbound inbound = record.value();
        Hearing hearing = inbound.hearing(engine);
        Link link = hearing.chain().find(policy, Direction.REQUEST);
        if (link == null) {
            context.forward(record, next);
            return;
        }
        long now = context.currentSystemTimeMs();
        byte[] row = parked(inbound, now);
        int limit = engine.settings().maxRequestBytes();
        if (row.length > limit) {
            String message =
                    "The request takes " + row.length + " bytes, the limit (processing.max_request_bytes) is " + limit;
            consequence.refuse(record, FailureKind.REQUEST_TOO_LARGE, message);
            return;
        }
        room.table().open(inbound.key(), row);
        OpenRequest open = inbound.open();
        Stay stay = room.parked().add(inbound.key(), open.getExpiresAt().toEpochMilli());
        expiries.add(stay);
        context.forward(new Record<>(record.key(), events.of("parked", open, policy, now), now), Stages.AUDIT);
        if (asked < MOST_ASKED && toAsk.isEmpty()) {
            ask(stay, hearing, link);
        } else {
            toAsk.add(stay);
        }
        look();
    }

    private byte[] parked(Inbound inbound, long now) {
        OpenRequest open = inbound.open();
        open.setExpiresAt(Expiry.of(open, engine.settings().maxAge(), now));
        if (open.getArrival() == 0) {
            open.setArrival(room.nextArrival());
        }
        open.setParkedAt(policy);
        RequestRow row = new RequestRow(Place.PARKED, 0, inbound.content(), Instant.ofEpochMilli(now), open);
        return room.table().rows().encode(row);
    }

    private void ask(Stay stay, Hearing hearing, Link link) {
        Queue<Reply> mine = replies;
        long start = System.nanoTime();
        asked++;
        hearing.ask(link, verdict -> mine.add(new Reply(stay, verdict, System.nanoTime() - start)));
    }

    private void look() {
        if (looking == null) {
            looking = context.schedule(LOOK, PunctuationType.WALL_CLOCK_TIME, this::lookOnce);
        }
    }

    private void lookOnce(long now) {
        int wentOn = expire(now) + drain(now);
        askMore(now);
        if (expiries.size() > 64 + 4 * room.parked().size()) {
            expiries.removeIf(stay -> !room.parked().holds(stay));
        }
        if (wentOn > 0 && wentOn <= FEW) {
            context.commit();
        }
        if (asked == 0 && toAsk.isEmpty()) {
            expiries.clear();
            close();
        }
    }

    private int drain(long now) {
        int wentOn = 0;
        for (Reply reply = replies.poll(); reply != null; reply = replies.poll()) {
            asked--;
            RequestRow row = leave(reply.stay());
            if (row != null) {
                goOn(reply, row, now);
                wentOn++;
            }
        }
        return wentOn;
    }

    /** Takes out a request that waits; null for one that was cancelled, or has expired. */
    private @Nullable RequestRow leave(Stay stay) {
        if (!room.parked().holds(stay)) {
            return null;
        }
        room.parked().leave(stay.request());
        return room.table().find(stay.request());
    }

    private void goOn(Reply reply, RequestRow row, long now) {
        Record<byte[], Inbound> record = released(reply.stay().request(), row, now);
        Inbound inbound = record.value();
        Hearing hearing = inbound.hearing(engine);
        Link link = hearing.chain().find(policy, Direction.REQUEST);
        if (link == null) {
            context.forward(record, next); // the configuration has changed meanwhile
            return;
        }
        Verdict verdict = hearing.take(link, reply.verdict());
        engine.observer().judged(policy, Direction.REQUEST, verdict.word(), reply.nanos());
        long least = engine.quickest().leastMs(now);
        if (!(verdict instanceof Verdict.Block) && Expiry.isTooNear(inbound.open(), least, now)) {
            String message = Expiry.tooNear(inbound.open(), least, now);
            consequence.refuse(record, FailureKind.DEADLINE_EXCEEDED, message);
        } else {
            consequence.follow(record, link, verdict);
        }
    }

    private Record<byte[], Inbound> released(RequestKey key, RequestRow row, long now) {
        row.getOpen().setParkedAt(null);
        return new Record<>(RecordParts.key(row.getOpen()), Inbound.released(key, row), now);
    }

    private int expire(long now) {
        int expired = 0;
        while (!expiries.isEmpty() && expiries.element().expiresAtMs() <= now) {
            Stay stay = expiries.remove();
            RequestRow row = leave(stay);
            if (row != null) {
                String message = Expiry.message(row.getOpen(), "while the policy " + policy + " was asked");
                Record<byte[], Inbound> record = released(stay.request(), row, now);
                consequence.refuse(record, FailureKind.DEADLINE_EXCEEDED, message);
                expired++;
            }
        }
        return expired;
    }

    private void askMore(long now) {
        while (asked < MOST_ASKED && !toAsk.isEmpty()) {
            Stay stay = toAsk.remove();
            RequestRow row = room.parked().holds(stay) ? room.table().find(stay.request()) : null;
            if (row == null) {
                continue;
            }
            Inbound inbound = Inbound.released(stay.request(), row);
            Hearing hearing = inbound.hearing(engine);
            Link link = hearing.chain().find(policy, Direction.REQUEST);
            if (link == null) {
                room.parked().leave(stay.request());
                context.forward(released(stay.request(), row, now), next);
            } else {
                ask(stay, hearing, link);
            }
        }
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
