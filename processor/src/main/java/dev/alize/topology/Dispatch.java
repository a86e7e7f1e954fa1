package dev.alize.topology;

import dev.alize.cache.Question;
import dev.alize.calls.Slots;
import dev.alize.domain.Demand;
import dev.alize.domain.FailureKind;
import dev.alize.domain.RequestKey;
import dev.alize.domain.Route;
import dev.alize.domain.Router.Routing;
import dev.alize.schemas.OpenRequest;
import dev.alize.schemas.Place;
import dev.alize.schemas.RequestRow;
import dev.alize.topology.TaskRoom.SlotInHand;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Writes the request's row and hands the call over where there is a slot for it; else the request waits for one. What
 * the call comes to, settle finds in the inbox.
 */
final class Dispatch implements Processor<byte[], Object, byte[], Object> {
    static final int FIRST_HOP = 1;

    /** An answer from the cache asks for a commit at once, but no more often than so. */
    private static final long HIT_COMMIT_MS = 10;

    private final Engine engine;
    private final TaskRooms rooms;
    private final AuditEvents events;
    private ProcessorContext<byte[], Object> context;
    private TaskRoom room;
    private Queueing queueing;
    private Recall recall;
    private long hitCommit;

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
        this.queueing = new Queueing(engine, room);
        this.recall = new Recall(engine, room);
    }

    @Override
    public void process(Record<byte[], Object> record) {
        long now = context.currentSystemTimeMs();
        switch (record.value()) {
            case Inbound inbound -> dispatch(record.withValue(inbound), inbound, now);
            case Again again -> again(again.request(), Place.DELAYED, null);
            case TicketRead ticket -> again(ticket.request(), Place.IN_TICKET, ticket.hop());
            default ->
                throw new IllegalStateException("dispatch takes requests and tickets, got "
                        + record.value().getClass().getSimpleName());
        }
        context.forward(record.withValue(Boolean.TRUE), Stages.SETTLE);
    }

    private void dispatch(Record<byte[], Inbound> record, Inbound inbound, long now) {
        OpenRequest open = inbound.open();
        open.setExpiresAt(Expiry.of(open, engine.settings().maxAge(), now));
        if (open.getArrival() == 0) {
            open.setArrival(room.nextArrival());
        }
        if (adopt(inbound, now)) {
            audit(record.key(), open, now);
            return;
        }
        Question question = recall.question(open);
        if (question != null && answered(record, question, now)) {
            return;
        }
        Demand demand = Demands.first(open);
        switch (routed(open, demand)) {
            case Routing.Along along -> {
                Route route = inTime(along.route(), open, now);
                open.setRoute(route.targets());
                call(record, new Way(route, demand, question), now);
            }
            case Routing.Nowhere nowhere -> {
                open.setAttempts(0);
                refuse(record, nowhere.kind(), nowhere.message(), now);
            }
        }
    }

    /** Where a budget has reserved a call, the request goes the way it was reserved for. */
    private Routing routed(OpenRequest open, Demand demand) {
        return open.getRoute().isEmpty() ? engine.router().route(demand) : new Routing.Along(Demands.route(open));
    }

    /** Answers a request whose answer is known. */
    private boolean answered(Record<byte[], Inbound> record, Question question, long now) {
        Inbound inbound = record.value();
        OpenRequest open = inbound.open();
        open.setAttempts(0);
        Answered known = recall.known(inbound.key(), inbound.content(), open, question, now);
        if (known == null) {
            return false;
        }
        engine.observer().recalled("hit");
        audit(record.key(), open, now);
        context.forward(record.withValue(known), Stages.ANSWER);
        if (now - hitCommit >= HIT_COMMIT_MS || now < hitCommit) {
            hitCommit = now;
            context.commit();
        }
        return true;
    }

    /** @param question null where the cache is not for the request */
    private record Way(Route route, Demand demand, @Nullable Question question) {}

    /** Whether the request waits for the answer to another one that asks the same. */
    private boolean follows(Inbound inbound, Way way) {
        OpenRequest open = inbound.open();
        Question question = way.question();
        boolean follows = question != null
                && engine.cache().rules().singleFlight()
                && room.following()
                        .join(
                                inbound.key(),
                                question,
                                Queueing.rank(open),
                                open.getExpiresAt().toEpochMilli());
        if (question != null && !follows) {
            engine.observer().recalled("miss");
        }
        return follows;
    }

    private void call(Record<byte[], Inbound> record, Way way, long now) {
        Inbound inbound = record.value();
        OpenRequest open = inbound.open();
        boolean follows = follows(inbound, way);
        SlotInHand slot = follows ? null : room.takeSlot(way.route(), way.demand());
        open.setAttempts(slot == null ? 0 : 1);
        open.setTarget(slot == null ? null : slot.pass().target().id());
        open.setTrial(slot != null && slot.pass().isTrial());
        byte[] row = encoded(inbound, slot == null ? Place.WAITING : Place.CALLED, now);
        int limit = engine.settings().maxRequestBytes();
        if (row.length > limit) {
            if (slot != null) {
                room.giveBack(slot);
            }
            String message =
                    "The request takes " + row.length + " bytes, the limit (processing.max_request_bytes) is " + limit;
            open.setAttempts(0);
            refuse(record, FailureKind.REQUEST_TOO_LARGE, message, now);
            return;
        }
        room.table().open(inbound.key(), row);
        if (slot == null && !follows) {
            Slots.Want want = new Slots.Want(way.route(), way.demand(), Queueing.rank(open), row.length);
            room.waits().add(inbound.key(), want, open.getExpiresAt().toEpochMilli());
        } else if (slot != null) {
            call(inbound, room.fill(slot, row.length));
        }
        audit(record.key(), open, now);
    }

    /** A target that takes calls, and whose quota lets the request through before it expires, comes first. */
    private Route inTime(Route route, OpenRequest open, long now) {
        if (route.targets().size() < 2) {
            return route;
        }
        long left = open.getExpiresAt().toEpochMilli() - now;
        int ahead = engine.slots().waiting(route);
        List<String> targets = new ArrayList<>(route.targets());
        for (int i = 0; i < route.targets().size(); i++) {
            if (engine.router().waitMs(new Route(targets.subList(0, 1)), ahead) <= left) {
                return i == 0 ? route : new Route(targets);
            }
            targets.add(targets.removeFirst());
        }
        return route;
    }

    /** A request that is in the store waits for its next call. */
    private void again(RequestKey key, Place from, @Nullable Integer hop) {
        RequestRow row = room.table().find(key);
        boolean expected = row != null
                && (row.getPlace() == from || hop == null && row.getPlace() == Place.IN_TICKET)
                && (hop == null || row.getHop() == hop);
        if (row != null && expected) {
            room.delays().leave(key);
            row.getOpen().setDueAt(null);
            queueing.await(key, row);
        }
    }

    /** A transaction that was aborted may have left a call of this very request. */
    private boolean adopt(Inbound inbound, long now) {
        OpenRequest open = inbound.open();
        open.setAttempts(1);
        TaskRoom.Open entry = room.opened(inbound.key(), inbound.content(), FIRST_HOP, open, null);
        if (!room.adopt(entry)) {
            return false;
        }
        String target = engine.calls().target(entry.call()).orElse(null);
        open.setTarget(target);
        if (routed(open, Demands.first(open)) instanceof Routing.Along along) {
            open.setRoute(along.route().targets());
        } else if (target != null) {
            open.setRoute(List.of(target));
        }
        room.table().open(inbound.key(), encoded(inbound, Place.CALLED, now));
        return true;
    }

    private void call(Inbound inbound, SlotInHand slot) {
        boolean cautious = engine.settings().cautious().getAsBoolean();
        room.call(room.opened(inbound.key(), inbound.content(), FIRST_HOP, inbound.open(), slot), cautious);
        if (cautious) {
            context.commit();
        }
    }

    private void audit(byte[] key, OpenRequest open, long now) {
        context.forward(new Record<>(key, events.admitted(open, now), now), Stages.AUDIT);
    }

    private byte[] encoded(Inbound inbound, Place place, long now) {
        inbound.open().setCalledBy(place == Place.CALLED ? engine.process() : 0);
        RequestRow row = new RequestRow(place, FIRST_HOP, inbound.content(), Instant.ofEpochMilli(now), inbound.open());
        return room.table().rows().encode(row);
    }

    private void refuse(Record<byte[], Inbound> record, FailureKind kind, String message, long now) {
        context.forward(
                record.withValue(Answered.refused(record.value(), kind, message, engine.settings(), now)),
                Stages.ANSWER);
    }
}
