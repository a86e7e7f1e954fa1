package dev.alize.incidents;

import dev.alize.config.IncidentSettings;
import dev.alize.schemas.AuditAttempt;
import dev.alize.schemas.AuditEvent;
import dev.alize.schemas.Incident;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.LongConsumer;
import org.apache.avro.specific.SpecificRecord;
import org.jspecify.annotations.Nullable;

/** A gateway's audit events by script, second by second, and what a watch makes of them. */
final class Scenario {
    /** In the middle of a bucket. */
    static final long START = Instant.parse("2026-11-22T03:00:02Z").toEpochMilli();

    final Map<String, SpecificRecord> kept = new HashMap<>();
    final List<Incident> written = new ArrayList<>();
    final IncidentSettings settings;
    Watch watch;
    long now = START;
    /** How far the instance's clock is ahead. */
    long aheadMs;

    Scenario() {
        this(IncidentSettings.DEFAULT);
    }

    Scenario(IncidentSettings settings) {
        this.settings = settings;
        this.watch = watch();
    }

    private Watch watch() {
        return new Watch(settings, Kept.in(kept), Outside.NOTHING);
    }

    void restart() {
        watch = watch();
    }

    /** @param second tells what happens in the second that begins so many seconds after the start of this run */
    Scenario run(int seconds, LongConsumer second) {
        for (int i = 0; i < seconds; i++) {
            second.accept(i);
            now += 1_000;
            written.addAll(watch.judge(now));
        }
        return this;
    }

    Scenario calm(int seconds, int rate, String... targets) {
        return run(seconds, i -> {
            for (String target : targets) {
                calls(target, rate, "success");
                answers(rate, "completed", null);
            }
        });
    }

    Scenario silence(int seconds) {
        return run(seconds, i -> {});
    }

    void calls(String target, int count, String outcome) {
        calls(target, "mistral", count, outcome, 300);
    }

    void calls(String target, String provider, int count, String outcome, long ms) {
        for (int i = 0; i < count; i++) {
            happened(AuditEvent.newBuilder()
                    .setKind("attempt")
                    .setAt(at(i, count))
                    .setRequestId("r")
                    .setAttempt(AuditAttempt.newBuilder()
                            .setNumber(1)
                            .setTarget(target)
                            .setProvider(provider)
                            .setModel("m")
                            .setOutcome(outcome)
                            .setDurationMs(ms)
                            .build()));
        }
    }

    void answers(int count, String status, @Nullable String reason) {
        for (int i = 0; i < count; i++) {
            happened(AuditEvent.newBuilder()
                    .setKind("response")
                    .setAt(at(i, count))
                    .setRequestId("r")
                    .setStatus(status)
                    .setReason(reason));
        }
    }

    private Instant at(int i, int count) {
        return Instant.ofEpochMilli(now + aheadMs + 1_000L * i / count);
    }

    void happened(AuditEvent.Builder event) {
        Signals.of(event.build()).ifPresent(signal -> watch.take(signal, now + 999));
    }

    void happened(String kind, @Nullable String target, String reason, Map<String, String> details) {
        happened(AuditEvent.newBuilder()
                .setKind(kind)
                .setAt(Instant.ofEpochMilli(now))
                .setTarget(target)
                .setReason(reason)
                .setDetails(details)
                .setInstance("one"));
    }

    void breaker(String target, String state) {
        happened("breaker", target, state, Map.of());
    }

    /** @param ms how long it has lasted when it is said */
    void silenceOf(String target, String state, long ms) {
        happened("silence", target, state, Map.of("for_ms", Long.toString(ms), "open", "40"));
    }

    void operator(String action, String id, Map<String, String> more) {
        Map<String, String> details = new HashMap<>(more);
        details.put("incident", id);
        details.put("by", "ada");
        happened("incident", null, action, details);
    }

    /** The last record of each incident, in the order in which they opened. */
    List<Incident> incidents() {
        Map<String, Incident> last = new LinkedHashMap<>();
        written.forEach(one -> last.put(one.getId(), one));
        return List.copyOf(last.values());
    }

    Incident only() {
        List<Incident> all = incidents();
        if (all.size() != 1) {
            throw new AssertionError("Expected one incident, got " + all);
        }
        return all.getFirst();
    }

    /** Changes that somebody hears of. */
    long news() {
        return written.stream()
                .map(one -> one.getId() + "/" + one.getRevision())
                .distinct()
                .count();
    }
}
