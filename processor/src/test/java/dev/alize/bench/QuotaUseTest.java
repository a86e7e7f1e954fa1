package dev.alize.bench;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

class QuotaUseTest {
    private static QuotaUse.Limit limit(String of, long most, List<Long> used) {
        return new QuotaUse.Limit(of, most, most, used, List.of());
    }

    @Test
    void theTighterLimitOfEachWindowCounts() {
        QuotaUse use = new QuotaUse(
                30_000,
                10_000,
                List.of(
                        limit("requests", 100, Collections.nCopies(30, 9L)),
                        limit("tokens", 1_000, Collections.nCopies(20, 98L))));
        assertThat(use.shares(3)).containsExactly(0.98, 0.9);
        assertThat(use.share(15)).as("from the middle of the second window").isEqualTo(0.9);
        assertThat(use.answered(3)).isEqualTo(180);
        assertThat(use.slice(15_000)).isEqualTo(15);
    }

    @Test
    void whatGoesBeyondALimitMakesUpForNothing() {
        QuotaUse use = new QuotaUse(20_000, 10_000, List.of(limit("tokens", 100, Collections.nCopies(20, 11L))));
        assertThat(use.shares(2)).containsExactly(1.0);
    }

    @Test
    void readsWhatTheSimulatorTells() throws IOException {
        QuotaUse use = QuotaUse.of(new ObjectMapper().readTree("""
                {"model": "m", "age_ms": 12345, "limits": [
                  {"of": "requests", "most": 5, "per": "minute", "window_ms": 6000, "fullest": 4,
                   "slices_per_window": 10, "used": [1, 0, 3], "refused": [0, 2]}]}"""));
        assertThat(use.age()).isEqualTo(12_345);
        assertThat(use.window()).isEqualTo(6_000);
        assertThat(use.limits())
                .containsExactly(new QuotaUse.Limit("requests", 5, 4, List.of(1L, 0L, 3L), List.of(0L, 2L)));
        assertThat(use.refused(3)).as("in the first window").isZero();
    }
}
