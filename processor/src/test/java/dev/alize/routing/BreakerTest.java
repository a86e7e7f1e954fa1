package dev.alize.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.domain.FailureKind;
import dev.alize.domain.Outcome;
import dev.alize.domain.Pass;
import dev.alize.domain.ProcessEvents;
import dev.alize.domain.Router.Admission;
import dev.alize.domain.Strategy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class BreakerTest {
    private final Desk desk = new Desk("a");

    @Test
    void opensAfterTheThresholdOfFailuresInARow() {
        for (int i = 0; i < 9; i++) {
            desk.fail("a", FailureKind.PROVIDER_UNAVAILABLE);
        }
        desk.succeed("a");
        for (int i = 0; i < 9; i++) {
            desk.fail("a", FailureKind.PROVIDER_UNAVAILABLE);
        }
        assertThat(state()).isEqualTo(BreakerState.CLOSED);
        assertThat(desk.router.takesCalls("a")).isTrue();
        long changes = desk.router.changes();

        desk.fail("a", FailureKind.PROVIDER_UNAVAILABLE);

        assertThat(state()).isEqualTo(BreakerState.OPEN);
        assertThat(desk.router.takesCalls("a")).isFalse();
        assertThat(desk.router.changes()).isEqualTo(changes + 1);
        assertThat(desk.later("a")).isEqualTo(Duration.ofSeconds(10));
        assertThat(desk.events).containsExactly("breaker a open");
    }

    private static final BreakerRules OFF =
            new BreakerRules(false, 1, Duration.ofSeconds(10), 2, Duration.ofMillis(1), 0.1, Duration.ZERO);

    @Test
    void oneThatIsSwitchedOffNeverOpens() {
        Desk off = new Desk(Desk.with(Desk.rules(Strategy.SINGLE, Desk.target("a")), OFF));
        for (int i = 0; i < 300; i++) {
            off.fail("a", FailureKind.PROVIDER_UNAVAILABLE);
            off.end(off.begin("a"), Desk.success(60_000));
        }

        assertThat(off.state("a").breaker()).isEqualTo(BreakerState.CLOSED);
        assertThat(off.events).isEmpty();
    }

    @Test
    void anOpenOneClosesWhenItIsSwitchedOff() {
        RoutingRules rules = Desk.rules(Strategy.SINGLE, Desk.target("a"));
        desk.breakDown("a");
        desk.router.follow(Desk.with(rules, OFF));

        assertThat(desk.router.takesCalls("a")).isTrue();
        assertThat(desk.events).containsExactly("breaker a open", "breaker a closed");
        desk.fail("a", FailureKind.TIMEOUT);
        desk.router.follow(rules);
        desk.breakDown("a");
    }

    @Test
    void retriesOfPoisonedRequestsNeverOpenIt() {
        for (int i = 0; i < 300; i++) {
            desk.end(desk.begin(Desk.AGAIN, "a"), Desk.failure(FailureKind.PROVIDER_UNAVAILABLE));
        }
        assertThat(state()).isEqualTo(BreakerState.CLOSED);
    }

    @Test
    void opensWhenHalfOfTheLastHundredFailed() {
        for (int i = 0; i < 24; i++) {
            desk.succeed("a");
            desk.fail("a", FailureKind.BROKEN_ANSWER);
        }
        desk.succeed("a");
        assertThat(state()).as("49 calls").isEqualTo(BreakerState.CLOSED);
        desk.fail("a", FailureKind.BROKEN_ANSWER);
        assertThat(state()).as("25 of 50").isEqualTo(BreakerState.OPEN);
    }

    @ParameterizedTest
    @EnumSource(FailureKind.class)
    void onlyFailuresOfTheTargetCount(FailureKind kind) {
        for (int i = 0; i < 10 && desk.router.takesCalls("a"); i++) {
            desk.fail("a", kind);
        }

        assertThat(state()).isEqualTo(kind.countsAgainstBreaker() ? BreakerState.OPEN : BreakerState.CLOSED);
    }

    @Test
    void ourQuotaIsNeitherFailureNorSuccess() {
        for (int i = 0; i < 9; i++) {
            desk.fail("a", FailureKind.TIMEOUT);
        }
        for (int i = 0; i < 50; i++) {
            desk.fail("a", FailureKind.RATE_LIMITED);
        }
        assertThat(state()).isEqualTo(BreakerState.CLOSED);
        desk.fail("a", FailureKind.TIMEOUT);
        assertThat(state()).isEqualTo(BreakerState.OPEN);
    }

    @Test
    void aRefusalIsAnAnswer() {
        for (int i = 0; i < 9; i++) {
            desk.fail("a", FailureKind.TIMEOUT);
        }
        desk.fail("a", FailureKind.INVALID_REQUEST);
        desk.fail("a", FailureKind.TIMEOUT);
        assertThat(state()).isEqualTo(BreakerState.CLOSED);
    }

    @Test
    void aTimeoutThatADeadlineMadeShortSaysNothing() {
        desk.succeed("a");
        Outcome shortened = new Outcome.Failure(FailureKind.TIMEOUT, null, "late", Desk.facts(0, 150, Map.of()));
        for (int i = 0; i < 30; i++) {
            desk.end(desk.begin("a"), shortened);
        }
        assertThat(state()).as("usual is 100 ms").isEqualTo(BreakerState.CLOSED);

        Outcome lengthy = new Outcome.Failure(FailureKind.TIMEOUT, null, "late", Desk.facts(0, 250, Map.of()));
        for (int i = 0; i < 10; i++) {
            desk.end(desk.begin("a"), lengthy);
        }
        assertThat(state()).isEqualTo(BreakerState.OPEN);
    }

    @Test
    void withoutALimitOfSlownessLongCallsAreFine() {
        Desk patient = new Desk(Desk.rules(Strategy.FALLBACK, Desk.target("a")));
        for (int i = 0; i < 200; i++) {
            patient.end(patient.begin("a"), Desk.success(3_600_000));
        }
        assertThat(patient.state("a").breaker()).isEqualTo(BreakerState.CLOSED);
    }

    @Test
    void slowCallsOpenIt() {
        BreakerRules rules = new BreakerRules(
                true, 10, Duration.ofSeconds(10), 2, Duration.ofSeconds(1), 0.8, Duration.ofSeconds(10));
        Desk slow = new Desk(Desk.with(Desk.rules(Strategy.FALLBACK, Desk.target("a")), rules));
        for (int i = 0; i < 50; i++) {
            assertThat(slow.state("a").breaker()).isEqualTo(BreakerState.CLOSED);
            slow.end(slow.begin("a"), Desk.success(i % 5 == 0 ? 10 : 1_001));
        }
        assertThat(slow.state("a").breaker()).isEqualTo(BreakerState.OPEN);
    }

    @Test
    void afterTheRecoveryTimeoutAFewTrialsDecide() {
        desk.breakDown("a");
        desk.time.pass(Duration.ofMillis(9_999));
        assertThat(state()).isEqualTo(BreakerState.OPEN);
        int told = desk.told.get();
        desk.time.pass(Duration.ofMillis(1));

        assertThat(state()).isEqualTo(BreakerState.HALF_OPEN);
        assertThat(desk.told.get()).isGreaterThan(told);
        Pass first = desk.begin("a");
        Pass second = desk.begin(Desk.AGAIN, "a");
        assertThat(first.isTrial()).isTrue();
        assertThat(desk.router.takesCalls("a")).isFalse();
        assertThat(desk.later("a")).isEqualTo(Desk.ON_CHANGE);
        desk.end(first, Desk.success(5));
        desk.end(second, Desk.success(5));

        assertThat(state()).isEqualTo(BreakerState.CLOSED);
        assertThat(desk.begin("a").isTrial()).isFalse();
        assertThat(desk.events).containsExactly("breaker a open", "breaker a half_open", "breaker a closed");
    }

    @Test
    void failedTrialsOpenItAgainForAsLong() {
        desk.breakDown("a");
        desk.time.pass(Duration.ofSeconds(10));
        Pass first = desk.begin("a");
        Pass second = desk.begin("a");
        desk.end(first, Desk.failure(FailureKind.TIMEOUT));
        desk.end(second, Desk.success(5));

        assertThat(state()).isEqualTo(BreakerState.OPEN);
        assertThat(desk.later("a")).isEqualTo(Duration.ofSeconds(10));
    }

    @Test
    void trialsThatTellNothingGiveTheirPermissionBack() {
        desk.breakDown("a");
        desk.time.pass(Duration.ofSeconds(10));
        for (int i = 0; i < 10; i++) {
            desk.begin("a").unused();
            desk.begin("a").cancelled();
            desk.fail("a", FailureKind.RATE_LIMITED);
        }
        desk.succeed("a");
        desk.succeed("a");
        assertThat(state()).isEqualTo(BreakerState.CLOSED);
    }

    @Test
    void aTrialWithoutQuotaGivesItsPermissionBackAndTellsNobody() {
        desk.breakDown("a");
        desk.time.pass(Duration.ofSeconds(10));
        FakeQuota quota = Objects.requireNonNull(desk.quotas.get("quota-a"));
        quota.full = true;
        quota.laterAtNanos = desk.time.nanoTime() + 1;
        int told = desk.told.get();
        for (int i = 0; i < 10; i++) {
            assertThat(desk.later("a")).isEqualTo(Duration.ofNanos(1));
        }
        desk.time.settle();
        assertThat(desk.told).as("else asking would go round and round").hasValue(told);
        quota.full = false;
        assertThat(desk.begin("a").isTrial()).isTrue();
    }

    @Test
    void callsFromBeforeItOpenedDecideNothing() {
        List<Pass> hanging = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            hanging.add(desk.begin("a"));
        }
        desk.breakDown("a");
        desk.time.pass(Duration.ofSeconds(10));
        for (Pass pass : hanging) {
            desk.end(pass, hanging.indexOf(pass) % 2 == 0 ? Desk.failure(FailureKind.TIMEOUT) : Desk.success(1));
        }
        assertThat(state()).isEqualTo(BreakerState.HALF_OPEN);
        desk.begin("a");
        desk.begin("a");
        assertThat(desk.later("a")).as("no more than two trials").isEqualTo(Desk.ON_CHANGE);
    }

    @Test
    void trialsThatHangAreFollowedByOthers() {
        desk.breakDown("a");
        desk.time.pass(Duration.ofSeconds(10));
        Pass hanging = desk.begin("a");
        desk.begin("a");
        desk.time.pass(Duration.ofSeconds(61));

        assertThat(desk.router.takesCalls("a")).isTrue();
        desk.succeed("a");
        desk.end(hanging, Desk.failure(FailureKind.TIMEOUT));
        desk.succeed("a");
        assertThat(state()).isEqualTo(BreakerState.CLOSED);
    }

    @Test
    void trialsMayBeFarApart() {
        desk.breakDown("a");
        desk.time.pass(Duration.ofMinutes(5));
        desk.succeed("a");
        desk.time.pass(Duration.ofMinutes(5));
        desk.succeed("a");
        assertThat(state()).isEqualTo(BreakerState.CLOSED);
    }

    @Test
    void askingAtTheTimeThatWasSaidIsEnoughWithoutTheTimer() {
        FakeTime stopped = new FakeTime();
        long[] now = {stopped.nanoTime()};
        TargetRouter router = new TargetRouter(
                Desk.rules(Strategy.FALLBACK, Desk.target("a")),
                new Surroundings(() -> now[0], () -> 0, stopped, ProcessEvents.NONE, g -> new FakeQuota()));
        for (int i = 0; i < 10; i++) {
            if (router.admit(Desk.via("a"), Desk.ANY, now[0]) instanceof Admission.Now admitted) {
                admitted.pass().ended(Desk.failure(FailureKind.TIMEOUT), OptionalLong.empty());
            }
        }
        now[0] += Duration.ofSeconds(10).toNanos();

        assertThat(router.admit(Desk.via("a"), Desk.ANY, now[0])).isInstanceOf(Admission.Now.class);
    }

    private BreakerState state() {
        return desk.state("a").breaker();
    }
}
