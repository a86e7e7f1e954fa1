package dev.alize.topology;

import dev.alize.budget.Account;
import dev.alize.budget.Lease;
import dev.alize.budget.Leases;
import dev.alize.budget.Period;
import dev.alize.budget.Unit;
import dev.alize.domain.Route;
import dev.alize.domain.Router;
import dev.alize.domain.Target;
import dev.alize.policies.budget.BudgetLimit;
import dev.alize.policies.budget.BudgetSettings;
import dev.alize.schemas.OpenRequest;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a call of a request would take out of which accounts.
 *
 * @param route the way it would go
 * @param target of it that the request would go to
 * @param estimate what one attempt there is estimated to cost
 * @param limits by account
 */
record BudgetPlan(Route route, Target target, Reservations.Reserved estimate, Map<String, Long> limits) {
    static BudgetPlan of(
            OpenRequest open, BudgetSettings settings, Route route, Target target, Reservations reservations) {
        long nowMs = reservations.now();
        Map<String, Long> limits = new TreeMap<>();
        String tenant = open.getRequest().getTenant();
        for (BudgetLimit limit : settings.amounts()) {
            if (limit.applies(tenant, target.model())) {
                String model = limit.models().isEmpty() ? null : target.model();
                add(limits, Account.name(Unit.USD, Period.DAY, nowMs, tenant, model), nano(limit.usdPerDay()));
                add(limits, Account.name(Unit.USD, Period.MONTH, nowMs, tenant, model), nano(limit.usdPerMonth()));
                add(limits, Account.name(Unit.TOKENS, Period.DAY, nowMs, tenant, model), whole(limit.tokensPerDay()));
                add(
                        limits,
                        Account.name(Unit.TOKENS, Period.MONTH, nowMs, tenant, model),
                        whole(limit.tokensPerMonth()));
            }
        }
        return new BudgetPlan(route, target, reservations.estimate(open, target, List.copyOf(limits.keySet())), limits);
    }

    /** The target that a request on this route goes to now: the first that takes calls, else the first; null where none is known. */
    @Nullable
    static Target first(Router router, List<String> route) {
        Target first = null;
        for (String id : route) {
            Target target = router.target(id).orElse(null);
            if (target != null && router.takesCalls(id)) {
                return target;
            }
            first = first == null ? target : first;
        }
        return first;
    }

    /** Where several limits name the same, the smallest holds. */
    private static void add(Map<String, Long> limits, String account, @Nullable Long limit) {
        if (limit != null) {
            limits.merge(account, limit, Math::min);
        }
    }

    private static @Nullable Long nano(@Nullable Double usd) {
        return usd == null ? null : Long.valueOf(Reservations.nano(usd));
    }

    private static @Nullable Long whole(@Nullable Double tokens) {
        return tokens == null ? null : Long.valueOf(tokens.longValue());
    }

    /** What stands in the way of the call, whatever becomes of the calls that are open; null where nothing does. */
    @Nullable
    Overrun overrun(BudgetSettings settings, Leases leases) {
        Double most = settings.maxUsdPerRequest();
        if (most != null && estimate.nanoUsd() > Reservations.nano(most)) {
            return Overrun.ofRequest(Reservations.nano(most), estimate.nanoUsd());
        }
        Overrun longest = null;
        for (Map.Entry<String, Long> limit : limits.entrySet()) {
            Lease lease = leases.of(limit.getKey(), limit.getValue());
            if (lease.isOver(estimate.in(limit.getKey()))) {
                Overrun overrun = Overrun.of(lease, estimate.in(limit.getKey()));
                longest = longest == null || isWorse(overrun, longest) ? overrun : longest;
            }
        }
        return longest;
    }

    private static boolean isWorse(Overrun one, Overrun other) {
        return one.isHopeless() == other.isHopeless() ? one.endsAt() > other.endsAt() : one.isHopeless();
    }

    /** Whether the leases have room for it, and nobody waits for them before it. */
    boolean fits(Leases leases, boolean isFirst) {
        return estimate.accounts().stream()
                .allMatch(account -> leases.of(account).fits(estimate.in(account))
                        && (isFirst || !leases.of(account).isAwaited()));
    }
}
