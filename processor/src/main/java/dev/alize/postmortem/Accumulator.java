package dev.alize.postmortem;

import dev.alize.audit.chain.LinkHeaders;
import dev.alize.diagnosis.Cause;
import dev.alize.postmortem.Tally.Of;
import dev.alize.postmortem.Tally.Target;
import dev.alize.postmortem.Tally.Tenant;
import dev.alize.postmortem.Tally.Total;
import dev.alize.schemas.AuditAttempt;
import dev.alize.schemas.AuditEvent;
import dev.alize.schemas.PolicyResult;
import dev.alize.trail.Entry;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Counts the entries of one partition, in their order. Not thread-safe. */
final class Accumulator {
    private static final String SUCCESS = "success";
    private static final String UNKNOWN = "unknown";
    private static final int RETRIED = 1;
    private static final int FELL_BACK = 2;
    private static final int STALE = 4;
    private static final int LIMITED = 429;
    private static final double NANO = 1e9;

    private final Slices slices;
    private final Tally tally;
    private final OpenRequests open;
    private final LimitHeaders limits;

    /** @param mostOpen requests that are followed at a time */
    Accumulator(Slices slices, int mostOpen) {
        this.slices = slices;
        this.tally = new Tally(slices.count());
        this.open = new OpenRequests(mostOpen);
        this.limits = new LimitHeaders(tally);
    }

    void add(Entry entry) {
        tally.add(Total.ENTRIES, 1);
        AuditEvent event = entry.event();
        if (event == null) {
            tally.add(Total.DAMAGED, 1);
            return;
        }
        if (!LinkHeaders.isChained(entry.headers())) {
            tally.add(Total.UNCHAINED, 1);
        }
        add(event);
    }

    /** What is known at the end of the reading. */
    Tally end() {
        tally.add(Total.STILL_OPEN, open.size());
        tally.add(Total.NOT_FOLLOWED, open.refused());
        return tally;
    }

    private void add(AuditEvent event) {
        switch (event.getKind()) {
            case "admitted" -> admitted(event);
            case "attempt" -> attempt(event);
            case "response" -> response(event);
            case "retry" -> marked(event, RETRIED, Total.RETRIES);
            case "fallback" -> marked(event, FELL_BACK, Total.FALLBACKS);
            case "cache_hit" -> cached(event, 0, Total.CACHE_HITS);
            case "cache_degraded" -> cached(event, STALE, Total.STALE_HITS);
            case "held" -> tally.add(Total.HELD, 1);
            case "parked" -> tally.add(Total.PARKED, 1);
            case "duplicate" -> tally.add(Total.DUPLICATES, 1);
            case "invalid" -> tally.add(Total.INVALID, 1);
            case "undecodable" -> tally.add(Total.UNDECODABLE, 1);
            case "id_conflict" -> tally.add(Total.CONFLICTS, 1);
            case "cancel" -> tally.add(Total.CANCELS, 1);
            case "redispatch" -> tally.add(Total.REDISPATCHED, 1);
            case "dead_letter" -> tally.add(Total.DEAD_LETTERS, 1);
            case "access" -> {}
            default -> happened(event);
        }
    }

    private void happened(AuditEvent event) {
        if (event.getRequestId() == null) {
            tally.happened(new Happening(
                    event.getAt(),
                    event.getKind(),
                    event.getTarget(),
                    Objects.requireNonNullElse(event.getReason(), ""),
                    event.getDetails(),
                    event.getConfiguration(),
                    event.getInstance()));
        }
    }

    private void admitted(AuditEvent event) {
        tally.add(Of.ADMITTED, slice(event), 1);
        tenant(event, Tenant.REQUESTS);
        open.admit(key(event), millis(event));
    }

    private void marked(AuditEvent event, int mark, Total total) {
        tally.add(total, 1);
        open.mark(key(event), mark);
        if (mark == FELL_BACK) {
            tally.firstFallback = Tally.earlier(tally.firstFallback, millis(event));
        }
    }

    private void cached(AuditEvent event, int mark, Total total) {
        tally.add(total, 1);
        // What the cache answers at once was never admitted.
        open.admit(key(event), millis(event));
        open.mark(key(event), mark);
        if (mark == STALE) {
            tally.firstStale = Tally.earlier(tally.firstStale, millis(event));
        }
    }

    private void attempt(AuditEvent event) {
        AuditAttempt attempt = event.getAttempt();
        if (attempt == null) {
            return;
        }
        int slice = slice(event);
        String target = attempt.getTarget();
        tally.add(Of.ATTEMPTS, slice, 1);
        tally.targets.add(target, Target.ATTEMPTS.ordinal(), 1);
        if (tally.providers.size() < Tally.MOST_SUBJECTS) {
            tally.providers.putIfAbsent(target, attempt.getProvider());
        }
        if (attempt.getPossiblyBilled() || attempt.getOutcome().equals(UNKNOWN)) {
            tally.add(Total.POSSIBLY_BILLED, 1);
        }
        limits.add(attempt, slice);
        spent(attempt, slice);
        if (attempt.getOutcome().equals(SUCCESS)) {
            Tally.time(tally.attemptMillis, slice, attempt.getDurationMs());
        } else {
            failed(event, attempt, slice);
        }
    }

    private void spent(AuditAttempt attempt, int slice) {
        Double cost = attempt.getCost();
        if (cost != null) {
            long nano = Math.round(cost * NANO);
            tally.add(Of.NANO_USD, slice, nano);
            tally.targets.add(attempt.getTarget(), Target.NANO_USD.ordinal(), nano);
        } else if (attempt.getPromptTokens() != null || attempt.getCompletionTokens() != null) {
            tally.add(Total.UNPRICED, 1);
        }
        tokens(attempt, attempt.getPromptTokens(), Total.PROMPT_TOKENS, Target.PROMPT_TOKENS);
        tokens(attempt, attempt.getCompletionTokens(), Total.COMPLETION_TOKENS, Target.COMPLETION_TOKENS);
    }

