package dev.alize.topology;

import dev.alize.domain.Attempt;
import dev.alize.domain.CallFacts;
import dev.alize.domain.FailureKind;
import dev.alize.domain.Outcome;
import dev.alize.domain.Provider;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A provider that answers when the test says so, on the test's thread. */
final class FakeProvider implements Provider {
    record Started(Attempt attempt, Consumer<Outcome> done, AtomicBoolean cancelled) {
        void succeed(String body) {
            answer(new Outcome.Success(body.getBytes(StandardCharsets.UTF_8), facts(200)));
        }

        /** An event of a streamed answer; returns what the engine has against it. */
        @Nullable
        String event(String data) {
            return Objects.requireNonNull(attempt.events()).accept(data.getBytes(StandardCharsets.UTF_8));
        }

        /** The end of a streamed answer. */
        void end() {
            succeed("");
        }

        String id() {
            return attempt.identity().requestId();
        }

        void fail(FailureKind kind, int status) {
            answer(new Outcome.Failure(kind, "code", "the message", facts(status)));
        }

        private void answer(Outcome outcome) {
            if (!cancelled.get()) {
                done.accept(outcome);
            }
        }

        private static CallFacts facts(int status) {
            return new CallFacts(status, 0, 7, "correlation", Map.of());
        }
    }

    final List<Started> calls = new ArrayList<>();

    @Override
    public Call start(Attempt attempt, Consumer<Outcome> done) {
        Started started = new Started(attempt, done, new AtomicBoolean());
        calls.add(started);
        return () -> started.cancelled().set(true);
    }

    Started last() {
        return calls.getLast();
    }

    @Override
    public void close() {}
}
