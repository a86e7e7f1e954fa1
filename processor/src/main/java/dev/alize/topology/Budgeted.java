package dev.alize.topology;

import dev.alize.domain.Direction;
import dev.alize.domain.FailureKind;
import dev.alize.domain.RequestKey;
import dev.alize.policies.budget.BudgetSettings;
import dev.alize.schemas.OpenRequest;
import dev.alize.schemas.Place;
import dev.alize.schemas.PolicyResult;
import dev.alize.schemas.RequestRow;
import dev.alize.topology.Parked.Stay;
import dev.alize.topology.Waitlist.Waiting;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a request at its budget: it goes on with a reservation, waits parked in the store, or is answered. Part
 * of the budget stage; owned by the task's stream thread.
 */
final class Budgeted {
    private static final String POLICY = BudgetSettings.NAME;

    private final Engine engine;
    private final TaskRoom room;
    private final ProcessorContext<byte[], Object> context;
    private final BudgetClaims claims;
    private final Waitlist waiting;
    private final String next;
    private final Queueing queueing;
    private final Expired expired;
    private final AuditEvents events;

    /**
     * @param context of the budget stage
     * @param next the next policy, or dispatch
     */
    Budgeted(Engine engine, TaskRoom room, ProcessorContext<byte[], Object> context, BudgetClaims claims, String next) {
        this.engine = engine;
        this.room = room;
        this.context = context;
        this.claims = claims;
        this.waiting = claims.waiting();
        this.next = next;
        this.queueing = new Queueing(engine, room);
        this.expired = new Expired(engine, context);
        this.events = new AuditEvents(engine::settings);
    }

    /** It goes on, without a reservation or with the one it has. */
    void pass(Record<byte[], Inbound> record) {
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

    /** It goes on as planned, and its next attempt is reserved. */
    void go(
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

    /** It is answered: a limit has no room for it. */
    void block(Record<byte[], Inbound> record, Overrun overrun, long now) {
        record.value().open().getPolicyResults().add(result("block", overrun, false));
        Answered answered = refused(
                record,
                FailureKind.POLICY_BLOCKED,
                "The policy " + POLICY + " blocked the request: " + overrun.words(),
                now);
        answered.response().getError().setCode(overrun.reason());
        answer(record, answered);
    }

    /** It is answered: its time is over. @param row of a request that is parked */
    void expire(Record<byte[], Inbound> record, RequestRow row, long now) {
        String when = "while the request waited for its budget";
        RequestKey key = record.value().key();
        if (row.getHop() > 0) {
            leave(key);
            expired.answer(key, row, when, now);
        } else {
            String message = Expiry.message(record.value().open(), when);
            answer(record, refused(record, FailureKind.DEADLINE_EXCEEDED, message, now));
        }
    }

    private Answered refused(Record<byte[], Inbound> record, FailureKind kind, String message, long now) {
        return Answered.refused(record.value(), kind, message, engine.settings(), now);
    }

    private void answer(Record<byte[], Inbound> record, Answered answered) {
        leave(record.value().key());
        answered.response().setTarget(answered.open().getTarget());
        context.forward(record.withValue(answered), Stages.ANSWER);
    }

    /** It waits no longer. */
    void leave(RequestKey key) {
        if (waiting.remove(key)) {
            room.parked().leave(key);
        }
    }

    /** It waits. @param heldUntil when its window turns; 0 where it waits for leases */
    void park(Record<byte[], Inbound> record, BudgetPlan plan, long heldUntil, long now) {
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
            claims.tell(now);
        }
    }
}
