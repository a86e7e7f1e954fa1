package dev.alize.console.feed;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.alize.schemas.UsageRow;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.api.Test;

class UsageBookTest {
    private static final long HOUR = UsageBook.HOUR_MS;
    private static final long NOW = Instant.parse("2026-11-22T10:30:00Z").toEpochMilli();
    private static final long THIS_HOUR = NOW - NOW % HOUR;

    private long now = Long.MAX_VALUE;
    private final InstantSource clock = () -> Instant.ofEpochMilli(now);
    private final UsageBook book = new UsageBook(clock);

    private static UsageRow row(long hour, String tenant, long completed, long failed) {
        Map<String, Long> requests = new HashMap<>(Map.of("completed", completed));
        if (failed > 0) {
            requests.put("failed", failed);
        }
        return UsageRow.newBuilder()
                .setHour(Instant.ofEpochMilli(hour))
                .setTenant(tenant)
                .setModel("m")
                .setTarget("large")
                .setEvents(2 * (completed + failed))
                .setRequests(requests)
                .setAttempts(completed + failed)
                .setFailures(failed == 0 ? Map.of() : Map.of("timeout", failed))
                .setPromptTokens(10 * completed)
                .setCompletionTokens(20 * completed)
                .setCostNanoUsd(1_500_000 * completed)
                .build();
    }

    private void take(UsageBook into, long at, UsageRow row, boolean isFirst) {
        take(into, 0, at, row, isFirst);
    }

    private void take(UsageBook into, int partition, long at, UsageRow row, boolean isFirst) {
        String key = row.getHour() + "/" + row.getTenant() + "/" + row.getModel() + "/" + row.getTarget();
        into.take(partition, at, key.getBytes(StandardCharsets.UTF_8), row, isFirst);
    }

    private static long sum(ObjectNode outcomes, String status) {
        long sum = 0;
        for (JsonNode count : outcomes.path("series").path(status)) {
            sum += count.asLong();
        }
        return sum;
    }

    private static long at(ObjectNode outcomes, String status, long time) {
        long from = outcomes.path("from").asLong();
        return outcomes.path("series")
                .path(status)
                .path((int) ((time - from) / 10_000))
                .asLong();
    }

    @Test
    void countsWhatARowGrewByWhenItGrew() {
        take(book, NOW - 60_000, row(THIS_HOUR, "acme", 5, 0), false);
        take(book, NOW - 30_000, row(THIS_HOUR, "acme", 7, 1), false);
        take(book, NOW - 30_000, row(THIS_HOUR, "other", 3, 0), false);
        take(book, NOW - 20_000, row(THIS_HOUR, "acme", 6, 0), false);

        ObjectNode outcomes = book.outcomes(NOW);
        assertThat(outcomes.path("series").path("completed").size()).isEqualTo(360);
        assertThat(outcomes.path("from").asLong()).isEqualTo(NOW - 359 * 10_000);
        assertThat(at(outcomes, "completed", NOW - 60_000)).isEqualTo(5);
        assertThat(at(outcomes, "completed", NOW - 30_000)).isEqualTo(5);
        assertThat(at(outcomes, "failed", NOW - 30_000)).isEqualTo(1);
        assertThat(at(outcomes, "completed", NOW - 20_000)).as("an old version").isZero();
        assertThat(sum(outcomes, "completed")).isEqualTo(10);
    }

    @Test
    void theFirstReadingIsTheBaselineAndOnlyItsHourCountsIt() {
        take(book, NOW - 60_000, row(THIS_HOUR, "acme", 500, 0), true);
        take(book, NOW - 50_000, row(THIS_HOUR, "acme", 510, 0), true);
        take(book, NOW - 10_000, row(THIS_HOUR, "acme", 512, 0), false);

        assertThat(sum(book.outcomes(NOW), "completed")).isEqualTo(12);
        assertThat(book.usage(NOW).at("/hours/0/requests/completed").asLong()).isEqualTo(512);
    }

    @Test
    void whatAnEarlierHourGrowsByIsNoOutcomeOfNow() {
        take(book, NOW, row(THIS_HOUR - 5 * HOUR, "acme", 100, 0), false);
        take(book, NOW, row(THIS_HOUR - HOUR, "acme", 1, 0), false);

        assertThat(sum(book.outcomes(NOW), "completed")).isEqualTo(1);
        assertThat(book.usage(NOW).path("hours").size()).isEqualTo(2);
    }

    @Test
    void theOutcomesOfAnHourAgoAreForgotten() {
        take(book, NOW, row(THIS_HOUR, "acme", 5, 0), false);

        assertThat(sum(book.outcomes(NOW + 3_590_000), "completed")).isEqualTo(5);
        assertThat(sum(book.outcomes(NOW + 3_600_000), "completed")).isZero();
        assertThat(sum(book.outcomes(NOW + 30 * HOUR), "completed")).isZero();
    }

