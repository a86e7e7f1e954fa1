package dev.alize.ingress.errors;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.Optional;

/** When a budget has room again; its days and months begin at midnight in UTC. */
enum BudgetTurn {
    DAY,
    MONTH;

    /**
     * The period of a spent budget.
     *
     * @param reason the policy's code, such as {@code usd_per_day}; empty for any code that is none of a period
     */
    static Optional<BudgetTurn> of(String reason) {
        return switch (reason) {
            case "usd_per_day", "tokens_per_day" -> Optional.of(DAY);
            case "usd_per_month", "tokens_per_month" -> Optional.of(MONTH);
            default -> Optional.empty();
        };
    }

    /** Whole seconds from an instant to the next period, 1 or more. @param ms since 1970 */
    long secondsAfter(long ms) {
        LocalDate today = Instant.ofEpochMilli(ms).atZone(ZoneOffset.UTC).toLocalDate();
        LocalDate turn =
                this == DAY ? today.plusDays(1) : today.withDayOfMonth(1).plusMonths(1);
        long left = turn.atStartOfDay(ZoneOffset.UTC).toInstant().toEpochMilli() - ms;
        return (left + 999) / 1000;
    }
}
