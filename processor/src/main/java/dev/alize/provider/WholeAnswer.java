package dev.alize.provider;

import dev.alize.domain.CallFacts;
import dev.alize.domain.FailureKind;
import dev.alize.domain.Outcome;
import io.vertx.core.buffer.Buffer;

/** An answer while it is read, and the outcome it makes. Owned by the event loop. */
final class Answer {
    /** Errors are short; what comes behind this is not read. */
    private static final int MAX_ERROR_BYTES = 64 * 1024;

    private static final int OK = 200;

    private final AnswerHead head;
    private final int limit;
    private final AnswerBody body;

    /** @param maxBytes largest body of a 200 */
    Answer(AnswerHead head, int maxBytes) {
        this.head = head;
        this.limit = head.status() == OK ? maxBytes : MAX_ERROR_BYTES;
        this.body = new AnswerBody(tooLargeByItsHead() ? 0 : head.contentLength(), limit);
    }

    AnswerHead head() {
        return head;
    }

    /** Whether there is no use in reading the body. */
    boolean tooLargeByItsHead() {
        return head.status() == OK && head.contentLength() > limit;
    }

    /** Adds a chunk; false where the body has become too large and the rest is not wanted. */
    boolean add(Buffer chunk) {
        return body.add(chunk);
    }

    /** The whole answer came. */
    Outcome ended(Preparation.Ready sent, CallFacts facts) {
        if (head.status() != OK) {
            return refused(sent, facts);
        }
        return body.length() > 0
                ? new Outcome.Success(body.bytes(), facts)
                : broken("answered 200 with an empty body", facts);
    }

    /** The connection broke before the end of the body. */
    Outcome cutOff(Preparation.Ready sent, CallFacts facts) {
        if (head.status() != OK) {
            return refused(sent, facts);
        }
        String expected = head.contentLength() < 0 ? "more" : String.valueOf(head.contentLength());
        return broken("the answer ended after " + body.length() + " bytes, expected " + expected, facts);
    }

    /** The body is larger than the limit; it was not read to its end. */
    Outcome tooLarge(Preparation.Ready sent, CallFacts facts) {
        return head.status() != OK
                ? refused(sent, facts)
                : new Outcome.Failure(
                        FailureKind.RESPONSE_TOO_LARGE, null, "the answer has more than " + limit + " bytes", facts);
    }

    private Outcome refused(Preparation.Ready sent, CallFacts facts) {
        Refusal refusal = new Refusal(head.status(), head.limits(), body.bytes(), sent.body(), sent.key());
        return ErrorClassifier.classify(refusal).toFailure(facts);
    }

    private static Outcome broken(String message, CallFacts facts) {
        return new Outcome.Failure(FailureKind.BROKEN_ANSWER, null, message, facts);
    }
}
