package dev.alize.alerts;

import dev.alize.config.AlertSettings;
import dev.alize.diagnosis.Severity;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZonedDateTime;

/** How soon somebody has to respond, as in the runbook. Pure. */
public final class ResponseTimes {
    private final AlertSettings.Responses times;
    private final AlertSettings.Hours hours;

    public ResponseTimes(AlertSettings settings) {
        this.times = settings.responseTimes();
        this.hours = settings.businessHours();
    }

    /**
     * Until when somebody has to acknowledge an incident.
     *
     * @param from since when it has its severity
     * @param count 1 for the first time, 2 for once more, and so on
     */
    public Instant due(Severity severity, Instant from, int count) {
        return switch (severity) {
            case P1 -> from.plus(times.p1().multipliedBy(count));
            case P2 -> from.plus(times.p2().multipliedBy(count));
            case P3 -> from.plus(times.p3().multipliedBy(count));
            case P4 -> businessDay(from, count, hours.to());
        };
    }

    /** How often the time has passed, as often as it is told of. */
    public int passed(Severity severity, Instant from, Instant now) {
        int passed = 0;
        while (passed < times.reminders() && !due(severity, from, passed + 1).isAfter(now)) {
            passed++;
        }
        return passed;
    }

    /** How often it is told that the time has passed. */
    int most() {
        return times.reminders();
    }

    /** When there is something new at the latest: after as long as a response takes. */
    public Instant nextUpdate(Severity severity, Instant last) {
        return severity == Severity.P4 ? businessDay(last, 1, hours.from()) : due(severity, last, 1);
    }

    /** In words, such as {@code 15 min}. */
    public String words(Severity severity) {
        return switch (severity) {
            case P1 -> words(times.p1());
            case P2 -> words(times.p2());
            case P3 -> words(times.p3());
            case P4 -> "the end of the next business day";
        };
    }

    private static String words(Duration time) {
        if (time.toSeconds() % 3_600 == 0) {
            return time.toHours() + " h";
        }
        return time.toSeconds() % 60 == 0 ? time.toMinutes() + " min" : time.toSeconds() + " s";
    }

    /** A time on the business day that comes so many days after. */
    private Instant businessDay(Instant from, int count, LocalTime at) {
        LocalDate day = ZonedDateTime.ofInstant(from, hours.timeZone()).toLocalDate();
        for (int i = 0; i < count; i++) {
            do {
                day = day.plusDays(1);
            } while (day.getDayOfWeek() == DayOfWeek.SATURDAY || day.getDayOfWeek() == DayOfWeek.SUNDAY);
        }
        return day.atTime(at).atZone(hours.timeZone()).toInstant();
    }
}
