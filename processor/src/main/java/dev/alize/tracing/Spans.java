package dev.alize.tracing;

import dev.alize.schemas.AuditAttempt;
import dev.alize.schemas.AuditEvent;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.opentelemetry.api.trace.SpanKind;
import io.opentelemetry.api.trace.StatusCode;
import io.opentelemetry.api.trace.TraceFlags;
import io.opentelemetry.api.trace.TraceState;
import io.opentelemetry.api.trace.Tracer;
import io.opentelemetry.context.Context;
import io.opentelemetry.sdk.trace.samplers.Sampler;
import io.opentelemetry.sdk.trace.samplers.SamplingDecision;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Turns audit events into spans: one for the whole request, from the time of its record to its response, one for each
 * attempt below it, and one without a length for each other step. Not thread-safe.
 */
final class Spans {
    /** Steps of a request that are worth a mark; the set of kinds is open. */
    private static final Set<String> STEPS = Set.of(
            "admitted",
            "held",
            "parked",
            "retry",
            "fallback",
            "redispatch",
            "cache_hit",
            "cache_degraded",
            "cancel",
            "dead_letter");

    private final Tracer tracer;
    private final GivenIds ids;
    private final Sampler sampler;

    /** @param sampler that of the tracer; asked once for each request that came without a trace */
    Spans(Tracer tracer, GivenIds ids, Sampler sampler) {
        this.tracer = tracer;
        this.ids = ids;
        this.sampler = sampler;
    }

    void of(AuditEvent event) {
        if (event.getTenant() == null || event.getRequestId() == null) {
            return;
        }
        AuditAttempt attempt = event.getAttempt();
        if (event.getKind().equals("response")) {
            response(event);
        } else if (attempt != null && event.getKind().equals("attempt")) {
            attempt(event, attempt);
        } else if (STEPS.contains(event.getKind())) {
            TraceIds trace = TraceIds.of(event);
            String id = trace.below(event.getKind(), event.getAt().toString());
            start(trace, id, event.getKind(), SpanKind.INTERNAL, event.getAt(), step(event), null)
                    .end(event.getAt());
        }
    }

    private void response(AuditEvent event) {
        TraceIds trace = TraceIds.of(event);
        Instant begin = event.getAt().minusMillis(millis(event.getDetails().get("total_ms")));
        AttributesBuilder attributes = request(event)
                .put(Names.SYSTEM, "kafka")
                .put(Names.OPERATION, "process")
                .put(Names.STATUS, String.valueOf(event.getStatus()));
        if (event.getSourceTopic() != null) {
            attributes.put(Names.DESTINATION, event.getSourceTopic());
        }
        Span span = start(trace, trace.root(), "process request", SpanKind.CONSUMER, begin, attributes.build(), event);
        if (event.getReason() != null) {
            span.setAttribute(Names.ERROR, event.getReason());
            span.setStatus(StatusCode.ERROR, event.getReason());
        }
        span.end(event.getAt());
    }

    private void attempt(AuditEvent event, AuditAttempt attempt) {
        TraceIds trace = TraceIds.of(event);
        Instant begin = attempt.getStartedAt();
        Instant end = begin == null ? event.getAt() : begin.plus(Duration.ofMillis(attempt.getDurationMs()));
        AttributesBuilder attributes = request(event)
                .put(Names.GEN_AI_OPERATION, "chat")
                .put(
                        Names.GEN_AI_PROVIDER,
                        attempt.getProvider().equals("mistral") ? "mistral_ai" : attempt.getProvider())
                .put(Names.GEN_AI_MODEL, attempt.getModel())
                .put(Names.TARGET, attempt.getTarget())
                .put(Names.ATTEMPT, attempt.getNumber());
        if (attempt.getPromptTokens() != null) {
            attributes.put(Names.GEN_AI_INPUT, attempt.getPromptTokens());
        }
        if (attempt.getCompletionTokens() != null) {
            attributes.put(Names.GEN_AI_OUTPUT, attempt.getCompletionTokens());
        }
        if (attempt.getHttpStatus() != null) {
            attributes.put(Names.HTTP_STATUS, attempt.getHttpStatus());
        }
        // After a crash a number is used again: the time of the event tells both apart.
        String id = trace.below(
                "attempt", Integer.toString(attempt.getNumber()), event.getAt().toString());
        Span span = start(
                trace,
                id,
                "chat " + attempt.getModel(),
                SpanKind.CLIENT,
                begin == null ? end : begin,
                attributes.build(),
                null);
        if (!attempt.getOutcome().equals("success")) {
            span.setAttribute(Names.ERROR, attempt.getOutcome());
            span.setStatus(StatusCode.ERROR, attempt.getOutcome());
        }
        span.end(end);
    }

    private static Attributes step(AuditEvent event) {
        AttributesBuilder attributes = request(event);
        if (event.getReason() != null) {
            attributes.put(Names.REASON, event.getReason());
        }
        if (event.getTarget() != null) {
            attributes.put(Names.TARGET, event.getTarget());
        }
        event.getVerdicts().stream()
                .filter(verdict -> !verdict.getVerdict().equals("allow"))
                .forEach(verdict -> attributes.put(Names.POLICY + verdict.getPolicy(), verdict.getVerdict()));
        return attributes.build();
    }

    private static AttributesBuilder request(AuditEvent event) {
        return Attributes.builder().put(Names.REQUEST, event.getRequestId()).put(Names.TENANT, event.getTenant());
    }

    /** @param root the event whose span is that of the whole request; null for a span below it */
    private Span start(
            TraceIds trace,
            String id,
            String name,
            SpanKind kind,
            Instant at,
            Attributes attributes,
            @Nullable AuditEvent root) {
        ids.give(trace.trace(), id);
        Context parent = Context.root();
        if (root == null) {
            parent = parent.with(Span.wrap(SpanContext.createFromRemoteParent(
                    trace.trace(), trace.root(), flags(trace), TraceState.getDefault())));
        } else if (trace.caller() != null) {
            parent = parent.with(Span.wrap(trace.caller()));
        }
        return tracer.spanBuilder(name)
                .setParent(parent)
                .setSpanKind(kind)
                .setStartTimestamp(at)
                .setAllAttributes(attributes)
                .startSpan();
    }

    /** The producer decided whether its trace is kept; of the others the sampler decides, the same for each span. */
    private TraceFlags flags(TraceIds trace) {
        SpanContext caller = trace.caller();
        if (caller != null) {
            return caller.getTraceFlags();
        }
        SamplingDecision decision = sampler.shouldSample(
                        Context.root(),
                        trace.trace(),
                        "process request",
                        SpanKind.CONSUMER,
                        Attributes.empty(),
                        List.of())
                .getDecision();
        return decision == SamplingDecision.RECORD_AND_SAMPLE ? TraceFlags.getSampled() : TraceFlags.getDefault();
    }

    private static long millis(@Nullable String text) {
        try {
            return text == null ? 0 : Math.max(0, Long.parseLong(text));
        } catch (NumberFormatException e) {
            return 0; // somebody else's event
        }
    }
}