    @Test
    void addsUpByHourTargetAndTenant() {
        take(book, NOW - HOUR, row(THIS_HOUR - HOUR, "acme", 10, 2), false);
        take(book, NOW, row(THIS_HOUR, "acme", 1, 0), false);
        take(book, NOW, row(THIS_HOUR, "zeta", 100, 0), false);

        ObjectNode usage = book.usage(NOW);
        assertThat(usage.path("from").asLong()).isEqualTo(THIS_HOUR - HOUR);
        assertThat(usage.at("/hours/0").toString())
                .isEqualTo("{\"at\":" + (THIS_HOUR - HOUR)
                        + ",\"requests\":{\"completed\":10,\"failed\":2},\"attempts\":12,\"failures\":2,"
                        + "\"prompt_tokens\":100,\"completion_tokens\":200,\"cost_usd\":\"0.015\"}");
        assertThat(usage.at("/targets/0/attempts").asLong()).isEqualTo(113);
        assertThat(usage.at("/tenants/0/tenant").asText()).isEqualTo("zeta");
        assertThat(usage.at("/tenants/1/requests").asLong()).isEqualTo(13);
        assertThat(usage.path("partial").asBoolean()).isFalse();
    }

    @Test
    void hoursOfAWeekAgoAreForgotten() {
        take(book, NOW, row(THIS_HOUR, "acme", 1, 0), false);
        assertThat(book.usage(NOW + UsageBook.KEPT_MS + HOUR).path("hours").size())
                .isZero();
    }

    @Test
    void takesTheSameMemoryHoweverManyTenantsThereAre() {
        UsageBook small = new UsageBook(clock, 1_000);
        for (int tenant = 0; tenant < 20_000; tenant++) {
            take(small, NOW, row(THIS_HOUR, "tenant-" + tenant, 1, 0), false);
        }
        take(small, NOW, row(THIS_HOUR, "tenant-0", 1_000, 0), false);

        assertThat(small.rows()).isEqualTo(1_000);
        ObjectNode usage = small.usage(NOW);
        assertThat(usage.path("partial").asBoolean()).isTrue();
        assertThat(usage.path("tenants").size()).isEqualTo(20);
        assertThat(usage.at("/tenants/0/tenant").asText()).isEqualTo("tenant-0");
        assertThat(usage.toString().length()).isLessThan(4_000);

        // The next hour has room again: rows of the hour before that are done make way.
        long later = THIS_HOUR + HOUR + 60_000;
        take(small, later, row(THIS_HOUR + HOUR, "new", 5, 0), false);
        assertThat(sum(small.outcomes(later), "completed")).isGreaterThanOrEqualTo(5);
        assertThat(small.rows()).isLessThanOrEqualTo(1_000);
    }

    @Test
    void aWeekOfManyTenantsIsBoundedByHour() {
        for (int hour = 0; hour < 200; hour++) {
            for (int tenant = 0; tenant < 500; tenant++) {
                long start = THIS_HOUR + hour * HOUR;
                take(book, start, row(start, "tenant-" + hour + "-" + tenant, 1, 0), false);
            }
        }
        ObjectNode usage = book.usage(THIS_HOUR + 199 * HOUR);
        assertThat(usage.path("hours").size()).isLessThanOrEqualTo(7 * 24 + 1);
        assertThat(usage.at("/hours/5/requests/completed").asLong()).isEqualTo(500);
        assertThat(book.rows()).isLessThanOrEqualTo(50_000);
        assertThat(usage.path("partial").asBoolean()).isFalse();
    }

    @Test
    void aLateVersionOfAnOldRowCountsWhatItGrewBy() {
        take(book, NOW, row(THIS_HOUR, "acme", 100, 0), false);
        take(book, NOW + 5 * HOUR, row(THIS_HOUR, "acme", 101, 0), false);

        assertThat(book.usage(NOW + 5 * HOUR).at("/hours/0/requests/completed").asLong())
                .isEqualTo(101);
    }

    @Test
    void aRowThatMovedToAnotherPartitionIsTheSameRow() {
        take(book, 0, NOW, row(THIS_HOUR, "acme", 100, 0), false);
        take(book, 7, NOW + 1_000, row(THIS_HOUR, "acme", 103, 0), false);

        assertThat(book.usage(NOW + 1_000).at("/hours/0/requests/completed").asLong())
                .isEqualTo(103);
        assertThat(sum(book.outcomes(NOW + 1_000), "completed")).isEqualTo(103);
    }

    @Test
    void whatWasForgottenForWantOfRoomIsNeverCountedTwice() {
        UsageBook small = new UsageBook(clock, 1_000);
        for (int tenant = 0; tenant < 1_000; tenant++) {
            take(small, NOW, row(THIS_HOUR, "tenant-" + tenant, 1, 0), false);
        }
        long later = THIS_HOUR + 3 * HOUR;
        take(small, later, row(later, "new", 1, 0), false);
        take(small, later, row(THIS_HOUR, "tenant-0", 2, 0), false);

        ObjectNode usage = small.usage(later);
        assertThat(usage.at("/hours/0/requests/completed").asLong()).isEqualTo(1_000);
        assertThat(usage.at("/hours/1/requests/completed").asLong()).isEqualTo(1);
        assertThat(usage.path("partial").asBoolean()).isTrue();
    }

    @Test
    void clocksOfInstancesMayDiffer() {
        now = NOW;
        take(book, THIS_HOUR - 2_000, row(THIS_HOUR, "behind", 3, 0), false);
        take(book, NOW + 600_000, row(THIS_HOUR, "ahead", 4, 0), false);

        assertThat(book.usage(NOW).at("/hours/0/requests/completed").asLong()).isEqualTo(7);
        ObjectNode outcomes = book.outcomes(NOW);
        assertThat(outcomes.path("from").asLong()).isEqualTo(NOW - 359 * 10_000);
        assertThat(at(outcomes, "completed", NOW)).isEqualTo(4);
    }
}
