package dev.alize.budget;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;

/** How long an account lasts; days and months begin at midnight in UTC. */
public enum Period {
    DAY,
    MONTH;

    /** The name in verdicts: {@code day} or {@code month}. */
    public String code() {
        return this == DAY ? "day" : "month";
    }

    /** The period of an instant, such as {@code 2026-01-31} or {@code 2026-01}. */
    public String at(long ms) {
        LocalDate date = Instant.ofEpochMilli(ms).atZone(ZoneOffset.UTC).toLocalDate();
        return this == DAY ? date.toString() : YearMonth.from(date).toString();
    }

    /**
     * When a period is over, in milliseconds since 1970.
     *
     * @param period as {@link #at} says it
     */
    static long end(String period) {
        LocalDate end = period.length() > 7
                ? LocalDate.parse(period).plusDays(1)
                : YearMonth.parse(period).plusMonths(1).atDay(1);
        return end.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli();
    }
}
