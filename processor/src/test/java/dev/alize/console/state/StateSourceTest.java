package dev.alize.console.state;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import org.junit.jupiter.api.Test;

class StateSourceTest {
    private long now = 1_000_000;
    private final Attempts attempts = new Attempts(() -> now);
    private final StateSource source = new StateSource(attempts, "1.2.3", () -> now);

    @Test
    void saysThatItStartsUntilThereIsAGateway() throws JsonProcessingException {
        JsonNode state = new ObjectMapper().readTree(source.snapshot().json());

        assertThat(state.path("state").asText()).isEqualTo("starting");
        assertThat(state.path("reason").asText()).isEqualTo("starting");
        assertThat(state.path("version").asText()).isEqualTo("1.2.3");
        assertThat(state.path("instance").isNull()).isTrue();
        for (String unknown : List.of("incidents", "outcomes", "usage")) {
            assertThat(state.has(unknown)).as(unknown).isTrue();
            assertThat(state.path(unknown).isNull()).as(unknown).isTrue();
        }
        assertThat(state.path("feed").toString()).isEqualTo("{\"ready\":false,\"seconds_since_heard\":null}");
    }

    @Test
    void aSnapshotTellsOnlyWhatChanged() {
        Snapshot first = source.snapshot();
        now += 100;
        assertThat(source.snapshot().since(first).isNews()).as("only the time").isFalse();
        now += 2_000;
        Snapshot later = source.snapshot().since(first);
        assertThat(later.isNews()).isTrue();
        assertThat(later.members()).containsOnlyKeys("at", "uptime_seconds");
        assertThat(first.with("role", "\"read\"").json()).endsWith(",\"role\":\"read\"}");
    }

    @Test
    void keepsDurationsOfFiveMinutes() {
        Latencies latencies = new Latencies(() -> now);
        for (int i = 0; i < 95; i++) {
            latencies.add(90);
        }
        for (int i = 0; i < 5; i++) {
            latencies.add(3_000);
        }
        assertThat(Latencies.percentile(latencies.counts(), 0.5).orElseThrow()).isBetween(80L, 120L);
        assertThat(Latencies.percentile(latencies.counts(), 0.99).orElseThrow()).isBetween(2_560L, 3_840L);
        now += 6 * 60_000;
        assertThat(Latencies.percentile(latencies.counts(), 0.5)).isEmpty();
    }
}
