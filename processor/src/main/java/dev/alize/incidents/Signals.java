package dev.alize.incidents;

import dev.alize.diagnosis.Cause;
import dev.alize.schemas.AuditAttempt;
import dev.alize.schemas.AuditEvent;
import dev.alize.schemas.IncidentFact;
import dev.alize.schemas.IncidentSignal;
import dev.alize.usage.Durations;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/** What an audit event says about incidents: a count, a fact, or nothing. Pure. */
final class Signals {
    static final long BUCKET_MS = 5_000;
    /** The target of counts of requests. */
    static final String REQUESTS = "";

    private static final Set<String> FACTS =
            Set.of("breaker", "key_refused", "key_accepted", "probe", "started", "stopped", "control", Actions.KIND);

    private Signals() {}

    /** Start of the bucket of a moment. */
    static long bucket(long millis) {
        return Math.floorDiv(millis, BUCKET_MS) * BUCKET_MS;
    }

    static Optional<IncidentSignal> of(AuditEvent event) {
        String kind = event.getKind();
        if (kind.equals("attempt")) {
            return Optional.ofNullable(event.getAttempt()).flatMap(attempt -> attempt(event, attempt));
        }
        if (kind.equals("response")) {
            return response(event);
        }
        return FACTS.contains(kind) ? Optional.of(fact(event)) : Optional.empty();
    }

    /** An audit record that nobody can read. */
    static IncidentSignal unreadable(long millis) {
        return at(millis).setUnreadable(1).build();
    }

    private static IncidentSignal.Builder at(long millis) {
        return IncidentSignal.newBuilder()
                .setBucket(bucket(millis))
                .setFailures(new HashMap<>())
                .setDurations(List.of());
    }

    private static Optional<IncidentSignal> attempt(AuditEvent event, AuditAttempt attempt) {
        long millis = event.getAt().toEpochMilli();
        IncidentSignal.Builder signal =
                at(millis).setTarget(attempt.getTarget()).setProvider(attempt.getProvider());
        if (attempt.getOutcome().equals("success")) {
            return Optional.of(signal.setSuccesses(1)
                    .setLastSuccessAt(millis)
                    .setDurations(Durations.of(attempt.getDurationMs()))
                    .build());
        }
        return failure(signal, attempt.getOutcome(), millis);
    }

    private static Optional<IncidentSignal> response(AuditEvent event) {
        long millis = event.getAt().toEpochMilli();
        IncidentSignal.Builder signal = at(millis).setTarget(REQUESTS);
        return switch (Objects.requireNonNullElse(event.getStatus(), "failed")) {
            case "completed" ->
                Optional.of(signal.setCompleted(1).setLastSuccessAt(millis).build());
            case "failed", "expired" ->
                failure(signal, Objects.requireNonNullElse(event.getReason(), "unknown"), millis);
            default -> Optional.empty();
        };
    }

    /** Callers' mistakes and policies' blocks say nothing about a provider. */
    private static Optional<IncidentSignal> failure(IncidentSignal.Builder signal, String kind, long millis) {
        if (!Cause.of(kind).isIncident()) {
            return Optional.empty();
        }
        return Optional.of(signal.setFailures(new HashMap<>(Map.of(kind, 1L)))
                .setFirstFailureAt(millis)
                .setLastFailureAt(millis)
                .build());
    }

    private static IncidentSignal fact(AuditEvent event) {
        IncidentFact fact = IncidentFact.newBuilder()
                .setKind(event.getKind())
                .setAt(event.getAt())
                .setTarget(event.getTarget())
                .setReason(Objects.requireNonNullElse(event.getReason(), ""))
                .setInstance(event.getInstance())
                .setDetails(event.getDetails())
                .build();
        return at(event.getAt().toEpochMilli()).setFact(fact).build();
    }

    /** Adds counts of the same bucket and target. */
    static void add(IncidentSignal sum, IncidentSignal more) {
        sum.setSuccesses(sum.getSuccesses() + more.getSuccesses());
        more.getFailures().forEach((kind, count) -> sum.getFailures().merge(kind, count, Long::sum));
        sum.setFirstFailureAt(earlier(sum.getFirstFailureAt(), more.getFirstFailureAt()));
        sum.setLastFailureAt(Math.max(sum.getLastFailureAt(), more.getLastFailureAt()));
        sum.setLastSuccessAt(Math.max(sum.getLastSuccessAt(), more.getLastSuccessAt()));
        if (!more.getDurations().isEmpty()) {
            sum.setDurations(Durations.sum(sum.getDurations(), more.getDurations()));
        }
        sum.setCompleted(sum.getCompleted() + more.getCompleted());
        sum.setUnreadable(sum.getUnreadable() + more.getUnreadable());
        if (sum.getProvider().isEmpty()) {
            sum.setProvider(more.getProvider());
        }
    }

    /** One of its own that can be added to. */
    static IncidentSignal copy(IncidentSignal signal) {
        return IncidentSignal.newBuilder(signal)
                .setFailures(new HashMap<>(signal.getFailures()))
                .build();
    }

    private static long earlier(long one, long other) {
        return one == 0 ? other : other == 0 ? one : Math.min(one, other);
    }

    static long failures(IncidentSignal signal) {
        long sum = 0;
        for (long count : signal.getFailures().values()) {
            sum += count;
        }
        return sum;
    }

    /** Successful calls, or completed requests. */
    static long good(IncidentSignal signal) {
        return signal.getSuccesses() + signal.getCompleted();
    }
}
