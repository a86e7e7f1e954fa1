package dev.alize.pacing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.domain.CallFacts;
import dev.alize.domain.FailureKind;
import dev.alize.domain.Outcome;
import dev.alize.domain.Quota;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class GroupTest {
    private static final long SECOND = 1_000_000_000L;
    private static final Window FIFTY_PER_SECOND = new Window(Kind.REQUESTS, Duration.ofMinutes(1), 3_000);

    private long now = 5 * SECOND;
    private int changes;
    private final List<String> events = new ArrayList<>();
    private final Pacing pacing = new Pacing(new Surroundings(
            () -> now,
            Clock.systemUTC(),
            Duration.ofMillis(30),
            (kind, target, reason, details) -> events.add(kind + " " + reason)));
    private final Quota quota = pacing.group("g");

    @Test
    void letsThroughNoMoreThanTheBurstAfterIdleTime() {
        follow(FIFTY_PER_SECOND);
        now += 3_600 * SECOND;

        assertThat(takeAll()).isBetween(3, 6);
    }

    @Test
    void losesNothingToAnAskerWhoIsLate() {
        follow(FIFTY_PER_SECOND);
        long end = now + 30 * SECOND;
        int taken = 0;
        while (now < end) {
            taken += takeAll();
            now += 17_000_000;
        }

        assertThat(taken).isBetween(1_485, 1_500);
    }

    @Test
    void saysWhenToAskAgain() {
        follow(new Window(Kind.REQUESTS, Duration.ofMinutes(1), 60));
        takeAll();

        long at = ((Quota.Answer.Later) quota.reserve(1, null, now)).atNanos();
        assertThat(quota.reserve(1, null, now + 100_000_000)).isInstanceOf(Quota.Answer.Later.class);
        while (at < now + 3 * SECOND && quota.reserve(1, null, at) instanceof Quota.Answer.Later later) {
            at = later.atNanos();
        }
        assertThat((double) (at - now) / SECOND).isBetween(0.8, 2.0);
    }

    @Test
    void givesBackWhatWasNotUsedOnce() {
        follow(new Window(Kind.REQUESTS, Duration.ofMinutes(1), 60));
        Quota.Reservation held = take();
        assertThat(quota.reserve(1, null, now)).isInstanceOf(Quota.Answer.Later.class);

        held.unused();
        held.unused();
        assertThat(takeAll()).isEqualTo(1);
    }

    @Test
    void countsTheTokensThatACallTook() {
        follow(new Window(Kind.TOKENS, Duration.ofMinutes(1), 60_000));
        take().ended(success(Map.of()), OptionalLong.of(6_000));

        long at = ((Quota.Answer.Later) quota.reserve(1, null, now)).atNanos();
        assertThat((double) (at - now) / SECOND).isBetween(5.5, 12.5);
    }

    @Test
    void countsNoTokensThatTheProviderDidNotCharge() {
        follow(new Window(Kind.TOKENS, Duration.ofMinutes(1), 60_000));
        take().ended(success(Map.of("x-ratelimit-tokens-query-cost", "10")), OptionalLong.of(6_000));

        assertThat(quota.reserve(1, null, now)).isInstanceOf(Quota.Answer.Taken.class);
    }

    @Test
    void learnsALimitAndFollowsItWhenItFalls() {
        take().ended(success(Map.of("x-ratelimit-limit-req-minute", "600")), OptionalLong.empty());
        assertThat(limits()).containsExactly(600L);

        now += SECOND;
        take().ended(success(Map.of("x-ratelimit-limit-req-minute", "60")), OptionalLong.empty());
        assertThat(limits()).containsExactly(60L);
        assertThat(events).containsExactly("pacing limit", "pacing limit");
    }

    @Test
    void takesAConfiguredWindowOfTheSameLimitForTheOneThatIsMeant() {
        follow(new Window(Kind.REQUESTS, Duration.ofSeconds(6), 500));
        take().ended(
                        success(Map.of(
                                "x-ratelimit-limit-req-minute", "500", "x-ratelimit-remaining-req-minute", "321")),
                        OptionalLong.empty());

        GroupState.WindowState window = pacing.states().getFirst().windows().getFirst();
        assertThat(window.length()).isEqualTo(Duration.ofSeconds(6));
        assertThat(window.remaining()).isEqualTo(321);
    }

    @Test
    void stopsAtTheEndOfAMonthsTokensAndTriesOnceAMinute() {
        take().ended(
                        success(Map.of(
                                "x-ratelimit-limit-tokens-month", "1000", "x-ratelimit-remaining-tokens-month", "0")),
                        OptionalLong.empty());
        assertThat(takeAll()).isZero();

        now += 60 * SECOND;
        assertThat(takeAll()).isEqualTo(1);
    }

    @Test
    void pausesAsLongAsTheProviderSays() {
        follow(FIFTY_PER_SECOND);
        take().ended(refusal(Map.of("retry-after", "7")), OptionalLong.empty());

        assertThat(quota.reserve(1, null, now)).isEqualTo(new Quota.Answer.Later(now + 7 * SECOND));
        assertThat(quota.waitMs(0, now)).isEqualTo(7_000);
        assertThat(events).containsExactly("pacing paused");
    }

    @Test
    void saysToTheEndThatALongPauseIsLong() {
        follow(FIFTY_PER_SECOND);
        take().ended(refusal(Map.of("retry-after", "60")), OptionalLong.empty());
        now += 59 * SECOND;

        assertThat(quota.reserve(1, null, now)).isEqualTo(new Quota.Answer.Later(now + SECOND, true));
        now += SECOND;
        assertThat(quota.reserve(1, null, now)).isInstanceOf(Quota.Answer.Taken.class);
    }

    @Test
    void saysThatAMonthsTokensAreSpentUntilItTriesAgain() {
        take().ended(
                        success(Map.of(
                                "x-ratelimit-limit-tokens-month", "1000", "x-ratelimit-remaining-tokens-month", "0")),
                        OptionalLong.empty());
        now += 59 * SECOND;

        assertThat(quota.reserve(1, null, now)).isEqualTo(new Quota.Answer.Later(now + SECOND, true));
    }

    @Test
    void countsRefusalsOfOneMomentOnceAndPausesLongerWhenTheyGoOn() {
        follow(FIFTY_PER_SECOND);
        Quota.Reservation first = take();
        Quota.Reservation second = take();
        first.ended(refusal(Map.of()), OptionalLong.empty());
        now += SECOND / 10;
        second.ended(refusal(Map.of()), OptionalLong.empty());
        assertThat(pausedMs()).isEqualTo(900);

        now += SECOND;
        take().ended(refusal(Map.of()), OptionalLong.empty());
        assertThat(pausedMs()).isEqualTo(2_000);
        assertThat(pacing.states().getFirst().refused()).isEqualTo(3);
    }

    @Test
    void stopsForGoodAtALimitOfZeroUntilResumed() {
        pacing.onChange(() -> changes++);
        take().ended(refusal(Map.of("x-ratelimit-limit-req-minute", "0")), OptionalLong.empty());
        now += 3_600 * SECOND;
        assertThat(quota.reserve(1, null, now)).isEqualTo(new Quota.Answer.Later(Long.MAX_VALUE));
        assertThat(quota.waitMs(0, now)).isEqualTo(Long.MAX_VALUE);

        pacing.resume("g");
        assertThat(changes).isEqualTo(1);
        assertThat(quota.reserve(1, null, now)).isInstanceOf(Quota.Answer.Taken.class);
    }

    @Test
    void goesOnWithAnotherKeyUnlessTheConfigurationStopsIt() {
        pacing.onChange(() -> changes++);
        quota.keyChanged();
        assertThat(events).isEmpty();
        take().ended(refusal(Map.of("x-ratelimit-limit-req-minute", "0")), OptionalLong.empty());
        quota.keyChanged();
        assertThat(changes).isEqualTo(1);
        assertThat(quota.reserve(1, null, now)).isInstanceOf(Quota.Answer.Taken.class);

        follow(new Window(Kind.REQUESTS, Duration.ofMinutes(1), 0));
        quota.keyChanged();
        assertThat(quota.reserve(1, null, now)).isEqualTo(new Quota.Answer.Later(Long.MAX_VALUE));
    }

    @Test
    void opensFewCallsBeforeItKnowsAnything() {
        assertThat(takeAll()).isEqualTo(16);
    }

    @Test
    void keepsTheLevelOfAWindowThatStaysWhenTheConfigurationChanges() {
        follow(new Window(Kind.REQUESTS, Duration.ofMinutes(1), 60));
        takeAll();
        follow(
                new Window(Kind.REQUESTS, Duration.ofMinutes(1), 60),
                new Window(Kind.TOKENS, Duration.ofMinutes(1), 1_000));

        assertThat(takeAll()).isZero();
    }

    private void follow(Window... windows) {
        pacing.follow(List.of(new GroupRules("g", List.of(windows))));
    }

    private Quota.Reservation take() {
        return ((Quota.Answer.Taken) quota.reserve(10, null, now)).reservation();
    }

    private int takeAll() {
        int taken = 0;
        while (taken < 100 && quota.reserve(10, null, now) instanceof Quota.Answer.Taken) {
            taken++;
        }
        return taken;
    }

    private List<Long> limits() {
        return pacing.states().getFirst().windows().stream()
                .map(GroupState.WindowState::limit)
                .toList();
    }

    private long pausedMs() {
        return pacing.states().getFirst().pausedNanos() / 1_000_000;
    }

    private static Outcome success(Map<String, String> headers) {
        return new Outcome.Success(new byte[0], new CallFacts(200, 0, 0, null, headers));
    }

    private static Outcome refusal(Map<String, String> headers) {
        return new Outcome.Failure(FailureKind.RATE_LIMITED, null, "", new CallFacts(429, 0, 0, null, headers));
    }
}
