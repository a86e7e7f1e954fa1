package dev.alize.incidents;

import dev.alize.diagnosis.Cause;
import dev.alize.domain.FailureKind;
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
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What an audit event says about incidents: a count, a fact, or nothing. Pure. */
final class Signals {
    static final long BUCKET_MS = 5_000;
    /** The target of counts of requests. */
    static final String REQUESTS = "";

    private static final Set<String> FACTS = Set.of(
            "breaker",
            "key_refused",
            "key_accepted",
            "probe",
            "silence",
            "started",
            "stopped",
            "control",
            Actions.KIND);

    /** The outcome of an attempt that nobody knows. */
    private static final String CUT_OFF = "unknown";
    /** Stands for every failure kind that is none of ours. */
    private static final String OTHER = "unknown";

    private static final Set<String> KINDS =
            Stream.of(FailureKind.values()).map(FailureKind::code).collect(Collectors.toUnmodifiableSet());
    /** Of a text, in characters: as long as operators' words may be. */
    private static final int LONGEST = 1_000;

    private static final int LONGEST_KEY = 100;
    private static final int MOST_DETAILS = 40;

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
        if (attempt.getOutcome().equals(CUT_OFF)) {
            return Optional.empty(); // by a crash or cancel of ours
        }
        long millis = event.getAt().toEpochMilli();
        IncidentSignal.Builder signal =
                at(millis).setTarget(attempt.getTarget()).setProvider(cut(attempt.getProvider()));
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
        return Optional.of(signal.setFailures(new HashMap<>(Map.of(KINDS.contains(kind) ? kind : OTHER, 1L)))
                .setFirstFailureAt(millis)
                .setLastFailureAt(millis)
                .build());
    }

    private static IncidentSignal fact(AuditEvent event) {
        IncidentFact fact = IncidentFact.newBuilder()
                .setKind(event.getKind())
                .setAt(event.getAt())
                .setTarget(event.getTarget() == null ? null : cut(event.getTarget()))
                .setReason(cut(Objects.requireNonNullElse(event.getReason(), "")))
                .setInstance(cut(event.getInstance()))
                .setDetails(details(event.getDetails()))
                .build();
        return at(event.getAt().toEpochMilli()).setFact(fact).build();
    }

    /** An event of ours has few, and none that is longer; one of somebody else must not fill the stores. */
    private static Map<String, String> details(Map<String, String> details) {
        Map<String, String> some = new TreeMap<>();
        details.entrySet().stream()
                .filter(detail -> detail.getKey().length() <= LONGEST_KEY)
                .limit(MOST_DETAILS)
                .forEach(detail -> some.put(detail.getKey(), cut(detail.getValue())));
        return some;
    }

    private static String cut(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST);
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
