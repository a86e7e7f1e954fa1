package dev.alize.topology;

import dev.alize.budget.Account;
import dev.alize.budget.Leases;
import dev.alize.domain.RequestKey;
import dev.alize.policies.budget.BudgetSettings;
import dev.alize.schemas.BudgetGrant;
import dev.alize.schemas.OpenRequest;
import dev.alize.schemas.Place;
import dev.alize.schemas.RequestRow;
import dev.alize.topology.Parked.Stay;
import dev.alize.topology.Waitlist.Waiting;
import java.time.Duration;
import java.util.HashSet;
import java.util.Set;
import org.apache.kafka.streams.processor.Cancellable;
import org.apache.kafka.streams.processor.PunctuationType;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The budget policy as a stage of its own: reserves what a call may cost from the leases of the partition. A request
 * that they have no room for is parked in the store until a grant comes, and one that is over budget is answered
 * blocked, held until the window turns, or sent to a cheaper target. Owned by the task's stream thread.
 */
final class Reserve implements Processor<byte[], Object, byte[], Object> {
    private static final Logger log = LoggerFactory.getLogger(Reserve.class);
    private static final Duration LOOK = Duration.ofMillis(50);
    /** While nothing is under way but requests that are held until their windows turn. */
    private static final Duration LOOK_AT_HELD = Duration.ofSeconds(1);

    private final Engine engine;
    private final TaskRooms rooms;
    private final String next;
    private final AuditEvents events;
    private ProcessorContext<byte[], Object> context;
    private TaskRoom room;
    private Leases leases;
    private BudgetClaims claims;
    private Waitlist waiting;
    private Budgeted budgeted;
    private BudgetJudge judge;
    private EngineSettings judgedBy;
    private @Nullable Cancellable looking;
    private Duration each = LOOK;

    /** @param next the next policy, or dispatch */
    @SuppressWarnings("NullAway.Init") // set by init, which Streams calls first
    Reserve(Engine engine, TaskRooms rooms, String next) {
        this.engine = engine;
        this.rooms = rooms;
        this.next = next;
        this.events = new AuditEvents(engine::settings);
    }

    @Override
    public void init(ProcessorContext<byte[], Object> context) {
        this.context = context;
        this.room = rooms.enter(context);
        this.leases = room.reservations().leases();
        this.claims = new BudgetClaims(engine, room, context);
        this.waiting = claims.waiting();
        this.budgeted = new Budgeted(engine, room, context, claims, next);
        this.judge = new BudgetJudge(engine, room, budgeted);
        this.judgedBy = engine.settings();
        this.looking = null;
        room.parked().takeRestored(BudgetSettings.NAME).forEach(waiting::add);
        look(LOOK);
    }

    @Override
    public void process(Record<byte[], Object> record) {
        long now = context.currentSystemTimeMs();
        switch (record.value()) {
            case null -> {} // an account that is long over
            case Inbound inbound -> judge.judge(record.withValue(inbound), false, now);
            case byte[] bytes -> granted(record, bytes, now);
            default ->
                throw new IllegalStateException("budget takes requests and grants, got "
                        + record.value().getClass().getSimpleName());
        }
        look(LOOK);
    }

    private void granted(Record<byte[], Object> record, byte[] bytes, long now) {
        try {
            BudgetGrant grant = engine.codec().budgetGrant(record.headers(), bytes);
            if (grant.getPartition() != room.partition() || !Account.isOne(grant.getAccount())) {
                leftOut("it is for partition " + grant.getPartition() + ", or its account is none");
                return;
            }
            leases.grant(grant);
        } catch (Codec.CodecException e) {
            leftOut(e.getMessage());
            return;
        }
        if (!waiting.isEmpty() && serve(now) > 0) {
            claims.tell(now);
            context.commit();
        }
    }

    private void leftOut(@Nullable String problem) {
        log.atWarn()
                .addKeyValue("partition", room.partition())
                .addKeyValue("problem", problem)
                .log("A record on the topic of budgets is left out");
    }

    private void look(Duration interval) {
        if (looking != null && !interval.equals(each)) {
            stopLooking();
        }
        if (looking == null) {
            each = interval;
            looking = context.schedule(interval, PunctuationType.WALL_CLOCK_TIME, this::lookOnce);
        }
    }

    private void lookOnce(long now) {
        takeParked(now);
        int moved = waiting.isEmpty() ? 0 : serve(now);
        claims.tell(now);
        if (moved > 0) {
            context.commit();
        }
        if (!room.isIdle() || !room.delays().isEmpty() || leases.hasNews() || waiting.hasUnheld()) {
            look(LOOK);
        } else if (!waiting.isEmpty()) {
            look(LOOK_AT_HELD);
        } else {
            stopLooking();
        }
    }

    /** Requests that other stages have parked before a further attempt. */
    private void takeParked(long now) {
        for (Stay stay = room.reservations().toJudge().poll();
                stay != null;
                stay = room.reservations().toJudge().poll()) {
            RequestRow row = room.parked().holds(stay) ? room.table().find(stay.request()) : null;
            if (row != null) {
                OpenRequest open = row.getOpen();
                waiting.add(stay);
                var parked = events.of("parked", open, BudgetSettings.NAME, now);
                context.forward(new Record<>(RecordParts.key(open), parked, now), Stages.AUDIT);
            }
        }
    }

    /** Lets those go that can, in their order, one account at a time; returns how many went. */
    private int serve(long now) {
        EngineSettings today = engine.settings();
        @SuppressWarnings("ReferenceEquality") // a new configuration is a new object
        boolean changed = today != judgedBy;
        judgedBy = today;
        Set<String> taken = new HashSet<>();
        int before = waiting.size();
        for (Waiting one : waiting.all()) {
            RequestKey key = one.stay().request();
            if (!room.parked().holds(one.stay())) {
                var unused = waiting.remove(key);
            } else if (one.stay().expiresAtMs() <= now) {
                expire(key, now);
            } else if (changed || waiting.isDue(one, taken, now)) {
                again(key, now);
            }
            if (waiting.contains(key) && one.heldUntil() == 0) {
                taken.addAll(one.needs().keySet());
            }
        }
        return before - waiting.size();
    }

    private void again(RequestKey key, long now) {
        Record<byte[], Inbound> record = released(key, now);
        if (record != null) {
            judge.judge(record, true, now);
        }
    }

    private void expire(RequestKey key, long now) {
        RequestRow row = room.table().find(key);
        Record<byte[], Inbound> record = released(key, now);
        if (record != null && row != null) {
            budgeted.expire(record, row, now);
        }
    }

    private @Nullable Record<byte[], Inbound> released(RequestKey key, long now) {
        RequestRow row = room.table().find(key);
        if (row == null || row.getPlace() != Place.PARKED) {
            budgeted.leave(key);
            return null;
        }
        row.getOpen().setParkedAt(null);
        return new Record<>(RecordParts.key(row.getOpen()), Inbound.released(key, row), now);
    }

    private void stopLooking() {
        if (looking != null) {
            looking.cancel();
            looking = null;
        }
    }

    /** A task that Streams revives keeps its schedules: they have to be ended by hand. */
    @Override
    public void close() {
        stopLooking();
    }
}
