package dev.alize.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BrokerPlanTest {
    private static final Duration DOWN = Duration.ofSeconds(20);
    private static final Duration LENGTH = Duration.ofSeconds(120);

    private static ChaosOptions options(int brokers, int brokerKills, long seed) {
        Duration second = Duration.ofSeconds(1);
        RigOptions rig = new RigOptions(3, brokers, Map.of(), List.of());
        return new ChaosOptions(100, 12, second, second, false, 1_000, brokerKills, DOWN, seed, null, rig);
    }

    @Test
    void killsOneBrokerInEachSlotAndLeavesTimeToBeDown() {
        for (long seed = 0; seed < 100; seed++) {
            List<BrokerPlan.BrokerKill> kills =
                    BrokerPlan.draw(options(3, 2, seed), LENGTH).kills();
            assertThat(kills)
                    .hasSize(2)
                    .allSatisfy(kill -> assertThat(kill.broker()).isBetween(1, 3));
            assertThat(kills.get(0).after()).isBetween(Duration.ZERO, Duration.ofSeconds(40));
            assertThat(kills.get(1).after()).isBetween(Duration.ofSeconds(60), Duration.ofSeconds(100));
        }
    }

    @Test
    void isTheSameForTheSameSeed() {
        assertThat(BrokerPlan.draw(options(3, 2, 7), LENGTH)).isEqualTo(BrokerPlan.draw(options(3, 2, 7), LENGTH));
        assertThat(BrokerPlan.draw(options(3, 2, 7), LENGTH)).isNotEqualTo(BrokerPlan.draw(options(3, 2, 8), LENGTH));
    }

    @Test
    void leavesASingleBrokerAlone() {
        assertThat(BrokerPlan.draw(options(1, 0, 7), LENGTH).kills()).isEmpty();
        assertThatThrownBy(() -> options(1, 1, 7)).hasMessageContaining("broker kills, down: got 1 of 1 brokers");
    }
}
