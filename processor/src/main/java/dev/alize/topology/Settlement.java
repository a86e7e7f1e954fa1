package dev.alize.topology;

import static java.util.Objects.requireNonNullElse;

import dev.alize.domain.Attempt;
import dev.alize.domain.CallFacts;
import dev.alize.domain.FailureKind;
import dev.alize.domain.Outcome;
import dev.alize.domain.Pricing;
import dev.alize.domain.Target;
import dev.alize.schemas.AuditAttempt;
import dev.alize.schemas.CompletionResponse;
import dev.alize.schemas.OpenRequest;
import dev.alize.schemas.Status;
import dev.alize.schemas.Usage;
import dev.alize.schemas.chat.ChatFormatException;
import java.time.Instant;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Turns the outcome of an attempt into a response that is encoded and fits. Runs on threads of the provider, never
 * throws for what a provider sent.
 */
final class Settlement {
    private final Engine engine;
    private final LongSupplier clock;

    /** @param clock milliseconds since 1970 */
    Settlement(Engine engine, LongSupplier clock) {
        this.engine = engine;
        this.clock = clock;
    }

    /**
     * @param body that was sent
     * @param streamed what the events of the answer came to; null where it was not to be streamed
     */
    Settled settle(OpenRequest open, Attempt attempt, Body body, @Nullable StreamedAnswer streamed, Outcome outcome) {
        Settled settled = settled(open, attempt, body, streamed, outcome);
        if (streamed != null) {
            streamed.verdictsInto(settled.response());
        }
        settled.attempt().setPossiblyBilled(isPossiblyBilled(outcome));
        settled.attempt().setDroppedFields(body.dropped());
        settled.attempt().setLimits(outcome.facts().limits());
        settled.attempt().setResends(outcome.facts().resends());
        return settled;
    }

    /** The provider may have done the work of a call whose answer never came. */
    private static boolean isPossiblyBilled(Outcome outcome) {
        return outcome instanceof Outcome.Failure failure
                && (failure.kind() == FailureKind.TIMEOUT || failure.kind() == FailureKind.CONNECTION_LOST);
    }

    private Settled settled(
            OpenRequest open, Attempt attempt, Body body, @Nullable StreamedAnswer streamed, Outcome outcome) {
        try {
            return switch (outcome) {
                case Outcome.Success success -> completed(open, attempt, body, streamed, success);
                case Outcome.Failure failure -> failed(open, attempt, failure, null);
            };
        } catch (RuntimeException e) {
            String message = "The answer could not be settled (" + e.getClass().getSimpleName() + ")";
            return failed(
                    open, attempt, new Outcome.Failure(FailureKind.INTERNAL, null, message, outcome.facts()), null);
        }
    }

    private Settled completed(
            OpenRequest open, Attempt attempt, Body body, @Nullable StreamedAnswer streamed, Outcome.Success success) {
        CompletionResponse response = response(open, attempt, Status.COMPLETED, success.facts());
        try {
            read(success.body(), streamed, response);
            body.ids().restoreIn(response);
        } catch (Codec.CodecException | ChatFormatException e) {
            Usage usage = response.getUsage();
            return failed(open, attempt, failure(FailureKind.BROKEN_ANSWER, e.getMessage(), success), usage);
        }
        if (streamed != null && streamed.ended(success) instanceof Outcome.Failure blocked) {
            return failed(open, attempt, blocked, response.getUsage());
        }
        engine.quickest().answered(success.facts().durationMs(), clock.getAsLong());
        Target target = attempt.target();
        response.setCost(cost(target.pricing(), response.getUsage(), success.facts()));
        if (streamed != null) {
            response.setChunks(Integer.MAX_VALUE); // not known before the last one is written; this is the largest
        }
        byte[] encoded = engine.codec().encode(response);
        if (encoded.length > engine.settings().maxResponseBytes()) {
            String message =
                    "The response takes " + encoded.length + " bytes, the limit (processing.max_response_bytes) is "
                            + engine.settings().maxResponseBytes();
            Usage usage = response.getUsage();
            return failed(open, attempt, failure(FailureKind.RESPONSE_TOO_LARGE, message, success), usage);
        }
        AuditAttempt audited = audited(attempt, "success", response.getUsage(), success.facts());
        return new Settled(response, encoded, audited, target, success.facts(), null);
    }

