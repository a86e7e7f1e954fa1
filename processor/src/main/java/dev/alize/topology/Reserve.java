package dev.alize.topology;

import dev.alize.budget.Account;
import dev.alize.budget.Leases;
import dev.alize.domain.Demand;
import dev.alize.domain.Direction;
import dev.alize.domain.FailureKind;
import dev.alize.domain.RequestKey;
import dev.alize.domain.Route;
import dev.alize.domain.Router.Routing;
import dev.alize.domain.Target;
import dev.alize.policies.Link;
import dev.alize.policies.budget.Budget;
import dev.alize.policies.budget.BudgetSettings;
import dev.alize.schemas.BudgetClaim;
import dev.alize.schemas.BudgetGrant;
import dev.alize.schemas.OpenRequest;
import dev.alize.schemas.Place;
import dev.alize.schemas.PolicyResult;
import dev.alize.schemas.RequestRow;
import dev.alize.topology.Parked.Stay;
import dev.alize.topology.Waitlist.Waiting;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
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
    private static final String POLICY = BudgetSettings.NAME;

    private final Engine engine;
    private final TaskRooms rooms;
    private final String next;
    private final AuditEvents events;
    private ProcessorContext<byte[], Object> context;
    private TaskRoom room;
    private Renewal renewal;
    private Queueing queueing;
    private Expired expired;
    private Leases leases;
    private Waitlist waiting;
    private EngineSettings judgedBy;
    private @Nullable Cancellable looking;

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
        this.renewal = new Renewal(engine, room);
        this.queueing = new Queueing(engine, room);
        this.expired = new Expired(engine, context);
        this.leases = room.reservations().leases();
        this.judgedBy = engine.settings();
        this.looking = null;
        this.waiting = new Waitlist(leases);
        room.parked().takeRestored(POLICY).forEach(waiting::add);
        look();
    }

    @Override
    public void process(Record<byte[], Object> record) {
        long now = context.currentSystemTimeMs();
        switch (record.value()) {
            case null -> {} // an account that is long over
            case Inbound inbound -> judge(record.withValue(inbound), false, now);
            case byte[] bytes -> granted(record, bytes, now);
            default ->
                throw new IllegalStateException("budget takes requests and grants, got "
                        + record.value().getClass().getSimpleName());
        }
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
            tell(now);
            context.commit();
        }
        look();
    }

    private void leftOut(@Nullable String problem) {
        log.atWarn()
                .addKeyValue("partition", room.partition())
                .addKeyValue("problem", problem)
                .log("A record on the topic of budgets is left out");
    }

    /** @param parked whether the request was parked until now */
    private void judge(Record<byte[], Inbound> record, boolean parked, long now) {
        Inbound inbound = record.value();
        Link link = inbound.hearing(engine).chain().find(POLICY, Direction.REQUEST);
        if (link == null || !(link.policy() instanceof Budget budget)) {
            pass(record);
            return;
        }
        BudgetSettings settings = budget.settings();
        BudgetPlan plan = plan(inbound, settings);
        if (plan == null) {
            pass(record); // dispatch says that nothing serves it
            return;
        }
        Overrun overrun = plan.overrun(settings, leases);
        if (overrun == null && plan.fits(leases, parked)) {
            go(record, plan, "allow", null, false);
        } else if (link.isShadow()) {
            go(record, plan, overrun == null ? "allow" : "flag", overrun, true);
        } else if (overrun == null) {
            park(record, plan, 0, now);
        } else {
            over(record, settings, plan, overrun, now);
        }
        look();
    }

    private @Nullable BudgetPlan plan(Inbound inbound, BudgetSettings settings) {
        OpenRequest open = inbound.open();
        if (inbound.hop() > 0) {
            return renewal.plan(open, settings, open.getRoute());
        }
        return engine.router().route(Demands.first(open)) instanceof Routing.Along along
                ? renewal.plan(open, settings, along.route().targets())
                : null;
    }

    private void over(
            Record<byte[], Inbound> record, BudgetSettings settings, BudgetPlan plan, Overrun overrun, long now) {
        switch (settings.conduct().action()) {
            case HOLD -> {
                if (overrun.isForGood() || overrun.isHopeless()) {
                    block(record, overrun, now);
                } else {
                    park(record, plan, overrun.endsAt(), now);
                }
            }
            case DOWNGRADE -> downgrade(record, settings, plan, overrun, now);
            case BLOCK, REDACT, FLAG, SHADOW, RETRY, FALLBACK -> block(record, overrun, now);
        }
    }

    /** What the cheaper target costs is counted, and not limited but for a single request. */
    private void downgrade(
            Record<byte[], Inbound> record, BudgetSettings settings, BudgetPlan plan, Overrun overrun, long now) {
        OpenRequest open = record.value().open();
        Target cheaper = settings.downgradeTo() == null
                ? null
                : engine.router().target(settings.downgradeTo()).orElse(null);
        if (cheaper == null || !serves(cheaper, open)) {
            block(record, overrun, now);
            return;
        }
        BudgetPlan down = cheaper.id().equals(plan.target().id())
                ? plan
                : BudgetPlan.of(open, settings, new Route(List.of(cheaper.id())), cheaper, room.reservations());
        Overrun again = down.overrun(settings, leases);
        if (again != null && again.isForGood()) {
            block(record, again, now);
            return;
        }
        down = new BudgetPlan(new Route(List.of(cheaper.id())), cheaper, down.estimate(), down.limits());
        open.setDowngradedTo(cheaper.id());
        go(record, down, "flag", overrun, false);
    }

    private boolean serves(Target target, OpenRequest open) {
        Demand demand = Demands.of(open);
        Demand there =
                new Demand(target.model(), demand.needs(), demand.promptTokens(), demand.maxTokens(), demand.retried());
        return engine.router().route(there) instanceof Routing.Along along
                && along.route().targets().contains(target.id());
    }

    private void pass(Record<byte[], Inbound> record) {
        Inbound inbound = record.value();
        leave(inbound.key());
        if (inbound.hop() == 0) {
            context.forward(record, next);
            return;
        }
        Instant at = Instant.ofEpochMilli(record.timestamp());
        RequestRow row = new RequestRow(Place.DELAYED, inbound.hop(), inbound.content(), at, inbound.open());
        queueing.put(inbound.key(), row, Place.DELAYED);
        context.forward(record.withValue(new Again(inbound.key())), Stages.DISPATCH);
    }

    private void go(
            Record<byte[], Inbound> record,
            BudgetPlan plan,
            String verdict,
            @Nullable Overrun overrun,
            boolean shadow) {
        OpenRequest open = record.value().open();
        open.setRoute(plan.route().targets());
        room.reservations().reserve(open, plan.estimate());
        if (record.value().hop() == 0 || overrun != null) {
            open.getPolicyResults().add(result(verdict, overrun, shadow));
        }
        pass(record);
    }

    private PolicyResult result(String verdict, @Nullable Overrun overrun, boolean shadow) {
        engine.observer().judged(POLICY, Direction.REQUEST, verdict, 0);
        return PolicyResult.newBuilder()
                .setPolicy(POLICY)
                .setVerdict(verdict)
                .setReason(overrun == null ? null : overrun.reason())
                .setFound(overrun == null ? Map.of() : overrun.numbers())
                .setDirection(Direction.REQUEST.code())
                .setShadow(shadow)
                .build();
    }

    private void block(Record<byte[], Inbound> record, Overrun overrun, long now) {
        record.value().open().getPolicyResults().add(result("block", overrun, false));
        Answered answered = refused(
                record,
                FailureKind.POLICY_BLOCKED,
                "The policy " + POLICY + " blocked the request: " + overrun.words(),
                now);
        answered.response().getError().setCode(overrun.reason());
        answer(record, answered);
    }

    private Answered refused(Record<byte[], Inbound> record, FailureKind kind, String message, long now) {
        return Answered.refused(record.value(), kind, message, engine.settings(), now);
    }

    private void answer(Record<byte[], Inbound> record, Answered answered) {
        leave(record.value().key());
        answered.response().setTarget(answered.open().getTarget());
        context.forward(record.withValue(answered), Stages.ANSWER);
    }

    private void leave(RequestKey key) {
        if (waiting.remove(key)) {
            room.parked().leave(key);
        }
    }

    /** @param heldUntil when its window turns; 0 where it waits for leases */
    private void park(Record<byte[], Inbound> record, BudgetPlan plan, long heldUntil, long now) {
        Inbound inbound = record.value();
        OpenRequest open = inbound.open();
        boolean first = !waiting.contains(inbound.key());
        if (first || heldUntil > 0) {
            open.setExpiresAt(Expiry.of(open, engine.settings().maxAge(), Math.max(now, heldUntil)));
        }
        if (open.getArrival() == 0) {
            open.setArrival(room.nextArrival());
        }
        open.setParkedAt(POLICY);
        RequestRow row =
                new RequestRow(Place.PARKED, inbound.hop(), inbound.content(), Instant.ofEpochMilli(now), open);
        byte[] bytes = room.table().rows().encode(row);
        int limit = engine.settings().maxRequestBytes();
        if (bytes.length > limit) {
            String message = "The request takes " + bytes.length
                    + " bytes, the limit (processing.max_request_bytes) is " + limit;
            answer(record, refused(record, FailureKind.REQUEST_TOO_LARGE, message, now));
            return;
        }
        room.table().open(inbound.key(), bytes);
        Stay stay = room.parked().add(inbound.key(), open.getExpiresAt().toEpochMilli());
        Map<String, Long> needs = new TreeMap<>();
        plan.estimate()
                .accounts()
                .forEach(account -> needs.put(account, plan.estimate().in(account)));
        waiting.add(new Waiting(stay, needs, heldUntil));
        if (first) {
            context.forward(new Record<>(record.key(), events.of("parked", open, POLICY, now), now), Stages.AUDIT);
        }
        if (waiting.size() == 1) {
            tell(now);
        }
    }

    private void look() {
        if (looking == null) {
            looking = context.schedule(LOOK, PunctuationType.WALL_CLOCK_TIME, this::lookOnce);
        }
    }

    private void lookOnce(long now) {
        takeParked(now);
        int moved = waiting.isEmpty() ? 0 : serve(now);
        tell(now);
        if (moved > 0) {
            context.commit();
        }
        boolean furtherAttempts = !room.isIdle() || !room.delays().isEmpty();
        if (waiting.isEmpty() && !furtherAttempts && !leases.hasNews() && looking != null) {
            looking.cancel();
            looking = null;
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
                context.forward(
                        new Record<>(RecordParts.key(open), events.of("parked", open, POLICY, now), now), Stages.AUDIT);
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
            judge(record, true, now);
        }
    }

    private void expire(RequestKey key, long now) {
        RequestRow row = room.table().find(key);
        Record<byte[], Inbound> record = released(key, now);
        if (record != null && row != null && row.getHop() > 0) {
            leave(key);
            expired.answer(key, row, "while the request waited for its budget", now);
        } else if (record != null) {
            String message = Expiry.message(record.value().open(), "while the request waited for its budget");
            answer(record, refused(record, FailureKind.DEADLINE_EXCEEDED, message, now));
        }
    }

    private @Nullable Record<byte[], Inbound> released(RequestKey key, long now) {
        RequestRow row = room.table().find(key);
        if (row == null || row.getPlace() != Place.PARKED) {
            leave(key);
            return null;
        }
        row.getOpen().setParkedAt(null);
        return new Record<>(RecordParts.key(row.getOpen()), Inbound.released(key, row), now);
    }

    /** Tells the ledger what it is to know now. */
    private void tell(long now) {
        waiting.tell();
        leases.claims(now, this::forward);
    }

    private void forward(BudgetClaim claim) {
        byte[] key = claim.getAccount().getBytes(StandardCharsets.UTF_8);
        byte[] value = engine.codec().encode(claim);
        context.forward(
                new Record<>(key, new Outgoing(room.partition(), value), context.currentSystemTimeMs()),
                Stages.BUDGET_CLAIMS);
        if (claim.getNeeded() > claim.getSpent() + claim.getReserved()) {
            context.commit();
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
