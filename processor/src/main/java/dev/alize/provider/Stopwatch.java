package dev.alize.provider;

import dev.alize.domain.CallFacts;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** When a call started and how long it runs; durations do not follow changes of the wall clock. */
final class Stopwatch {
    private final long startedAt;
    private final long startedNanos;

    Stopwatch(InstantSource clock) {
        startedAt = clock.millis();
        startedNanos = System.nanoTime();
    }

    long elapsedMs() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedNanos);
    }

    /** The facts of a call that got no answer. */
    CallFacts facts() {
        return new CallFacts(0, startedAt, elapsedMs(), null, Map.of());
    }

    /** The facts of a call that got the head of an answer. */
    CallFacts facts(AnswerHead head) {
        return new CallFacts(head.status(), startedAt, elapsedMs(), head.correlationId(), head.limits());
    }
}
