package dev.alize.provider;

import dev.alize.domain.CallFacts;
import dev.alize.domain.EventSink;
import dev.alize.domain.Outcome;
import io.vertx.core.buffer.Buffer;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * An answer while it is read, and the outcome it makes. Owned by the event loop. Nothing is given to it after its first
 * outcome.
 */
sealed interface Answer permits WholeAnswer, StreamedAnswer {
    int OK = 200;

    /**
     * Reads what came as what it is: a refusal, and an answer that is not a stream of events, come as a whole whatever
     * was asked for.
     *
     * @param events null where no stream was asked for
     * @param maxBytes largest body of a 200
     * @param over whether nobody waits for the outcome any more
     */
    static Answer of(Outcomes outcomes, @Nullable EventSink events, int maxBytes, BooleanSupplier over) {
        AnswerHead head = outcomes.head();
        return events != null && head.status() == OK && head.eventStream()
                ? new StreamedAnswer(outcomes, events, maxBytes, over)
                : new WholeAnswer(outcomes, maxBytes);
    }

    /** The outcome where there is no use in reading the body, else null. */
    @Nullable
    Outcome begun();

    /** Takes a part of the body; gives the outcome where the rest of the body does not matter to it, else null. */
    @Nullable
    Outcome add(Buffer part);

    /** The body came to its end. */
    Outcome ended();

    /** The connection broke before the end of the body. */
    Outcome cutOff();

    /** What came until now, for people. */
    String progress();

    CallFacts facts();
}