    private void tokens(AuditAttempt attempt, @Nullable Long tokens, Total total, Target target) {
        if (tokens != null) {
            tally.add(total, tokens);
            tally.targets.add(attempt.getTarget(), target.ordinal(), tokens);
        }
    }

    private void failed(AuditEvent event, AuditAttempt attempt, int slice) {
        String kind = attempt.getOutcome();
        tally.kinds.add(kind, slice, 1);
        Integer status = attempt.getHttpStatus();
        tally.statuses.add(kind + (status == null ? "" : " " + status), 0, 1);
        tally.targets.add(attempt.getTarget(), Target.FAILED.ordinal(), 1);
        if (status != null && status == LIMITED) {
            tally.add(Of.LIMITED, slice, 1);
        }
        if (kind.equals(UNKNOWN)) {
            tally.add(Total.UNKNOWN_ATTEMPTS, 1);
        }
        if (Cause.of(kind).isIncident()) {
            tally.add(Of.ATTEMPTS_FAILED, slice, 1);
            failedAt(slice, millis(event));
        }
    }

    private void failedAt(int slice, long millis) {
        tally.firstFailure[slice] = Tally.earlier(tally.firstFailure[slice], millis);
        tally.lastFailure[slice] = Math.max(tally.lastFailure[slice], millis);
        tally.completedAfter[slice] = 0;
    }

    private void response(AuditEvent event) {
        int slice = slice(event);
        long key = key(event);
        int marks = open.marks(key);
        long admitted = open.remove(key, millis(event));
        String status = Objects.requireNonNullElse(event.getStatus(), "failed");
        switch (status) {
            case "completed" -> completed(event, slice, marks, admitted);
            case "blocked" -> {
                tally.add(Of.BLOCKED, slice, 1);
                tenant(event, Tenant.BLOCKED);
                blockers(event);
            }
            case "expired" -> {
                tally.add(Of.EXPIRED, slice, 1);
                tenant(event, Tenant.EXPIRED);
                harmed(event, slice, admitted);
            }
            case "cancelled" -> tally.add(Of.CANCELLED, slice, 1);
            default -> {
                tally.add(Of.FAILED, slice, 1);
                tenant(event, Tenant.FAILED);
                if (Cause.of(event.getReason()).isIncident()) {
                    harmed(event, slice, admitted);
                }
            }
        }
        if (!status.equals("completed") && !status.equals("cancelled")) {
            tally.reasons.add(status + " " + Objects.requireNonNullElse(event.getReason(), UNKNOWN), 0, 1);
        }
    }

    private void completed(AuditEvent event, int slice, int marks, long admitted) {
        tally.add(Of.COMPLETED, slice, 1);
        long now = millis(event);
        tally.firstCompleted[slice] = Tally.earlier(tally.firstCompleted[slice], now);
        if (tally.completedAfter[slice] == 0) {
            tally.completedAfter[slice] = now;
        }
        if (admitted == OpenRequests.UNKNOWN) {
            tally.add(Total.ADMITTED_BEFORE, 1);
        } else {
            Tally.time(tally.requestMillis, slice, now - admitted);
        }
        if ((marks & RETRIED) != 0) {
            tally.add(Total.RETRIED_COMPLETED, 1);
            tenant(event, Tenant.RETRIED);
        }
        if ((marks & FELL_BACK) != 0) {
            tally.add(Total.FALLBACK_COMPLETED, 1);
            tally.add(Of.FALLBACK, slice, 1);
        }
        if ((marks & STALE) != 0) {
            tally.add(Of.STALE, slice, 1);
        }
        if ((marks & (FELL_BACK | STALE)) != 0) {
            tally.add(Total.DEGRADED, 1);
            tenant(event, Tenant.DEGRADED);
        }
    }

    private void harmed(AuditEvent event, int slice, long admitted) {
        tally.add(Of.HARMED, slice, 1);
        tenant(event, Tenant.HARMED);
        failedAt(slice, millis(event));
        if (admitted == OpenRequests.UNKNOWN
                && event.getStatus() != null
                && event.getStatus().equals("failed")) {
            tally.add(Total.ADMITTED_BEFORE, 1);
        }
        String subject = event.getSubject();
        if (subject != null && tally.subjects.size() < Tally.MOST_SUBJECTS) {
            tally.subjects.add(subject);
        }
    }

    private void blockers(AuditEvent event) {
        for (PolicyResult verdict : event.getVerdicts()) {
            if (verdict.getVerdict().equals("block") && !verdict.getShadow()) {
                tally.policies.add(
                        verdict.getPolicy() + (verdict.getReason() == null ? "" : " " + verdict.getReason()), 0, 1);
            }
        }
    }

    private void tenant(AuditEvent event, Tenant what) {
        tally.tenants.add(Objects.requireNonNullElse(event.getTenant(), UNKNOWN), what.ordinal(), 1);
    }

    private int slice(AuditEvent event) {
        return slices.of(millis(event));
    }

    private static long millis(AuditEvent event) {
        return event.getAt().toEpochMilli();
    }

    private static long key(AuditEvent event) {
        return OpenRequests.key(
                Objects.requireNonNullElse(event.getTenant(), ""),
                Objects.requireNonNullElse(event.getRequestId(), ""),
                event.getRedrive());
    }
}
