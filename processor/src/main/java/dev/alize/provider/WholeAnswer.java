package dev.alize.provider;

import dev.alize.domain.CallFacts;
import dev.alize.domain.Outcome;
import io.vertx.core.buffer.Buffer;
import org.jspecify.annotations.Nullable;

/** An answer whose body means something only as a whole. */
final class WholeAnswer implements Answer {
    /** Errors are short; what comes behind this is not read. */
    private static final int MAX_ERROR_BYTES = 64 * 1024;

    private final Outcomes outcomes;
    private final AnswerHead head;
    private final int limit;
    private final AnswerBody body;

    /** @param maxBytes largest body of a 200 */
    WholeAnswer(Outcomes outcomes, int maxBytes) {
        this.outcomes = outcomes;
        this.head = outcomes.head();
        this.limit = head.status() == OK ? maxBytes : MAX_ERROR_BYTES;
        this.body = new AnswerBody(tooLargeByItsHead() ? 0 : head.contentLength(), limit);
    }

    @Override
    public @Nullable Outcome begun() {
        return tooLargeByItsHead() ? outcomes.tooLarge(limit) : null;
    }

    @Override
    public @Nullable Outcome add(Buffer part) {
        if (body.add(part)) {
            return null;
        }
        return head.status() == OK ? outcomes.tooLarge(limit) : refused();
    }

    @Override
    public Outcome ended() {
        if (head.status() != OK) {
            return refused();
        }
        return body.length() > 0 ? outcomes.success(body.bytes()) : outcomes.broken("answered 200 with an empty body");
    }

    @Override
    public Outcome cutOff() {
        if (head.status() != OK) {
            return refused();
        }
        String expected = head.contentLength() < 0 ? "more" : String.valueOf(head.contentLength());
        return outcomes.broken("the answer ended after " + body.length() + " bytes, expected " + expected);
    }

    @Override
    public String progress() {
        return "the head of the answer";
    }

    @Override
    public CallFacts facts() {
        return outcomes.facts();
    }

    private boolean tooLargeByItsHead() {
        return head.status() == OK && head.contentLength() > limit;
    }

    private Outcome refused() {
        return outcomes.refused(head.status(), body.bytes());
    }
}
