package dev.alize.doctor;

import dev.alize.diagnosis.Cause;
import dev.alize.schemas.AuditAttempt;
import dev.alize.schemas.AuditEvent;
import dev.alize.trail.Entry;
import dev.alize.trail.Trail;
import java.time.Instant;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Adds up the last minutes of the audit trail. Thread-safe; bounded by {@link #MOST} names of each kind. */
final class TrailTally implements Trail.Visitor {
    /** Callers choose models, so their number is bounded. */
    static final int MOST = 500;

    /** Attempts by outcome; {@code success} among them. */
    private final Map<String, Map<String, Long>> models = new TreeMap<>();

    private final Map<String, Map<Cause, Long>> targets = new TreeMap<>();
    private final Map<String, Known> states = new TreeMap<>();
    private final Map<String, Headers> limits = new TreeMap<>();

    /** A state that a process told of, such as {@code breaker} {@code open}. */
    record Known(
            String kind,
            @Nullable String target,
            String instance,
            String reason,
            Map<String, String> details,
            Instant at) {}

    /** The rate limit headers of a target's latest answer. */
    record Headers(Instant at, Map<String, String> headers) {}

    /** Everything so far. */
    record Sums(
            Map<String, Map<String, Long>> models,
            Map<String, Map<Cause, Long>> targets,
            Map<String, Known> states,
            Map<String, Headers> limits) {}

    @Override
    public synchronized void visit(Entry entry) {
        AuditEvent event = entry.event();
        if (event == null) {
            return;
        }
        AuditAttempt attempt = event.getAttempt();
        if (event.getKind().equals("attempt") && attempt != null) {
            attempt(event.getAt(), attempt);
            return;
        }
        switch (event.getKind()) {
            case "breaker", "probe", "silence" -> state(event, event.getKind());
            case "key_refused", "key_accepted" -> state(event, "key");
            case "pacing" -> state(event, "pacing " + event.getDetails().getOrDefault("group", ""));
            default -> {}
        }
    }

    private void attempt(Instant at, AuditAttempt attempt) {
        String outcome = attempt.getOutcome();
        if (outcome.equals("unknown")) {
            return; // cut off by a crash or cancel of ours: nothing is known of the provider
        }
        if (models.size() < MOST || models.containsKey(attempt.getModel())) {
            models.computeIfAbsent(attempt.getModel(), m -> new TreeMap<>()).merge(outcome, 1L, Long::sum);
        }
        if (!outcome.equals("success") && hasRoom(targets, attempt)) {
            targets.computeIfAbsent(attempt.getTarget(), t -> new TreeMap<>()).merge(Cause.of(outcome), 1L, Long::sum);
        }
        Headers known = limits.get(attempt.getTarget());
        if (!attempt.getLimits().isEmpty()
                && hasRoom(limits, attempt)
                && (known == null || known.at().isBefore(at))) {
            limits.put(attempt.getTarget(), new Headers(at, Map.copyOf(attempt.getLimits())));
        }
    }

    private static boolean hasRoom(Map<String, ?> byTarget, AuditAttempt attempt) {
        return byTarget.size() < MOST || byTarget.containsKey(attempt.getTarget());
    }

    /** The latest counts, for each instance. */
    private void state(AuditEvent event, String what) {
        String key = what + "/" + event.getTarget() + "/" + event.getInstance();
        Known known = states.get(key);
        if (known == null ? states.size() < MOST : !event.getAt().isBefore(known.at())) {
            states.put(
                    key,
                    new Known(
                            event.getKind(),
                            event.getTarget(),
                            event.getInstance(),
                            String.valueOf(event.getReason()),
                            Map.copyOf(event.getDetails()),
                            event.getAt()));
        }
    }

    synchronized Sums sums() {
        Map<String, Map<String, Long>> byModel = new TreeMap<>();
        models.forEach((model, counts) -> byModel.put(model, new TreeMap<>(counts)));
        Map<String, Map<Cause, Long>> byTarget = new TreeMap<>();
        targets.forEach((target, counts) -> byTarget.put(target, new TreeMap<>(counts)));
        return new Sums(byModel, byTarget, new TreeMap<>(states), new TreeMap<>(limits));
    }
}
