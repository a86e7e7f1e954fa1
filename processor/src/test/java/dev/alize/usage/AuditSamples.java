package dev.alize.usage;

import dev.alize.schemas.AuditAttempt;
import dev.alize.schemas.AuditEvent;
import dev.alize.schemas.PolicyResult;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Audit events as the gateway writes them. */
final class AuditSamples {
    static final Instant AT = Instant.parse("2026-11-21T14:59:59.999Z");

    private AuditSamples() {}

    static AuditEvent.Builder event(String kind, String tenant) {
        return AuditEvent.newBuilder().setKind(kind).setAt(AT).setTenant(tenant).setRequestId("r");
    }

    static AuditAttempt.Builder call(String target, String outcome) {
        return AuditAttempt.newBuilder()
                .setNumber(1)
                .setTarget(target)
                .setProvider("mistral")
                .setModel("small")
                .setOutcome(outcome);
    }

    static AuditEvent success(String tenant, String target, long ms, double cost) {
        return event("attempt", tenant)
                .setAttempt(call(target, "success")
                        .setDurationMs(ms)
                        .setPromptTokens(100L)
                        .setCachedTokens(40L)
                        .setCompletionTokens(7L)
                        .setCost(cost)
                        .build())
                .build();
    }

    static AuditEvent failure(String tenant, String target, String kind) {
        return event("attempt", tenant)
                .setAttempt(call(target, kind)
                        .setPossiblyBilled(kind.equals("timeout"))
                        .build())
                .build();
    }

    static AuditEvent response(String tenant, @Nullable String target, String status, @Nullable Double quality) {
        AuditEvent.Builder event = event("response", tenant)
                .setStatus(status)
                .setTarget(target)
                .setDetails(target == null ? Map.of("total_ms", "9") : Map.of("total_ms", "900", "model", "small"));
        if (quality != null) {
            event.setVerdicts(List.of(PolicyResult.newBuilder()
                    .setPolicy("quality-scorer")
                    .setVerdict("allow")
                    .setDirection("response")
                    .setScore(quality)
                    .build()));
        }
        return event.build();
    }
}
