package dev.alize.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.SequencedMap;
import org.junit.jupiter.api.Test;

class CpuTest {
    private static Cpu cpu(long processor1, long processor2, long broker) {
        SequencedMap<String, Duration> used = new LinkedHashMap<>();
        used.put("processor-1", Duration.ofMillis(processor1));
        used.put("processor-2", Duration.ofMillis(processor2));
        used.put("broker", Duration.ofMillis(broker));
        return Cpu.of(used);
    }

    @Test
    void isWhatEachPartUsedInBetween() {
        Cpu used = cpu(1_700, 500, 9_000).since(cpu(1_500, 400, 4_000));
        assertThat(used.seconds()).containsEntry("processor-1", 0.2).containsEntry("broker", 5.0);
        assertThat(used.processors()).isEqualTo(0.3);
        assertThat(used.plus(used).processors()).isEqualTo(0.6);
    }
}
