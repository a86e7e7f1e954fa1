package dev.alize.topology;

import dev.alize.budget.Account;
import dev.alize.budget.Lease;
import dev.alize.budget.Unit;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Map;

/**
 * A limit that has no room for a call.
 *
 * @param reason which limit, as its key in the configuration
 * @param unit of the amounts
 * @param limit in billionths of a USD, or tokens, as the others
 * @param spent of it; 0 for the limit of a single request
 * @param estimate of the call
 * @param endsAt when the limit's window turns, in milliseconds since 1970; 0 for the limit of a single request
 */
record Overrun(String reason, Unit unit, long limit, long spent, long estimate, long endsAt) {
    private static final long NANO_IN_THOUSANDTHS = 1_000_000;

    static Overrun of(Lease lease, long estimate) {
        Unit unit = Account.unit(lease.account());
        String reason = unit.code() + "_per_" + Account.period(lease.account()).code();
        return new Overrun(reason, unit, lease.limit(), lease.spent(), estimate, Account.endsAt(lease.account()));
    }

    static Overrun ofRequest(long limit, long estimate) {
        return new Overrun("max_usd_per_request", Unit.USD, limit, 0, estimate, 0);
    }

    /** Whether time does not help. */
    boolean isForGood() {
        return endsAt == 0;
    }

    /** Whether the limit has no room for the request even before anything is spent. */
    boolean isHopeless() {
        return estimate > limit;
    }

    /** The numbers of a verdict: tokens, or thousandths of a USD; at most what 31 bits hold. */
    Map<String, Integer> numbers() {
        String suffix = unit == Unit.USD ? "_usd_thousandths" : "_tokens";
        return Map.of(
                "limit" + suffix,
                number(limit),
                "spent" + suffix,
                number(spent),
                "estimate" + suffix,
                number(estimate));
    }

    private int number(long amount) {
        long number = unit == Unit.USD ? amount / NANO_IN_THOUSANDTHS : amount;
        return (int) Math.min(Integer.MAX_VALUE, number);
    }

    /** For people. */
    String words() {
        String first = reason + ": the limit is " + amount(limit);
        String last = ", the request is estimated at " + amount(estimate);
        return isForGood()
                ? first + last
                : first + ", spent are " + amount(spent) + last + "; the window turns at "
                        + Instant.ofEpochMilli(endsAt);
    }

    private String amount(long amount) {
        return unit == Unit.USD
                ? BigDecimal.valueOf(amount, 9).stripTrailingZeros().toPlainString() + " USD"
                : amount + " tokens";
    }
}
