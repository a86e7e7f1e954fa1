package dev.alize.routing;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.alize.domain.Dialect;
import dev.alize.domain.FailureKind;
import dev.alize.domain.Pass;
import dev.alize.domain.ProcessEvents;
import dev.alize.domain.Quota;
import dev.alize.domain.Strategy;
import dev.alize.domain.Target;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AdmitTest {
    private static final Mitigations FORCED =
            new Mitigations(false, Set.of(), null, Map.of(), true, Set.of(), null, Map.of());

    @Test
    void theFirstTargetThatTakesCallsGetsThem() {
        Desk desk = new Desk("a", "b");
        assertThat(desk.begin("a", "b").target().id()).isEqualTo("a");

        desk.breakDown("a");
        assertThat(desk.begin("a", "b").target().id()).isEqualTo("b");
        assertThat(desk.begin("gone", "a", "b").target().id()).isEqualTo("b");
    }

    @Test
    void aTargetWithoutQuotaIsWaitedForAndNothingIsHeldMeanwhile() {
        Desk desk = new Desk("a", "b");
        FakeQuota quota = quota(desk, "a");
        quota.full = true;
        quota.laterAtNanos = desk.time.nanoTime() + 7_000_000;

        assertThat(desk.later("a", "b")).isEqualTo(Duration.ofMillis(7));
        assertThat(desk.state("a").open()).isZero();
        assertThat(quota(desk, "b").held).hasValue(0);
    }

    @Test
    void aTargetWhoseQuotaIsSpentForAMinuteIsPassedOver() {
        Desk desk = new Desk("a", "b");
        quota(desk, "a").later(desk.time.nanoTime() + SECONDS.toNanos(60));
        assertThat(desk.begin("a", "b").target().id()).isEqualTo("b");
        assertThat(desk.router.waitMs(Desk.via("a", "b"), 3)).isEqualTo(30);
        assertThat(desk.router.waitMs(Desk.via("a"), 3)).isEqualTo(Long.MAX_VALUE);

        quota(desk, "a").later(desk.time.nanoTime() + SECONDS.toNanos(60) - 1);
        assertThat(desk.later("a", "b")).as("shorter").isEqualTo(Duration.ofNanos(SECONDS.toNanos(60) - 1));
        quota(desk, "a").later(Long.MAX_VALUE);
        assertThat(desk.begin("a", "b").target().id()).isEqualTo("b");
        assertThat(desk.state("a").open()).isZero();
        quota(desk, "a").full = false;
        assertThat(desk.begin("a", "b").target().id()).isEqualTo("a");
        assertThat(desk.router.waitMs(Desk.via("a", "b"), 3)).isEqualTo(30);
    }

    @Test
    void whatTheQuotaSaysIsLongIsPassedOverToItsEnd() {
        Desk desk = new Desk("a", "b");
        quota(desk, "a").later(desk.time.nanoTime() + 1);
        quota(desk, "a").spent = true;

        assertThat(desk.begin("a", "b").target().id()).isEqualTo("b");
    }

    @Test
    void whereAllAreSpentTheFirstThatIsNotIsTheTimeToAskAgain() {
        Desk desk = new Desk("a", "b", "c");
        quota(desk, "a").later(desk.time.nanoTime() + SECONDS.toNanos(90));
        quota(desk, "b").later(desk.time.nanoTime() + SECONDS.toNanos(70));
        quota(desk, "c").later(Long.MAX_VALUE);

        assertThat(desk.later("a", "b", "c")).hasSeconds(70);
    }

    @Test
    void anAvoidedTargetGetsTheCallsWhereTheOtherIsSpent() {
        Desk desk = new Desk("a", "b");
        desk.router.follow(FORCED);
        quota(desk, "b").later(Long.MAX_VALUE);

        assertThat(desk.begin("a", "b").target().id()).isEqualTo("a");
    }

    @Test
    void aFullTargetIsWaitedForAndTheWaitingAreToldWhenACallEnds() {
        Desk desk = new Desk(Desk.rules(Strategy.FALLBACK, Desk.with(Desk.target("a"), null, 1, 1), Desk.target("b")));
        Pass pass = desk.begin("a", "b");

        assertThat(desk.later("a", "b")).isEqualTo(Desk.ON_CHANGE);
        assertThat(desk.told).hasValue(0);
        desk.end(pass, Desk.success(5));
        assertThat(desk.told).hasValue(1);
        desk.end(desk.begin("a", "b"), Desk.success(5));
        assertThat(desk.told).as("nobody waited").hasValue(1);
    }

    @Test
    void whereAllAreOpenTheFirstRecoveryIsTheTimeToAskAgain() {
        Desk desk = new Desk("a", "b");
        desk.breakDown("a");
        desk.time.pass(Duration.ofSeconds(3));
        desk.breakDown("b");

        assertThat(desk.later("a", "b")).isEqualTo(Duration.ofSeconds(7));
        assertThat(desk.router.waitMs(Desk.via("a", "b"), 3)).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void aPassEndsOnceWhateverIsCalledAfterwards() {
        Desk desk = new Desk("a");
        Pass pass = desk.begin("a");

        pass.unused();
        pass.cancelled();
        desk.end(pass, Desk.success(1));

        assertThat(quota(desk, "a").endedTwice).hasValue(0);
        assertThat(desk.state("a").open()).isZero();
        assertThat(desk.state("a").latencyMs()).isNaN();
    }

    @Test
    void aQuotaThatFailsLeavesNothingHeld() {
        FakeTime time = new FakeTime();
        RoutingRules rules = Desk.rules(Strategy.SINGLE, Desk.target("a"));
        TargetRouter router = new TargetRouter(
                rules, new Surroundings(time::nanoTime, () -> 0, time, ProcessEvents.NONE, g -> new BrokenQuota()));

        assertThat(catchThrowable(() -> router.admit(Desk.via("a"), Desk.ANY, time.nanoTime())))
                .isInstanceOf(IllegalStateException.class);
        assertThat(router.states().getFirst().open()).isZero();
    }

    private static final class BrokenQuota implements Quota {
        @Override
        public Answer reserve(long promptTokens, @Nullable Long maxTokens, long nowNanos) {
            throw new IllegalStateException("broken");
        }

        @Override
        public long waitMs(int ahead, long nowNanos) {
            return 0;
        }
    }

    @Test
    void pausedTargetsAreSkippedAndComeBackSlowly() {
        Desk desk = new Desk("a", "b");
        long before = desk.router.changes();
        desk.router.follow(new Mitigations(false, Set.of("a"), null, Map.of(), false, Set.of(), null, Map.of()));

        assertThat(desk.router.changes()).isGreaterThan(before);
        assertThat(desk.router.takesCalls("a")).isFalse();
        assertThat(desk.state("a").paused()).isTrue();
        assertThat(desk.begin("a", "b").target().id()).isEqualTo("b");
        assertThat(desk.later("a")).isEqualTo(Desk.ON_CHANGE);

        desk.router.follow(Mitigations.NONE);
        desk.time.settle();
        assertThat(desk.begin("a", "b").target().id()).isEqualTo("a");
        assertThat(desk.state("a").rampLimit()).isEqualTo(4);
        assertThat(desk.told.get()).isPositive();
    }

    @Test
    void allCanBePaused() {
        Desk desk = new Desk("a", "b");
        desk.router.follow(new Mitigations(true, Set.of(), null, Map.of(), false, Set.of(), null, Map.of()));

        assertThat(desk.later("a", "b")).isEqualTo(Desk.ON_CHANGE);
    }

    @Test
    void aForcedFallbackAvoidsTheFirstTargetWhereAnotherTakesCalls() {
        Desk desk = new Desk("a", "b");
        desk.router.follow(FORCED);

        assertThat(desk.begin("a", "b").target().id()).isEqualTo("b");
        assertThat(desk.begin("b", "a").target().id()).as("after a fallback").isEqualTo("b");
        assertThat(desk.begin("a").target().id()).as("no other").isEqualTo("a");
        desk.breakDown("b");
        assertThat(desk.begin("a", "b").target().id()).isEqualTo("a");
    }

    @Test
    void theOperatorsBoundOfOneTargetGoesBeforeThatOfAll() {
        Desk desk = new Desk("a", "b");
        desk.router.follow(new Mitigations(false, Set.of(), 1, Map.of("b", 2), false, Set.of(), null, Map.of()));
        desk.begin("a");
        desk.begin("b");
        desk.begin("b");

        assertThat(desk.later("a")).isEqualTo(Desk.ON_CHANGE);
        assertThat(desk.later("b")).isEqualTo(Desk.ON_CHANGE);
    }

    @Test
    void anOverriddenTimeoutIsInThePassAndNotInTheTarget() {
        Desk desk = new Desk("a", "b");
        desk.router.follow(new Mitigations(
                false,
                Set.of(),
                null,
                Map.of(),
                false,
                Set.of(),
                Duration.ofSeconds(9),
                Map.of("b", Duration.ofSeconds(3))));

        assertThat(desk.begin("a").target().timeout()).hasSeconds(9);
        assertThat(desk.begin("b").target().streamTimeout()).hasSeconds(3);
        assertThat(desk.router.target("a").orElseThrow().timeout()).hasSeconds(60);
    }

    @Test
    void anOverriddenTimeoutKeepsTheDialect() {
        RoutedTarget compatible = Desk.with(
                Desk.target("a"),
                t -> new Target(
                        t.id(),
                        "other",
                        t.model(),
                        t.baseUrl(),
                        null,
                        t.timeout(),
                        t.timeout(),
                        null,
                        Dialect.MISTRAL));
        Desk desk = new Desk(Desk.rules(Strategy.SINGLE, compatible));
        desk.router.follow(
                new Mitigations(false, Set.of(), null, Map.of(), false, Set.of(), Duration.ofSeconds(9), Map.of()));

        assertThat(desk.begin("a").target()).isEqualTo(compatible.target().within(Duration.ofSeconds(9)));
    }

    @Test
    void aChangedConfigurationKeepsTheStateOfTargetsThatStay() {
        Desk desk = new Desk("a", "b");
        desk.breakDown("a");
        Pass ofRemoved = desk.begin("b");

        desk.router.follow(Desk.rules(Strategy.FALLBACK, Desk.targets("c", "a")));

        assertThat(desk.state("a").breaker()).isEqualTo(BreakerState.OPEN);
        assertThat(desk.router.takesCalls("b")).isFalse();
        assertThat(desk.router.target("b")).isEmpty();
        desk.end(ofRemoved, Desk.success(5));
        assertThat(quota(desk, "b").held).hasValue(0);
        assertThat(desk.begin("b").target().id())
                .as("a route of gone targets is made anew")
                .isEqualTo("c");
    }

    @Test
    void changedBreakerRulesTakeEffectAndAnOpenBreakerStaysOpen() {
        Desk desk = new Desk("a");
        desk.breakDown("a");
        BreakerRules rules = new BreakerRules(true, 3, Duration.ofSeconds(4), 1, null, 0.5, Duration.ZERO);
        desk.router.follow(Desk.with(Desk.rules(Strategy.FALLBACK, Desk.target("a")), rules));

        assertThat(desk.later("a")).isEqualTo(Duration.ofSeconds(4));
        desk.time.pass(Duration.ofSeconds(4));
        desk.succeed("a");
        assertThat(desk.state("a").breaker()).isEqualTo(BreakerState.CLOSED);
        for (int i = 0; i < 3; i++) {
            desk.fail("a", FailureKind.TIMEOUT);
        }
        assertThat(desk.state("a").breaker()).isEqualTo(BreakerState.OPEN);
    }

    @Test
    void theWaitIsThatOfTheFirstTargetThatTakesCalls() {
        assertThat(new Desk("a").router.waitMs(Desk.via("a"), 3)).isEqualTo(30);
    }

    private static FakeQuota quota(Desk desk, String id) {
        return Objects.requireNonNull(desk.quotas.get("quota-" + id));
    }
}