    private void read(byte[] body, @Nullable StreamedAnswer streamed, CompletionResponse response)
            throws Codec.CodecException, ChatFormatException {
        if (streamed == null) {
            engine.codec().readCompletion(body, response);
        } else if (body.length == 0) {
            streamed.into(response);
        } else {
            engine.codec().readCompletion(body, response);
            streamed.publishWhole(response, body.length);
        }
    }

    private static Outcome.Failure failure(FailureKind kind, @Nullable String message, Outcome.Success success) {
        return new Outcome.Failure(kind, null, message == null ? kind.code() : message, success.facts());
    }

    /** @param usage of an answer that came and cannot be used; it is billed all the same */
    private Settled failed(OpenRequest open, Attempt attempt, Outcome.Failure failure, @Nullable Usage usage) {
        CallFacts facts = failure.facts();
        FailureKind kind = failure.kind();
        String message = failure.message();
        Instant expiry = open.getExpiresAt();
        boolean over = expiry != null && expiry.toEpochMilli() <= clock.getAsLong();
        if (kind == FailureKind.TIMEOUT && over && Expiry.isByDeadline(open)) {
            kind = FailureKind.DEADLINE_EXCEEDED;
            message = Expiry.message(open, "while the provider was called");
        }
        CompletionResponse response = response(open, attempt, Responses.statusOf(kind), facts);
        Integer status = facts.status() == 0 ? null : Integer.valueOf(facts.status());
        response.setError(Responses.error(kind, failure.code(), message, status));
        return new Settled(
                response,
                engine.codec().encode(response),
                audited(attempt, failure.kind().code(), usage, facts),
                attempt.target(),
                facts,
                new Outcome.Failure(kind, failure.code(), message, facts));
    }

    private CompletionResponse response(OpenRequest open, Attempt attempt, Status status, CallFacts facts) {
        Target target = attempt.target();
        CompletionResponse response = Responses.of(open, status, engine.settings(), clock.getAsLong());
        response.setTarget(target.id());
        response.setProvider(target.provider());
        response.setAttempts(attempt.number());
        response.setModel(target.model());
        response.setCorrelationId(facts.correlationId());
        var times = response.getTimes();
        times.setProviderMs(facts.durationMs());
        times.setQueuedMs(Math.max(0, facts.startedAt() - open.getRequestedAt().toEpochMilli()));
        return response;
    }

    private static AuditAttempt audited(Attempt attempt, String outcome, @Nullable Usage usage, CallFacts facts) {
        Target target = attempt.target();
        return AuditAttempt.newBuilder()
                .setNumber(attempt.number())
                .setTarget(target.id())
                .setProvider(target.provider())
                .setModel(target.model())
                .setOutcome(outcome)
                .setHttpStatus(facts.status() == 0 ? null : Integer.valueOf(facts.status()))
                .setDurationMs(facts.durationMs())
                .setStartedAt(Instant.ofEpochMilli(facts.startedAt()))
                .setPromptTokens(usage == null ? null : Long.valueOf(usage.getPromptTokens()))
                .setCompletionTokens(usage == null ? null : usage.getCompletionTokens())
                .setCachedTokens(usage == null ? null : usage.getCachedTokens())
                .setCost(cost(target.pricing(), usage, facts))
                .setCorrelationId(facts.correlationId())
                .build();
    }

    /** By the prices that held when the call began. */
    private static @Nullable Double cost(@Nullable Pricing pricing, @Nullable Usage usage, CallFacts facts) {
        if (pricing == null || usage == null) {
            return null;
        }
        return pricing.at(Instant.ofEpochMilli(facts.startedAt()))
                .of(
                        usage.getPromptTokens(),
                        requireNonNullElse(usage.getCachedTokens(), 0L),
                        requireNonNullElse(usage.getCompletionTokens(), 0L));
    }
}
