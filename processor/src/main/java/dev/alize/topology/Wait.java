package dev.alize.topology;

import dev.alize.domain.RequestKey;
import dev.alize.domain.Route;
import dev.alize.domain.Router.Next;
import dev.alize.schemas.OpenRequest;
import dev.alize.schemas.Place;
import dev.alize.schemas.RequestRow;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Keeps requests whose attempt failed until their next one is due. Looks every 25 ms, but only while any waits. When a
 * target stops taking calls, those that wait for it leave for the next target of their route at once.
 */
final class Wait implements Processor<byte[], TicketRead, byte[], Object> {
    private static final Duration LOOK = Duration.ofMillis(25);

    private static final Duration LOST = Duration.ofSeconds(10);

    /** Most requests moved at one look, so that polling and committing get their turn. */
    private static final int MOST_AT_ONCE = 500;
    /** When a request for which the retry budget has nothing left asks again. */
    private static final long BUDGET_MS = 500;

    private final Engine engine;
    private final TaskRooms rooms;
    private final Deque<Delays.Delay> leaving = new ArrayDeque<>();
    private ProcessorContext<byte[], Object> context;
    private TaskRoom room;
    private Onward onward;
    private Queueing queueing;
    private Expired expired;
    private @Nullable Cancellable looking;
    private @Nullable Cancellable lost;
    private long changes;

    @SuppressWarnings("NullAway.Init") // set by init, which Streams calls first
    Wait(Engine engine, TaskRooms rooms) {
        this.engine = engine;
        this.rooms = rooms;
    }

    @Override
    public void init(ProcessorContext<byte[], Object> context) {
        this.context = context;
        this.room = rooms.enter(context);
        this.onward = new Onward(engine, room, context);
        this.queueing = new Queueing(engine, room);
        this.expired = new Expired(engine, context);
        this.looking = null;
        this.changes = -1;
        leaving.clear();
        this.lost = context.schedule(LOST, PunctuationType.WALL_CLOCK_TIME, now -> lookIfAnyWaits());
        lookIfAnyWaits();
    }

    /** Tickets whose topic lost them are found by their rows: nothing else would ever look. */
    private void lookIfAnyWaits() {
        if (!room.delays().isEmpty()) {
            look();
        }
    }

    @Override
    public void process(Record<byte[], TicketRead> record) {
        RequestKey key = record.value().request();
        RequestRow row = room.table().find(key);
        if (row == null
                || row.getPlace() != Place.IN_TICKET
                || row.getHop() != record.value().hop()) {
            return; // answered, cancelled or taken up after a restart since the ticket was written
        }
        OpenRequest open = row.getOpen();
        queueing.put(key, row, Place.DELAYED);
        Delays.Delay delay = room.delays()
                .add(
                        key,
                        open.getDueAt().toEpochMilli(),
                        open.getTarget(),
                        open.getExpiresAt().toEpochMilli());
        leaving.add(delay); // its target may have stopped taking calls before it came here
        look();
    }

    private void look() {
        if (looking == null) {
            looking = context.schedule(LOOK, PunctuationType.WALL_CLOCK_TIME, this::lookOnce);
        }
    }

    private void lookOnce(long now) {
        int moved = leaveStopped(now) + wake(now);
        if (moved > 0) {
            context.commit();
        }
        if (room.delays().isEmpty() && looking != null) {
            looking.cancel();
            looking = null;
        }
    }

    private int wake(long now) {
        Set<String> spent = new HashSet<>();
        List<Delays.Delay> later = new ArrayList<>();
        int moved = 0;
        for (int i = 0; i < MOST_AT_ONCE; i++) {
            Delays.Delay delay = room.delays().next(now);
            if (delay == null) {
                break;
            }
            String target = delay.target();
            if (delay.expiresAtMs() <= now) {
                expire(delay.request(), now);
            } else if (target != null
                    && (spent.contains(target) || !engine.router().takeRetry(target))) {
                spent.add(target);
                later.add(delay);
            } else {
                context.forward(new Record<>(null, new Again(delay.request()), now), Stages.DISPATCH);
                moved++;
            }
        }
        later.forEach(
                delay -> room.delays().add(delay.request(), now + BUDGET_MS, delay.target(), delay.expiresAtMs()));
        return moved;
    }

    /** Those whose target takes no calls now, and that have another one which does, do not wait until they are due. */
    private int leaveStopped(long now) {
        long seen = engine.router().changes();
        if (seen != changes) {
            changes = seen;
            leaving.clear();
            leaving.addAll(room.delays().all());
        }
        int moved = 0;
        for (int i = 0; i < MOST_AT_ONCE && !leaving.isEmpty(); i++) {
            Delays.Delay delay = leaving.remove();
            String target = delay.target();
            if (target != null && room.delays().holds(delay) && !engine.router().takesCalls(target)) {
                moved += leave(delay.request(), target, now) ? 1 : 0;
            }
        }
        return moved;
    }

    private boolean leave(RequestKey key, String target, long now) {
        RequestRow row = room.table().find(key);
        Optional<Route> route = row != null && waits(row) ? without(target, row) : Optional.empty();
        if (row == null || route.isEmpty()) {
            return false;
        }
        room.delays().leave(key);
        onward.go(key, row.getContentHash(), row.getHop(), row.getOpen(), new Next.Fallback(route.get()), now);
        return true;
    }

    /** The route with a target that takes calls in front, and the stopped one behind: it may come back. */
    private Optional<Route> without(String target, RequestRow row) {
        List<String> others = new ArrayList<>(row.getOpen().getRoute());
        boolean had = others.remove(target);
        if (others.stream().noneMatch(engine.router()::takesCalls)) {
            return Optional.empty();
        }
        if (had) {
            others.add(target);
        }
        return Optional.of(new Route(others));
    }

    private void expire(RequestKey key, long now) {
        RequestRow row = room.table().find(key);
        if (row != null && waits(row)) {
            expired.answer(key, row, "while the request waited for its next attempt", now);
        }
    }

    private static boolean waits(RequestRow row) {
        return row.getPlace() == Place.DELAYED || row.getPlace() == Place.IN_TICKET;
    }

    /** A task that Streams revives keeps its schedules: they have to be ended by hand. */
    @Override
    public void close() {
        if (looking != null) {
            looking.cancel();
            looking = null;
        }
        if (lost != null) {
            lost.cancel();
            lost = null;
        }
    }
}
