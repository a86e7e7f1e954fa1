package dev.alize.postmortem;

import dev.alize.bench.TrailStory;
import dev.alize.schemas.AuditEvent;
import dev.alize.trail.Entry;
import dev.alize.trail.Window;
import java.time.Duration;
import java.time.Instant;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/** Trails in memory. */
final class Story {
    static final Instant FROM = Instant.parse("2026-11-20T14:00:00Z");
    static final Window WINDOW = new Window(FROM, FROM.plus(Duration.ofMinutes(90)));

    private static final int PARTITIONS = 3;

    private final Aggregator aggregator;
    private long offset;

    Story() {
        this(WINDOW);
    }

    Story(Window window) {
        this.aggregator = new Aggregator(Slices.of(window), PARTITIONS);
    }

    /** About so many events, with an outage in the middle. */
    static Report outage(long events) {
        Story story = new Story();
        new TrailStory(FROM, WINDOW.length().toMillis(), events, 1, story::tell).tell();
        return story.report();
    }

    void tell(String key, AuditEvent event) {
        visit(Math.floorMod(key.hashCode(), PARTITIONS), event);
    }

    private void visit(int partition, @Nullable AuditEvent event) {
        aggregator.visit(new Entry(
                partition,
                offset++,
                event == null ? FROM : event.getAt(),
                new byte[0],
                new RecordHeaders(),
                new byte[0],
                event));
    }

    Story damaged() {
        visit(0, null);
        return this;
    }

    /** An event of the tenant's request. */
    Story say(String kind, String id, long atMillis) {
        return tell(event(kind, id, atMillis));
    }

    Story tell(AuditEvent event) {
        String id = event.getRequestId();
        tell(id == null ? event.getInstance() : id, event);
        return this;
    }

    static AuditEvent event(String kind, @Nullable String id, long atMillis) {
        return AuditEvent.newBuilder()
                .setKind(kind)
                .setAt(FROM.plusMillis(atMillis))
                .setRequestId(id)
                .setTenant(id == null ? null : "acme")
                .setInstance("gateway-1")
                .build();
    }

    static AuditEvent process(String kind, String target, String reason, long atMillis) {
        AuditEvent event = event(kind, null, atMillis);
        event.setTarget(target);
        event.setReason(reason);
        return event;
    }

    static AuditEvent ended(String id, String status, @Nullable String reason, long atMillis) {
        AuditEvent event = event("response", id, atMillis);
        event.setStatus(status);
        event.setReason(reason);
        return event;
    }

    static AuditEvent attempt(String id, String outcome, @Nullable Integer status, long atMillis) {
        AuditEvent event = event("attempt", id, atMillis);
        event.setAttempt(dev.alize.schemas.AuditAttempt.newBuilder()
                .setNumber(1)
                .setTarget("large")
                .setProvider("mistral")
                .setModel("mistral-large-latest")
                .setOutcome(outcome)
                .setHttpStatus(status)
                .build());
        return event;
    }

    Report report() {
        return aggregator.report(Notes.NONE);
    }
}
