package dev.alize.bench;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.simulator.behaviour.Behaviour;
import dev.alize.simulator.behaviour.BehaviourJson;
import dev.alize.simulator.behaviour.Latency;
import dev.alize.simulator.behaviour.Rule;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ProviderLatenciesTest {
    private static final Latency AROUND_200 = new Latency.Lognormal(Duration.ofMillis(200), 0.5);

    @Test
    void tellTheSimulatorTheLatencyOfEachRequest() {
        Ledger ledger = Ledger.of("latency", 50);
        ProviderLatencies latencies = ProviderLatencies.draw(50, AROUND_200, 3);
        Behaviour behaviour = BehaviourJson.parse(latencies.behaviour(ledger).getBytes(StandardCharsets.UTF_8));
        assertThat(behaviour.rules()).hasSize(50);
        for (int i = 0; i < 50; i++) {
            Rule rule = behaviour.rules().get(i);
            assertThat(rule.match().requestId()).isEqualTo("latency-" + i);
            assertThat(rule.latency(Latency.NONE)).isEqualTo(new Latency.Fixed(Duration.ofMillis(latencies.of(i))));
        }
    }

    @Test
    void areTheSameForTheSameSeedAndSpreadAroundTheMedian() {
        ProviderLatencies one = ProviderLatencies.draw(2_000, AROUND_200, 3);
        ProviderLatencies same = ProviderLatencies.draw(2_000, AROUND_200, 3);
        double[] drawn = IntStream.range(0, 2_000).mapToDouble(one::of).toArray();
        assertThat(drawn)
                .containsExactly(IntStream.range(0, 2_000).mapToDouble(same::of).toArray());
        assertThat(Percentiles.of(drawn).median()).isBetween(185.0, 215.0);
        assertThat(Percentiles.of(drawn).at(99)).isBetween(500.0, 800.0);
    }
}
