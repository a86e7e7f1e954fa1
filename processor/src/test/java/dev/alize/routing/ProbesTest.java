package dev.alize.routing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.domain.FailureKind;
import dev.alize.domain.ProcessEvents;
import dev.alize.domain.Target;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProbesTest {
    private final Desk desk = new Desk("a", "b");
    private final List<Long> asked = new ArrayList<>();
    private boolean silent;
    private ProbeResult result = ProbeResult.ANSWERED;
    private final Probes probes = new Probes(desk.router, this::probe, desk.around());

    private void probe(Target target, Duration timeout, Consumer<ProbeResult> told) {
        asked.add(desk.time.nanoTime());
        if (!silent) {
            told.accept(result);
        }
    }

    @BeforeEach
    void everyHalfMinute() {
        probes.follow(Map.of("a", new ProbeRules(Duration.ofSeconds(30), Duration.ofSeconds(5))));
    }

    @Test
    void aTargetIsProbedOnItsIntervalGiveOrTakeATenth() {
        desk.time.pass(Duration.ofSeconds(90));
        assertThat(asked).hasSize(3);
        desk.random = 0;
        desk.time.pass(Duration.ofSeconds(30));
        assertThat(asked).hasSize(4);
        desk.time.pass(Duration.ofSeconds(27));
        assertThat(asked).hasSize(5);
    }

    @Test
    void nothingIsProbedUnlessConfigured() {
        probes.follow(Map.of());
        desk.time.pass(Duration.ofHours(1));
        assertThat(asked).isEmpty();
    }

    @Test
    void twoFailuresInARowMakeItUnhealthyAndOneAnswerHealthy() {
        result = ProbeResult.FAILED;
        desk.time.pass(Duration.ofSeconds(30));
        assertThat(desk.router.takesCalls("a")).isTrue();
        desk.time.pass(Duration.ofSeconds(30));
        assertThat(desk.state("a").healthy()).isFalse();
        assertThat(desk.begin("a", "b").target().id()).isEqualTo("b");

        result = ProbeResult.ANSWERED;
        desk.time.pass(Duration.ofSeconds(5));
        assertThat(desk.begin("a", "b").target().id()).isEqualTo("a");
        assertThat(desk.state("a").rampLimit()).isEqualTo(4);
        assertThat(desk.events).containsExactly("probe a unhealthy", "probe a healthy");
    }

    @Test
    void probesThatEndNoMoreAreKnown() {
        FakeTime stopped = new FakeTime();
        Probes dead = new Probes(
                desk.router,
                this::probe,
                new Surroundings(
                        desk.time::nanoTime, () -> 0.5, stopped, ProcessEvents.NONE, group -> new FakeQuota()));
        dead.follow(Map.of("a", new ProbeRules(Duration.ofSeconds(30), Duration.ofSeconds(5))));
        silent = true;

        desk.time.pass(Duration.ofSeconds(155));
        assertThat(dead.overdue()).isEmpty();
        desk.time.pass(Duration.ofSeconds(1));
        assertThat(dead.overdue()).containsExactly("a");
        assertThat(probes.overdue()).isEmpty();
    }

    @Test
    void aProbeWithoutAnAnswerInTimeHasFailed() {
        silent = true;
        desk.time.pass(Duration.ofSeconds(70));
        assertThat(asked).hasSize(2);
        assertThat(desk.router.takesCalls("a")).isFalse();
    }

    @Test
    void anOpenBreakerIsProbedMoreOftenAndHalfOpensAtTheFirstAnswer() {
        result = ProbeResult.FAILED;
        desk.breakDown("a");
        result = ProbeResult.ANSWERED;
        desk.time.pass(Duration.ofSeconds(5));

        assertThat(desk.state("a").breaker()).isEqualTo(BreakerState.HALF_OPEN);
        desk.succeed("a");
        desk.succeed("a");
        assertThat(desk.state("a").breaker()).isEqualTo(BreakerState.CLOSED);
        desk.time.pass(Duration.ofSeconds(29));
        assertThat(asked).as("no hurry any more").hasSize(1);
    }

    @Test
    void aRefusedProbeStopsTheTargetAndAnAnsweredOneLetsItGoOn() {
        result = ProbeResult.REFUSED;
        desk.time.pass(Duration.ofSeconds(30));
        assertThat(desk.state("a").stopped()).isEqualTo("unauthorized");
        assertThat(desk.router.takesCalls("b")).isTrue();

        result = ProbeResult.ANSWERED;
        desk.time.pass(Duration.ofSeconds(5));
        assertThat(desk.router.takesCalls("a")).isTrue();
    }

    @Test
    void anAnsweredProbeIsNoRightToTheModel() {
        desk.fail("a", FailureKind.NOT_ENTITLED);
        desk.time.pass(Duration.ofMinutes(5));
        assertThat(asked).hasSizeGreaterThan(50);
        assertThat(desk.router.takesCalls("a")).isFalse();
    }

    @Test
    void closingEndsTheProbing() {
        desk.time.pass(Duration.ofSeconds(30));
        probes.close();
        desk.time.pass(Duration.ofMinutes(5));
        assertThat(asked).hasSize(1);
    }
}
