package dev.alize.topology;

import dev.alize.domain.Target;
import dev.alize.schemas.AuditAttempt;
import dev.alize.schemas.AuditEvent;
import dev.alize.schemas.CompletionRequest;
import dev.alize.schemas.CompletionResponse;
import dev.alize.schemas.OpenRequest;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Makes audit events. None of them takes anything from a message, a prompt or the producer's metadata. */
final class AuditEvents {
    private final Supplier<EngineSettings> settings;

    AuditEvents(Supplier<EngineSettings> settings) {
        this.settings = settings;
    }

    /** An event of a request. */
    AuditEvent of(String kind, OpenRequest open, @Nullable String reason, long nowMs) {
        CompletionRequest request = open.getRequest();
        AuditEvent event = bare(kind, nowMs, reason);
        event.setRequestId(request.getRequestId());
        event.setTenant(request.getTenant());
        event.setRedrive(request.getRedrive());
        event.setSubject(open.getPseudonym());
        event.setTraceparent(RecordParts.traceparent(open));
        event.setSourceTopic(open.getSourceTopic());
        event.setSourceOffset(open.getSourceOffset());
        return event;
    }

    AuditEvent admitted(OpenRequest open, long nowMs) {
        AuditEvent event = of("admitted", open, null, nowMs);
        event.setContentHash(open.getContentHash());
        event.setVerdicts(open.getPolicyResults());
        return event;
    }

    AuditEvent attempt(OpenRequest open, AuditAttempt attempt, long nowMs) {
        AuditEvent event = of("attempt", open, null, nowMs);
        event.setAttempt(attempt);
        return event;
    }

    /** An attempt whose outcome nobody knows, and which may have been billed. */
    AuditEvent unknownAttempt(OpenRequest open, @Nullable Target target, long nowMs) {
        AuditAttempt attempt = AuditAttempt.newBuilder()
                .setNumber(open.getAttempts())
                .setTarget(open.getTarget() == null ? "unknown" : open.getTarget())
                .setProvider(target == null ? "unknown" : target.provider())
                .setModel(target == null ? "unknown" : target.model())
                .setOutcome("unknown")
                .setPossiblyBilled(true)
                .build();
        return attempt(open, attempt, nowMs);
    }

    /** A failed attempt is not the end: the request goes on to another one. */
    AuditEvent goesOn(String kind, OpenRequest open, @Nullable String target, long nowMs) {
        String reason =
                open.getLastFailure() == null ? null : open.getLastFailure().getKind();
        AuditEvent event = of(kind, open, reason, nowMs);
        event.setTarget(target);
        return event;
    }

    /** The answer came from the response cache; {@code target} is the one that once gave it. */
    AuditEvent recalled(OpenRequest open, CompletionResponse response, long nowMs) {
        AuditEvent event = of(response.getDegraded() ? "cache_degraded" : "cache_hit", open, null, nowMs);
        event.setTarget(response.getTarget());
        return event;
    }

    /**
     * @param target that was called last; null where none was called for this answer
     * @param answerHash of the answer; null where there is none, or no key. A request without an answer is told by its
     *     own hash: it may never have been admitted
     */
    AuditEvent response(
            OpenRequest open,
            CompletionResponse response,
            @Nullable Target target,
            @Nullable String answerHash,
            long nowMs) {
        String reason = response.getError() == null ? null : response.getError().getKind();
        AuditEvent event = of("response", open, reason, nowMs);
        event.setStatus(response.getStatus().name().toLowerCase(Locale.ROOT));
        event.setVerdicts(response.getPolicyResults());
        event.setContentHash(answerHash == null ? open.getContentHash() : answerHash);
        String total = Long.toString(response.getTimes().getTotalMs());
        if (target == null) {
            event.setDetails(Map.of("total_ms", total));
        } else {
            event.setTarget(target.id());
            event.setDetails(Map.of("total_ms", total, "model", target.model()));
        }
        return event;
    }

    /** The request failed for good, and is kept for a redrive. */
    AuditEvent deadLetter(OpenRequest open, String kind, @Nullable String target, long nowMs) {
        AuditEvent event = of("dead_letter", open, kind, nowMs);
        event.setTarget(target);
        return event;
    }

    /** An event of a record whose request is not known. */
    AuditEvent ofRecord(String kind, @Nullable String topic, long offset, String reason, long nowMs) {
        AuditEvent event = bare(kind, nowMs, reason);
        event.setSourceTopic(topic);
        event.setSourceOffset(offset);
        return event;
    }

    private AuditEvent bare(String kind, long nowMs, @Nullable String reason) {
        AuditEvent event = new AuditEvent();
        event.setKind(kind);
        event.setAt(Instant.ofEpochMilli(nowMs));
        event.setVerdicts(List.of());
        event.setDetails(Map.of());
        event.setReason(reason);
        event.setConfiguration(settings.get().configuration());
        event.setInstance(settings.get().instance());
        return event;
    }
}
