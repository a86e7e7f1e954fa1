package dev.alize.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.domain.FailureKind;
import dev.alize.domain.Outcome;
import dev.alize.domain.Route;
import dev.alize.domain.Router.Failed;
import dev.alize.domain.Router.Next;
import java.time.Duration;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class NextStepTest {
    private static final Route ALONE = Desk.via("a");
    private static final Route BOTH = Desk.via("a", "b");
    private static final Next REST = new Next.Fallback(Desk.via("b"));
    private static final long HOUR = 3_600_000;

    private final Known known = new Known();
    private final NextStep step = new NextStep(RetryRules.DEFAULT, known);

    /**
     * Every kind in every situation: the target takes calls or none, attempts are left or not, there is another target or
     * not. Q: waits for quota. R: counted retry. O: other target. M: other target, the failed one at the end. W: retry
     * that does not count. X: gives up.
     */
    @ParameterizedTest(name = "{0}")
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            kind                    | takes, left | takes, used up | takes none | no other: takes, left | takes, used up | takes none
            UNKNOWN_MODEL           | O           | O              | O          | X                     | X              | X
            CONTEXT_LENGTH_EXCEEDED | O           | O              | O          | X                     | X              | X
            INVALID_REQUEST         | X           | X              | X          | X                     | X              | X
            UNAUTHORIZED            | O           | O              | O          | W                     | W              | Q
            FORBIDDEN               | O           | O              | O          | W                     | W              | Q
            PROXY_REFUSED           | O           | O              | O          | W                     | W              | Q
            NOT_ENTITLED            | O           | O              | O          | W                     | W              | Q
            GUARDRAIL_BLOCKED       | X           | X              | X          | X                     | X              | X
            POLICY_BLOCKED          | X           | X              | X          | X                     | X              | X
            LOW_QUALITY             | R           | O              | M          | R                     | X              | Q
            RATE_LIMITED            | Q           | Q              | Q          | Q                     | Q              | Q
            CAPACITY_EXCEEDED       | R           | O              | M          | R                     | X              | Q
            PROVIDER_UNAVAILABLE    | R           | O              | M          | R                     | X              | Q
            BROKEN_ANSWER           | R           | O              | M          | R                     | X              | Q
            UNEXPECTED_STATUS       | O           | O              | O          | X                     | X              | X
            CONNECT_FAILED          | R           | O              | M          | R                     | X              | Q
            CONNECTION_LOST         | R           | O              | M          | R                     | X              | Q
            TIMEOUT                 | R           | O              | M          | R                     | X              | Q
            RESPONSE_TOO_LARGE      | O           | O              | O          | X                     | X              | X
            REQUEST_TOO_LARGE       | X           | X              | X          | X                     | X              | X
            UNDECODABLE             | X           | X              | X          | X                     | X              | X
            INVALID_RECORD          | X           | X              | X          | X                     | X              | X
            ID_CONFLICT             | X           | X              | X          | X                     | X              | X
            TENANT_MISMATCH         | X           | X              | X          | X                     | X              | X
            REDISPATCH_LIMIT        | X           | X              | X          | X                     | X              | X
            DEADLINE_EXCEEDED       | X           | X              | X          | X                     | X              | X
            CANCELLED               | X           | X              | X          | X                     | X              | X
            NO_CAPABLE_TARGET       | X           | X              | X          | X                     | X              | X
            TARGETS_UNAVAILABLE     | X           | X              | X          | X                     | X              | X
            INTERNAL                | O           | O              | O          | X                     | X              | X
            """)
    void everyRow(FailureKind kind, String ab, String abUsed, String abNone, String a, String aUsed, String aNone) {
        assertThat(letter(failed(BOTH, kind, 0), true)).isEqualTo(ab);
        assertThat(letter(failed(BOTH, kind, 4), true)).isEqualTo(abUsed);
        assertThat(letter(failed(BOTH, kind, 0), false)).isEqualTo(abNone);
        assertThat(letter(failed(ALONE, kind, 0), true)).isEqualTo(a);
        assertThat(letter(failed(ALONE, kind, 4), true)).isEqualTo(aUsed);
        assertThat(letter(failed(ALONE, kind, 0), false)).isEqualTo(aNone);
    }

    @Test
    void theTableHasARowForEveryKind() throws NoSuchMethodException {
        CsvSource table = NextStepTest.class
                .getDeclaredMethod(
                        "everyRow",
                        FailureKind.class,
                        String.class,
                        String.class,
                        String.class,
                        String.class,
                        String.class,
                        String.class)
                .getAnnotation(CsvSource.class);
        Set<String> rows = new HashSet<>();
        table.textBlock().lines().skip(1).forEach(row -> rows.add(row.split("\\|", 2)[0].strip()));

        assertThat(rows)
                .isEqualTo(Set.copyOf(EnumSet.allOf(FailureKind.class).stream()
                        .map(Enum::name)
                        .toList()));
    }

    private String letter(Failed failed, boolean takes) {
        known.taking.clear();
        if (takes) {
            known.taking.add("a");
        }
        known.taking.add("b");
        return switch (step.after(failed, 0.5)) {
            case Next.Requeue requeue -> requeue.route().equals(failed.route()) ? "Q" : "Q with another route";
            case Next.Retry retry -> {
                assertThat(retry.route()).isEqualTo(failed.route());
                yield retry.countsAsAttempt() ? "R" : "W";
            }
            case Next.Fallback fallback ->
                switch (String.join(" ", fallback.route().targets())) {
                    case "b" -> "O";
                    case "b a" -> "M";
                    default -> fallback.toString();
                };
            case Next.GiveUp giveUp -> "X";
        };
    }

    @ParameterizedTest
    @EnumSource(FailureKind.class)
    void anOutageUsesUpNobodysAttempts(FailureKind kind) {
        known.answering.clear();
        if (!kind.retryable() || !kind.countsAgainstBreaker()) {
            return;
        }
        Next next = step.after(failed(ALONE, kind, 4), 0.5);
        assertThat(next)
                .isInstanceOfSatisfying(
                        Next.Retry.class,
                        retry -> assertThat(retry.countsAsAttempt()).isFalse());
    }

    @Test
    void aTrialUsesUpNoAttempt() {
        Failed trial = new Failed(ALONE, "a", Desk.failure(FailureKind.PROVIDER_UNAVAILABLE), 4, 0, true, HOUR);
        assertThat(step.after(trial, 0.5)).isEqualTo(new Next.Retry(ALONE, 500, false));
    }

    @ParameterizedTest
    @CsvSource({"0, 1000", "1, 2000", "2, 4000", "3, 8000"})
    void countedRetriesWaitUpToTwiceAsLongEachTime(int failures, long most) {
        Outcome.Failure failure = Desk.failure(FailureKind.PROVIDER_UNAVAILABLE);
        Failed failed = new Failed(ALONE, "a", failure, failures, failures, false, HOUR);

        assertThat(step.after(failed, 0)).isEqualTo(new Next.Retry(ALONE, 0, true));
        assertThat(step.after(failed, 0.5)).isEqualTo(new Next.Retry(ALONE, most / 2, true));
        assertThat(step.after(failed, 0.999999)).isEqualTo(new Next.Retry(ALONE, most - 1, true));
    }

    @ParameterizedTest
    @CsvSource({"0, 1000", "3, 8000", "4, 16000", "5, 30000", "31, 30000", "2000000000, 30000"})
    void uncountedOnesGoOnDoublingUpToHalfAMinute(int failures, long most) {
        assertThat(Backoff.ms(RetryRules.DEFAULT, Desk.failure(FailureKind.PROVIDER_UNAVAILABLE), failures, false, 0.5))
                .isEqualTo(most / 2);
    }

    @Test
    void aBackoffNeverOverflows() {
        RetryRules years = new RetryRules(5, Duration.ofDays(365_000), Duration.ofDays(365_000), 0.2);
        assertThat(Backoff.ms(years, Desk.failure(FailureKind.CAPACITY_EXCEEDED), 60, true, 0.5))
                .isEqualTo(Duration.ofDays(365_000).toMillis());
    }

    @Test
    void aFullBackendIsGivenTwiceTheTime() {
        assertThat(Backoff.ms(RetryRules.DEFAULT, Desk.failure(FailureKind.CAPACITY_EXCEEDED), 3, true, 0.5))
                .isEqualTo(8_000);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            7                             | 7000
            0                             | 0
            1.5                           | 1500
            -1                            | 0
            7 apples                      | 0
            99999999999999999999          | 1000000000000
            Fri, 15 Jan 2027 08:00:20 GMT | 19900
            Fri, 15 Jan 2027 07:00:00 GMT | 0
            soon                          | 0
            """)
    void retryAfterIsSecondsOrADate(String value, long ms) {
        // The attempt of 100 ms began on 15 January 2027, 08:00:00.
        assertThat(RetryAfter.ms(Desk.facts(503, 100, Map.of("retry-after", value))))
                .isEqualTo(ms);
    }

    @Test
    void retryAfterIsTheFloor() {
        Outcome.Failure failure = Desk.failure(FailureKind.PROVIDER_UNAVAILABLE, Map.of("retry-after", "20"));
        assertThat(step.after(new Failed(ALONE, "a", failure, 0, 0, false, HOUR), 0.5))
                .isEqualTo(new Next.Retry(ALONE, 20_000, true));
        known.taking.clear();
        assertThat(step.after(new Failed(ALONE, "a", failure, 0, 0, false, HOUR), 0.5))
                .as("also where the breaker would let a trial through before")
                .isEqualTo(new Next.Retry(ALONE, 20_000, false));
    }

    @Test
    void whatCannotWaitSoLongGoesToAnotherTarget() {
        Outcome.Failure failure = Desk.failure(FailureKind.PROVIDER_UNAVAILABLE);
        assertThat(step.after(new Failed(BOTH, "a", failure, 0, 0, false, 500), 0.5))
                .isEqualTo(REST);
        assertThat(step.after(new Failed(ALONE, "a", failure, 0, 0, false, 500), 0.5))
                .isEqualTo(new Next.GiveUp());
        assertThat(step.after(new Failed(BOTH, "a", failure, 0, 0, false, 501), 0.5))
                .isEqualTo(new Next.Retry(BOTH, 500, true));
    }

    @Test
    void aPromptThatIsTooLongGoesOnlyToALargerWindow() {
        known.targets.put("a", Desk.with(Desk.target("a"), 100L, 1, null));
        known.targets.put("b", Desk.with(Desk.target("b"), 100L, 1, null));
        assertThat(step.after(failed(BOTH, FailureKind.CONTEXT_LENGTH_EXCEEDED, 0), 0.5))
                .isEqualTo(new Next.GiveUp());
        known.targets.put("b", Desk.with(Desk.target("b"), 101L, 1, null));
        assertThat(step.after(failed(BOTH, FailureKind.CONTEXT_LENGTH_EXCEEDED, 0), 0.5))
                .isEqualTo(REST);
        known.targets.put("b", Desk.withModel(Desk.target("b"), "model-a"));
        assertThat(step.after(failed(BOTH, FailureKind.CONTEXT_LENGTH_EXCEEDED, 0), 0.5))
                .isEqualTo(new Next.GiveUp());
    }

    @Test
    void anUnknownModelIsAskedForNowhereElse() {
        known.targets.put("b", Desk.withModel(Desk.target("b"), "model-a"));
        assertThat(step.after(failed(BOTH, FailureKind.UNKNOWN_MODEL, 0), 0.5)).isEqualTo(new Next.GiveUp());
    }

    @Test
    void aRemovedTargetIsNoFallback() {
        known.targets.remove("b");
        assertThat(step.after(failed(BOTH, FailureKind.UNAUTHORIZED, 0), 0.5)).isInstanceOf(Next.Retry.class);
        known.targets.remove("a");
        known.taking.remove("a");
        assertThat(step.after(failed(BOTH, FailureKind.PROVIDER_UNAVAILABLE, 0), 0.5))
                .as("its requests wait, and get a new route when they are admitted")
                .isEqualTo(new Next.Requeue(BOTH));
    }

    @Test
    void whetherTheTargetAnswersIsKnownForAMinute() {
        Desk desk = new Desk("a");
        Failed failed = failed(ALONE, FailureKind.PROVIDER_UNAVAILABLE, 4);
        assertThat(desk.router.next(failed)).isEqualTo(new Next.Retry(ALONE, 500, false));
        desk.succeed("a");
        desk.time.pass(Duration.ofSeconds(60));
        assertThat(desk.router.next(failed)).isEqualTo(new Next.GiveUp());
        desk.time.pass(Duration.ofNanos(1));
        assertThat(desk.router.next(failed)).isEqualTo(new Next.Retry(ALONE, 500, false));
    }

    private static Failed failed(Route route, FailureKind kind, int attempts) {
        return new Failed(route, "a", Desk.failure(kind), attempts, 0, false, HOUR);
    }

    private static final class Known implements NextStep.Targets {
        final Set<String> taking = new HashSet<>(Set.of("a", "b"));
        final Set<String> answering = new HashSet<>(Set.of("a", "b"));
        final Map<String, RoutedTarget> targets = new HashMap<>(Map.of("a", Desk.target("a"), "b", Desk.target("b")));

        @Override
        public boolean takesCalls(String id) {
            return taking.contains(id);
        }

        @Override
        public boolean answeredLately(String id) {
            return answering.contains(id);
        }

        @Override
        public @Nullable RoutedTarget target(String id) {
            return targets.get(id);
        }
    }
}
