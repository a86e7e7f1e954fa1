package dev.alize.pacing;

import dev.alize.domain.FailureKind;
import dev.alize.domain.Outcome;
import java.util.OptionalLong;

/** What a call that ended took of the quota, as far as it is known. */
sealed interface Cost {
    /** @param typical whether other calls of the group may cost the like: it was answered */
    record Known(long tokens, boolean typical) implements Cost {}

    /** It was answered, and no number was given. */
    record AsReserved() implements Cost {}

    /** It was cut off: the prompt was paid for at least. */
    record PromptOnly() implements Cost {}

    /** It was refused: no tokens. */
    record RequestOnly() implements Cost {}

    /** It never reached the provider. */
    record Nothing() implements Cost {}

    /** @param reported tokens, by the body of the answer */
    static Cost of(Outcome outcome, LimitHeaders headers, OptionalLong reported) {
        boolean answered = outcome instanceof Outcome.Success;
        if (headers.queryCost() >= 0) {
            return new Known(headers.queryCost(), answered);
        }
        if (reported.isPresent()) {
            return new Known(reported.getAsLong(), answered);
        }
        return switch (outcome) {
            case Outcome.Success success -> new AsReserved();
            case Outcome.Failure failure -> ofFailure(failure);
        };
    }

    private static Cost ofFailure(Outcome.Failure failure) {
        FailureKind kind = failure.kind();
        if (kind == FailureKind.CONNECT_FAILED || kind == FailureKind.PROXY_REFUSED) {
            return new Nothing();
        }
        if (kind == FailureKind.BROKEN_ANSWER || kind == FailureKind.RESPONSE_TOO_LARGE) {
            return new AsReserved();
        }
        return failure.facts().status() >= 400 ? new RequestOnly() : new PromptOnly();
    }
}
