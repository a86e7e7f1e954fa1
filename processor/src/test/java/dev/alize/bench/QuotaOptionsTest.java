package dev.alize.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.alize.bench.QuotaOptions.Event;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class QuotaOptionsTest {
    private static final RigOptions RIG = new RigOptions(2, 1, Map.of(), List.of());

    @Test
    void theSimulatorAndTheConfigurationHaveTheSameLimits() {
        Provider provider = new QuotaOptions(50, Duration.ofSeconds(6), 7, Event.NONE, false, false, 0.9, RIG)
                .rig()
                .providers()
                .each()
                .getFirst();
        assertThat(provider.flags())
                .contains("requests=300/1m", "tokens=122850/1m")
                .containsSequence("--time-scale", "10.0");
        assertThat(provider.yaml("http://127.0.0.1:1/v1"))
                .contains(
                        "      quota_group: bench\n      limits: [{requests: 300, per: 6s}, {tokens: 122850, per: 6s}]\n");
    }

    @Test
    void limitsThatAreLearnedAreToldOnlyByTheSimulator() {
        Provider provider = new QuotaOptions(50, Duration.ofSeconds(10), 7, Event.NONE, false, true, 0.9, RIG)
                .rig()
                .providers()
                .each()
                .getFirst();
        assertThat(provider.flags()).contains("requests=500/10s").doesNotContain("--time-scale");
        assertThat(provider.keys()).containsExactly("quota_group: bench");
    }

    @Test
    void thereIsWorkForAllWindowsAndOneMore() {
        assertThat(new QuotaOptions(50, Duration.ofSeconds(6), 7, Event.NONE, false, false, 0.9, RIG).requests())
                .isEqualTo(8 * 270);
    }

    @Test
    void theCostOfRequestsIsWhatTheLimitSupposes() {
        assertThat(IntStream.range(0, 2_160).map(QuotaOptions::characters).average())
                .hasValueCloseTo(245.0 * 4 - 4, within(4.0));
    }

    @Test
    void refusesWhatItCannotMeasure() {
        assertThatThrownBy(() -> new QuotaOptions(50, Duration.ofSeconds(6), 2, Event.ADD, false, false, 0.9, RIG))
                .hasMessageContaining("windows");
        assertThatThrownBy(() -> new QuotaOptions(50, Duration.ofSeconds(6), 7, Event.NONE, false, true, 0.9, RIG))
                .hasMessageContaining("expected 10 s to be learned");
        RigOptions alone = new RigOptions(1, 1, Map.of(), List.of());
        assertThatThrownBy(() -> new QuotaOptions(50, Duration.ofSeconds(6), 3, Event.KILL, false, false, 0.9, alone))
                .hasMessageContaining("expected 2 or more to kill one");
    }
}
