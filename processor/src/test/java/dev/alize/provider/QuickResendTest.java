package dev.alize.provider;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.domain.Attempt;
import dev.alize.domain.CallFacts;
import dev.alize.domain.FailureKind;
import dev.alize.domain.Outcome;
import dev.alize.domain.Provider;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** When a call is made again within its attempt; time, chance and the provider are the test's. */
class QuickResendTest {
    private static final URI SOMEWHERE = URI.create("http://127.0.0.1:1/v1");
    private static final int PAUSE_MS = 150;

    private record Started(Attempt attempt, Consumer<Outcome> done, AtomicBoolean cancelled) {
        void fail(FailureKind kind, long durationMs) {
            done.accept(new Outcome.Failure(kind, null, "broken", new CallFacts(0, 1_000, durationMs, null, Map.of())));
        }
    }

    private record Planned(long ms, Runnable work) {}

    private final List<Started> calls = new ArrayList<>();
    private final List<Planned> planned = new ArrayList<>();
    private final List<Outcome> outcomes = new ArrayList<>();
    private long nowMs;

    private final Provider inner = new Provider() {
        @Override
        public Call start(Attempt attempt, Consumer<Outcome> done) {
            Started started = new Started(attempt, done, new AtomicBoolean());
            calls.add(started);
            return () -> started.cancelled().set(true);
        }

        @Override
        public void close() {}
    };

    private final QuickResend provider = new QuickResend(
            inner,
            new QuickResend.Means(
                    (ms, work) -> planned.add(new Planned(ms, work)),
                    () -> TimeUnit.MILLISECONDS.toNanos(nowMs),
                    bound -> bound / 2));

    private Provider.Call start(Attempt attempt) {
        return provider.start(attempt, outcomes::add);
    }

    private void pass() {
        Planned next = planned.removeFirst();
        nowMs += next.ms();
        next.work().run();
    }

    @ParameterizedTest
    @EnumSource(
            value = FailureKind.class,
            names = {"CONNECT_FAILED", "CONNECTION_LOST"})
    void aBrokenConnectionIsTriedAgainAtMostTwice(FailureKind kind) {
        start(Calls.attempt(SOMEWHERE));
        for (int i = 0; i < 2; i++) {
            nowMs += 10;
            calls.getLast().fail(kind, 10);
            assertThat(planned).extracting(Planned::ms).containsExactly((long) PAUSE_MS);
            pass();
        }
        nowMs += 10;
        calls.getLast().fail(kind, 10);
        assertThat(planned).isEmpty();
        assertThat(calls).hasSize(3);
        CallFacts facts = outcomes.getFirst().facts();
        assertThat(outcomes).hasSize(1);
        assertThat(facts.resends()).isEqualTo(2);
        assertThat(facts.startedAt()).isEqualTo(1_000);
        assertThat(facts.durationMs()).isEqualTo(3 * 10 + 2 * PAUSE_MS);
    }

    @Test
    void theAnswerOfTheSecondCallIsTheAnswer() {
        AtomicInteger bodies = new AtomicInteger();
        start(Calls.withBody(Calls.attempt(SOMEWHERE, Duration.ofSeconds(5)), () -> {
            bodies.incrementAndGet();
            return Calls.BODY;
        }));
        assertThat(calls.getLast().attempt().body().get()).isEqualTo(Calls.BODY);
        nowMs += 100;
        calls.getLast().fail(FailureKind.CONNECTION_LOST, 100);
        pass();
        assertThat(calls.getLast().attempt().body().get()).isEqualTo(Calls.BODY);
        assertThat(bodies).hasValue(1);
        assertThat(calls.getLast().attempt().timeout()).isEqualTo(Duration.ofMillis(5_000 - 100 - PAUSE_MS));
        calls.getLast().done().accept(new Outcome.Success(Calls.BODY, new CallFacts(200, 2, 3, "c", Map.of("a", "1"))));
        Outcome.Success success = (Outcome.Success) outcomes.getFirst();
        assertThat(success.facts()).isEqualTo(new CallFacts(200, 1_000, 100 + PAUSE_MS, "c", Map.of("a", "1"), 1));
    }

    @ParameterizedTest
    @EnumSource(
            value = FailureKind.class,
            mode = EnumSource.Mode.EXCLUDE,
            names = {"CONNECT_FAILED", "CONNECTION_LOST"})
    void noOtherFailureIsTriedAgain(FailureKind kind) {
        start(Calls.attempt(SOMEWHERE));
        calls.getLast().fail(kind, 10);
        assertThat(planned).isEmpty();
        assertThat(outcomes.getFirst().facts().resends()).isZero();
    }

    @Test
    void aConnectionThatBrokeAfterASecondIsAnOutcome() {
        start(Calls.attempt(SOMEWHERE));
        nowMs += 1_000;
        calls.getLast().fail(FailureKind.CONNECTION_LOST, 1_000);
        assertThat(planned).isEmpty();
        assertThat(outcomes).hasSize(1);
    }

    @Test
    void aStreamThatBeganIsNotMadeAgain() {
        List<String> events = new ArrayList<>();
        start(Calls.streamed(SOMEWHERE, data -> {
            events.add(new String(data, StandardCharsets.UTF_8));
            return null;
        }));
        Objects.requireNonNull(calls.getLast().attempt().events()).accept("{}".getBytes(StandardCharsets.UTF_8));
        calls.getLast().fail(FailureKind.CONNECTION_LOST, 10);
        assertThat(events).containsExactly("{}");
        assertThat(planned).isEmpty();
        assertThat(outcomes).hasSize(1);
    }

    @Test
    void aStreamWithoutAnEventIsMadeAgain() {
        start(Calls.streamed(SOMEWHERE, data -> null));
        calls.getLast().fail(FailureKind.CONNECTION_LOST, 10);
        assertThat(planned).hasSize(1);
        assertThat(outcomes).isEmpty();
    }

    @Test
    void nothingIsMadeAgainWhenTheTimeWouldBeOver() {
        start(Calls.attempt(SOMEWHERE, Duration.ofMillis(PAUSE_MS + 10)));
        nowMs += 10;
        calls.getLast().fail(FailureKind.CONNECT_FAILED, 10);
        assertThat(planned).isEmpty();
        assertThat(outcomes).hasSize(1);
    }

    @Test
    void aTimerThatCameLateEndsTheAttemptWithWhatItKnows() {
        start(Calls.attempt(SOMEWHERE, Duration.ofSeconds(1)));
        calls.getLast().fail(FailureKind.CONNECT_FAILED, 0);
        nowMs += 2_000;
        pass();
        assertThat(calls).hasSize(1);
        assertThat(((Outcome.Failure) outcomes.getFirst()).kind()).isEqualTo(FailureKind.CONNECT_FAILED);
    }

    @Test
    void aCancelInThePauseEndsItWithoutAnOutcome() {
        Provider.Call call = start(Calls.attempt(SOMEWHERE));
        calls.getLast().fail(FailureKind.CONNECT_FAILED, 10);
        call.cancel();
        pass();
        assertThat(calls).hasSize(1);
        assertThat(outcomes).isEmpty();
    }

    @Test
    void aCancelReachesTheCallThatIsOpen() {
        Provider.Call call = start(Calls.attempt(SOMEWHERE));
        calls.getLast().fail(FailureKind.CONNECT_FAILED, 10);
        pass();
        call.cancel();
        assertThat(calls.getLast().cancelled()).isTrue();
        calls.getLast().fail(FailureKind.CONNECT_FAILED, 10);
        assertThat(planned).isEmpty();
        assertThat(outcomes).isEmpty();
    }
}
