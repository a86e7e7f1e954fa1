package dev.alize.provider;

import dev.alize.domain.CallFacts;
import dev.alize.domain.FailureKind;
import dev.alize.domain.Outcome;
import org.jspecify.annotations.Nullable;

/**
 * What a refusal means.
 *
 * @param code the vendor's own, at most 64 characters, null where it sent none
 * @param message at most 500 characters, without prompt or key
 */
record Classified(FailureKind kind, @Nullable String code, String message) {
    Outcome toFailure(CallFacts facts) {
        return new Outcome.Failure(kind, code, message, facts);
    }
}
