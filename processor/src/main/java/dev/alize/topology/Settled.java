package dev.alize.topology;

import dev.alize.domain.CallFacts;
import dev.alize.domain.EngineObserver;
import dev.alize.domain.Outcome;
import dev.alize.domain.Target;
import dev.alize.domain.Verdict;
import dev.alize.schemas.AuditAttempt;
import dev.alize.schemas.CompletionResponse;
import java.util.Map;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/**
 * What an attempt comes to, made on a thread of the provider so that the stream thread has only to write it.
 *
 * @param encoded the response, encoded and within the size bound
 * @param failure how the attempt failed; null where it did not
 * @param opinions what policies that must ask somebody say of the answer, by their names
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record Settled(
        CompletionResponse response,
        byte[] encoded,
        AuditAttempt attempt,
        Target target,
        CallFacts facts,
        Outcome.@Nullable Failure failure,
        Map<String, Verdict> opinions) {
    public Settled {
        opinions = Map.copyOf(opinions);
    }

    /** Before anybody was asked. */
    Settled(
            CompletionResponse response,
            byte[] encoded,
            AuditAttempt attempt,
            Target target,
            CallFacts facts,
            Outcome.@Nullable Failure failure) {
        this(response, encoded, attempt, target, facts, failure, Map.of());
    }

    Settled with(Map<String, Verdict> newOpinions) {
        return new Settled(response, encoded, attempt, target, facts, failure, newOpinions);
    }

    /** Bytes that the result holds until it is settled, about. */
    public long size() {
        return 2L * encoded.length + 512;
    }

    /** Tokens of prompt and completion, where the provider reported them. */
    OptionalLong tokens() {
        Long prompt = attempt.getPromptTokens();
        Long completion = attempt.getCompletionTokens();
        return prompt == null ? OptionalLong.empty() : OptionalLong.of(prompt + (completion == null ? 0 : completion));
    }

    /** Tells of the attempt. */
    void tell(EngineObserver observer) {
        observer.attempted(
                target,
                attempt.getModel(),
                attempt.getOutcome(),
                facts,
                optional(attempt.getPromptTokens()),
                optional(attempt.getCompletionTokens()));
        Double cost = attempt.getCost();
        if (cost != null) {
            observer.billed(target, attempt.getModel(), attempt.getOutcome(), cost);
        }
    }

    private static OptionalLong optional(@Nullable Long value) {
        return value == null ? OptionalLong.empty() : OptionalLong.of(value);
    }
}
