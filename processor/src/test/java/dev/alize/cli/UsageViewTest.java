package dev.alize.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.schemas.UsageRow;
import dev.alize.usage.Grouping;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UsageViewTest {
    private static UsageRow row(String target, long completed, long nano) {
        return UsageRow.newBuilder()
                .setHour(Instant.parse("2026-11-21T14:00:00Z"))
                .setTenant("acme")
                .setModel("small")
                .setTarget(target)
                .setAttempts(completed + 1)
                .setFailures(Map.of("timeout", 1L))
                .setRequests(Map.of("completed", completed, "failed", 1L))
                .setProviderMs(600 * completed)
                .setProviderDurations(List.of(0L, 0L, completed))
                .setCostNanoUsd(nano)
                .setQualityMillionths(500_000 * completed)
                .setQualityCount(completed)
                .build();
    }

    @Test
    void comparesTargetsSideBySide() {
        List<String> table = UsageView.table(
                Grouping.TARGET, Grouping.TARGET.of(List.of(row("a", 3, 4_000_000), row("b", 1, 1), row("b", 1, 1))));

        assertThat(table.getFirst().split(" {2,}"))
                .containsSubsequence("TARGET", "REQUESTS", "NOT COMPLETED", "QUALITY", "USD/REQUEST", "MEAN MS");
        assertThat(table.get(1).split(" {2,}")).startsWith("a", "4", "25.0 %", "0.500", "0.001000", "600");
        assertThat(table.get(2).split(" {2,}")).startsWith("b", "4", "50.0 %");
        assertThat(table.getLast().split(" {2,}")).startsWith("(all)", "8").endsWith("0.004000");
    }

    @Test
    void moneyIsExactInCsvAndJson() {
        UsageRow sums = row("a", 3, 4_000_001);

        assertThat(UsageView.json(Grouping.TARGET, "a", sums).path("cost_usd").asText())
                .isEqualTo("0.004000001");
        assertThat(UsageView.csv("=a,\"b\"", sums))
                .startsWith("\"'=a,\"\"b\"\"\",4,3,")
                .contains(",0.004000001,");
        assertThat(UsageView.csvHead(Grouping.TARGET).split(","))
                .hasSameSizeAs(UsageView.csv("a", sums).split(",", -1));
    }

    @Test
    void saysThatThereIsNothing() {
        assertThat(UsageView.table(Grouping.HOUR, Grouping.HOUR.of(List.of())))
                .containsExactly("No usage in this window.");
    }
}
