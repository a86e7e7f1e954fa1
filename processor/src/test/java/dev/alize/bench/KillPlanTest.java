package dev.alize.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class KillPlanTest {
    private static final Duration LATENCY = Duration.ofSeconds(2);
    private static final Duration SPACING = Duration.ofSeconds(10);

    private static ChaosOptions options(long seed) {
        return new ChaosOptions(
                5_000,
                12,
                LATENCY,
                SPACING,
                false,
                1_000_000,
                1,
                Duration.ofSeconds(20),
                seed,
                null,
                new RigOptions(3, 3, Map.of(), List.of()));
    }

    @Test
    void isTheSameForTheSameSeed() {
        assertThat(KillPlan.draw(options(7))).isEqualTo(KillPlan.draw(options(7)));
        assertThat(KillPlan.draw(options(7))).isNotEqualTo(KillPlan.draw(options(8)));
    }

    @Test
    void killsOnceInEachSlotWhileRequestsAreSent() {
        KillPlan plan = KillPlan.draw(options(7));
        assertThat(plan.kills()).hasSize(12);
        assertThat(plan.length()).isEqualTo(Duration.ofSeconds(122));
        for (int i = 0; i < 12; i++) {
            Duration slot = LATENCY.plus(SPACING.multipliedBy(i));
            assertThat(plan.kills().get(i).after()).isBetween(slot, slot.plus(SPACING));
        }
    }

    @Test
    void meetsEveryInstanceSoonerOrLater() {
        var victims = KillPlan.draw(options(7)).kills().stream()
                .map(KillPlan.Kill::victim)
                .collect(Collectors.toSet());
        assertThat(victims).containsExactlyInAnyOrder(0, 1, 2);
    }

    @Test
    void spreadsTheRequestsOverItsLength() {
        assertThat(KillPlan.draw(options(7)).interval(5_000)).isEqualTo(24_400_000);
    }
}
