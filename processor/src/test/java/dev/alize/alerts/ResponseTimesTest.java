package dev.alize.alerts;

import static org.assertj.core.api.Assertions.assertThat;

import dev.alize.config.AlertSettings;
import dev.alize.diagnosis.Severity;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.List;
import org.junit.jupiter.api.Test;

class ResponseTimesTest {
    private final ResponseTimes times = new ResponseTimes(AlertSettings.DEFAULT);

    private static Instant at(String time) {
        return Instant.parse(time);
    }

    @Test
    void areThoseOfTheRunbook() {
        Instant from = at("2026-11-20T16:00:00Z");
        assertThat(times.due(Severity.P1, from, 1)).isEqualTo(at("2026-11-20T16:15:00Z"));
        assertThat(times.due(Severity.P2, from, 1)).isEqualTo(at("2026-11-20T17:00:00Z"));
        assertThat(times.due(Severity.P3, from, 2)).isEqualTo(at("2026-11-21T00:00:00Z"));
    }

    @Test
    void aP4OfAFridayWaitsUntilTheEndOfMonday() {
        assertThat(times.due(Severity.P4, at("2026-11-20T16:00:00Z"), 1)).isEqualTo(at("2026-11-23T17:00:00Z"));
        assertThat(times.due(Severity.P4, at("2026-11-22T03:00:00Z"), 1)).isEqualTo(at("2026-11-23T17:00:00Z"));
        assertThat(times.due(Severity.P4, at("2026-11-20T16:00:00Z"), 2)).isEqualTo(at("2026-11-24T17:00:00Z"));
    }

    @Test
    void businessHoursFollowTheClockOfTheirPlace() {
        var paris = new AlertSettings.Hours(ZoneId.of("Europe/Paris"), LocalTime.of(8, 30), LocalTime.of(18, 0));
        ResponseTimes there = new ResponseTimes(new AlertSettings(
                List.of(),
                5,
                Duration.ofSeconds(10),
                Duration.ofHours(24),
                AlertSettings.Responses.DEFAULT,
                paris,
                List.of(),
                null));
        // Summer time ends on Sunday, 25 October 2026.
        assertThat(there.due(Severity.P4, at("2026-10-23T12:00:00Z"), 1)).isEqualTo(at("2026-10-26T17:00:00Z"));
        assertThat(there.nextUpdate(Severity.P4, at("2026-10-22T12:00:00Z"))).isEqualTo(at("2026-10-23T06:30:00Z"));
    }

    @Test
    void passAgainUntilThereWereEnoughReminders() {
        Instant from = at("2026-11-20T16:00:00Z");
        assertThat(times.passed(Severity.P1, from, from.plusSeconds(899))).isZero();
        assertThat(times.passed(Severity.P1, from, from.plusSeconds(900))).isEqualTo(1);
        assertThat(times.passed(Severity.P1, from, from.plusSeconds(2_000))).isEqualTo(2);
        assertThat(times.passed(Severity.P1, from, from.plusSeconds(1_000_000))).isEqualTo(4);
    }
}
