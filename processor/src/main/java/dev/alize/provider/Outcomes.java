package dev.alize.provider;

import dev.alize.domain.CallFacts;
import dev.alize.domain.FailureKind;
import dev.alize.domain.Outcome;

/**
 * Makes the outcomes of an answer.
 *
 * @param sent the request it answers
 * @param watch of the call
 */
record Outcomes(AnswerHead head, Preparation.Ready sent, Stopwatch watch) {
    Outcome success(byte[] body) {
        return new Outcome.Success(body, facts());
    }

    /** @param body as far as it was read; any bytes */
    Outcome refused(int status, byte[] body) {
        Refusal refusal = new Refusal(status, head.limits(), body, sent.body(), sent.key());
        return ErrorClassifier.classify(refusal).toFailure(facts());
    }

    Outcome tooLarge(long limit) {
        return failed(FailureKind.RESPONSE_TOO_LARGE, "the answer has more than " + limit + " bytes");
    }

    Outcome broken(String message) {
        return failed(FailureKind.BROKEN_ANSWER, message);
    }

    /** @param message without any text of the answer */
    Outcome failed(FailureKind kind, String message) {
        return new Outcome.Failure(kind, null, Redaction.cut(message), facts());
    }

    CallFacts facts() {
        return watch.facts(head);
    }
}
