package dev.alize.topology;

import dev.alize.domain.Outcome;
import dev.alize.domain.RequestKey;
import dev.alize.domain.Route;
import dev.alize.domain.Router.Failed;
import dev.alize.domain.Router.Next;
import dev.alize.schemas.AuditEvent;
import dev.alize.schemas.Hash16;
import dev.alize.schemas.OpenRequest;
import dev.alize.schemas.Place;
import dev.alize.schemas.RequestRow;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Lets a request go on after a failed attempt: to the queue for quota, to {@code llm.retries} or to {@code
 * llm.fallbacks}. Part of the settle and wait stages; owned by the task's stream thread.
 */
final class Onward {
    /** So long after it is due, a ticket that was not read counts as lost. */
    private static final long LOST_MS = 60_000;

    private final Engine engine;
    private final TaskRoom room;
    private final ProcessorContext<byte[], Object> context;
    private final Queueing queueing;
    private final Tickets tickets;
    private final AuditEvents events;

    /** @param context of the stage */
    Onward(Engine engine, TaskRoom room, ProcessorContext<byte[], Object> context) {
        this.engine = engine;
        this.room = room;
        this.context = context;
        this.queueing = new Queueing(engine, room);
        this.tickets = new Tickets(engine.codec(), room.partition());
        this.events = new AuditEvents(engine::settings);
    }

    /** What becomes of the request; the last failure and what was used up stand in {@code open} afterwards. */
    Next next(OpenRequest open, Settled settled, long now) {
        Outcome.Failure failure = settled.failure();
        if (failure == null || open.getRoute().isEmpty()) {
            return new Next.GiveUp();
        }
        open.setLastFailure(settled.response().getError());
        return next(open, settled.target().id(), failure, open.getAttemptsAtTarget(), now);
    }

    /** @param attempts used up at the target before this one */
    Next next(OpenRequest open, String target, Outcome.Failure failure, int attempts, long now) {
        open.setTarget(target);
        if (open.getRoute().isEmpty()) {
            return new Next.GiveUp();
        }
        return engine.router()
                .next(new Failed(
                        Demands.route(open),
                        target,
                        failure,
                        attempts,
                        open.getFailuresAtTarget(),
                        open.getTrial(),
                        Math.max(0, open.getExpiresAt().toEpochMilli() - now)));
    }

    /** Goes on; the call that the request had, if any, ends with the transaction. */
    void go(RequestKey key, Hash16 content, int hop, OpenRequest open, Next next, long now) {
        room.leave(key);
        RequestRow row = new RequestRow(Place.WAITING, hop + 1, content, Instant.ofEpochMilli(now), open);
        switch (next) {
            case Next.Requeue requeue -> requeue(key, row, requeue.route());
            case Next.Retry retry -> retry(key, row, retry, now);
            case Next.Fallback fallback -> fallback(key, row, fallback.route(), now);
            case Next.GiveUp giveUp -> throw new IllegalStateException("A request that is given up does not go on");
        }
    }

    private void requeue(RequestKey key, RequestRow row, Route route) {
        row.getOpen().setRoute(route.targets());
        queueing.await(key, row);
    }

    private void retry(RequestKey key, RequestRow row, Next.Retry retry, long now) {
        OpenRequest open = row.getOpen();
        open.setRoute(retry.route().targets());
        open.setFailuresAtTarget(open.getFailuresAtTarget() + 1);
        open.setAttemptsAtTarget(open.getAttemptsAtTarget() + (retry.countsAsAttempt() ? 1 : 0));
        open.setDueAt(Instant.ofEpochMilli(now + retry.delayMs()));
        putInTicket(key, row, now + retry.delayMs());
        context.forward(tickets.retry(open, row.getHop(), now), Stages.RETRY_TICKETS);
        engine.observer().goesOn("retry", String.valueOf(open.getTarget()), kind(open));
        audit(open, "retry", open.getTarget(), null, now);
    }

    private void fallback(RequestKey key, RequestRow row, Route route, long now) {
        OpenRequest open = row.getOpen();
        String from = open.getTarget() == null ? open.getRoute().getFirst() : open.getTarget();
        open.setRoute(route.targets());
        open.setDueAt(null);
        putInTicket(key, row, now);
        context.forward(tickets.fallback(open, from, row.getHop(), now), Stages.FALLBACK_TICKETS);
        engine.observer().goesOn("fallback", from, kind(open));
        audit(open, "fallback", route.first(), from, now);
    }

    /** A ticket that does not come back, such as one that its topic lost, is taken up by the row. */
    private void putInTicket(RequestKey key, RequestRow row, long dueAtMs) {
        queueing.put(key, row, Place.IN_TICKET);
        room.delays()
                .add(key, dueAtMs + LOST_MS, null, row.getOpen().getExpiresAt().toEpochMilli());
    }

    private static String kind(OpenRequest open) {
        return open.getLastFailure() == null ? "none" : open.getLastFailure().getKind();
    }

    private void audit(OpenRequest open, String kind, @Nullable String target, @Nullable String from, long now) {
        AuditEvent event = events.goesOn(kind, open, target, now);
        Map<String, String> details = new HashMap<>();
        if (from != null) {
            details.put("from", from);
        }
        String left = from == null ? target : from;
        if (left != null) {
            engine.router().target(left).ifPresent(known -> details.put("model", known.model()));
        }
        event.setDetails(details);
        context.forward(new Record<>(RecordParts.key(open), event, now), Stages.AUDIT);
    }
}
