package dev.alize.topology;

import dev.alize.budget.Leases;
import dev.alize.domain.Demand;
import dev.alize.domain.Direction;
import dev.alize.domain.Route;
import dev.alize.domain.Router.Routing;
import dev.alize.domain.Target;
import dev.alize.policies.Link;
import dev.alize.policies.budget.Budget;
import dev.alize.policies.budget.BudgetSettings;
import dev.alize.schemas.OpenRequest;
import java.util.List;
import org.apache.kafka.streams.processor.api.Record;
import org.jspecify.annotations.Nullable;

/**
 * Decides whether the budgets of a request have room for its next attempt, and what follows where they have none. Part of
 * the budget stage; owned by the task's stream thread.
 */
final class BudgetJudge {
    private final Engine engine;
    private final Reservations reservations;
    private final Leases leases;
    private final Renewal renewal;
    private final Budgeted budgeted;

    BudgetJudge(Engine engine, TaskRoom room, Budgeted budgeted) {
        this.engine = engine;
        this.reservations = room.reservations();
        this.leases = reservations.leases();
        this.renewal = new Renewal(engine, room);
        this.budgeted = budgeted;
    }

    /** @param parked whether the request was parked until now */
    void judge(Record<byte[], Inbound> record, boolean parked, long now) {
        Inbound inbound = record.value();
        Link link = inbound.hearing(engine).chain().find(BudgetSettings.NAME, Direction.REQUEST);
        if (link == null || !(link.policy() instanceof Budget budget)) {
            budgeted.pass(record);
            return;
        }
        BudgetSettings settings = budget.settings();
        BudgetPlan plan = plan(inbound, settings);
        if (plan == null) {
            budgeted.pass(record); // dispatch says that nothing serves it
            return;
        }
        Overrun overrun = plan.overrun(settings, leases);
        if (overrun == null && plan.fits(leases, parked)) {
            budgeted.go(record, plan, "allow", null, false);
        } else if (link.isShadow()) {
            budgeted.go(record, plan, overrun == null ? "allow" : "flag", overrun, true);
        } else if (overrun == null) {
            budgeted.park(record, plan, 0, now);
        } else {
            over(record, settings, plan, overrun, now);
        }
    }

    private @Nullable BudgetPlan plan(Inbound inbound, BudgetSettings settings) {
        OpenRequest open = inbound.open();
        if (inbound.hop() > 0) {
            return renewal.plan(open, settings, open.getRoute());
        }
        return engine.router().route(Demands.first(open)) instanceof Routing.Along along
                ? renewal.plan(open, settings, along.route().targets())
                : null;
    }

    private void over(
            Record<byte[], Inbound> record, BudgetSettings settings, BudgetPlan plan, Overrun overrun, long now) {
        switch (settings.conduct().action()) {
            case HOLD -> {
                if (overrun.isForGood() || overrun.isHopeless()) {
                    budgeted.block(record, overrun, now);
                } else {
                    budgeted.park(record, plan, overrun.endsAt(), now);
                }
            }
            case DOWNGRADE -> downgrade(record, settings, plan, overrun, now);
            case BLOCK, REDACT, FLAG, SHADOW, RETRY, FALLBACK -> budgeted.block(record, overrun, now);
        }
    }

    /** What the cheaper target costs is counted, and not limited but for a single request. */
    private void downgrade(
            Record<byte[], Inbound> record, BudgetSettings settings, BudgetPlan plan, Overrun overrun, long now) {
        OpenRequest open = record.value().open();
        Target cheaper = settings.downgradeTo() == null
                ? null
                : engine.router().target(settings.downgradeTo()).orElse(null);
        if (cheaper == null || !serves(cheaper, open)) {
            budgeted.block(record, overrun, now);
            return;
        }
        BudgetPlan down = cheaper.id().equals(plan.target().id())
                ? plan
                : BudgetPlan.of(open, settings, new Route(List.of(cheaper.id())), cheaper, reservations);
        Overrun again = down.overrun(settings, leases);
        if (again != null && again.isForGood()) {
            budgeted.block(record, again, now);
            return;
        }
        down = new BudgetPlan(new Route(List.of(cheaper.id())), cheaper, down.estimate(), down.limits());
        open.setDowngradedTo(cheaper.id());
        budgeted.go(record, down, "flag", overrun, false);
    }

    private boolean serves(Target target, OpenRequest open) {
        Demand demand = Demands.of(open);
        Demand there =
                new Demand(target.model(), demand.needs(), demand.promptTokens(), demand.maxTokens(), demand.retried());
        return engine.router().route(there) instanceof Routing.Along along
                && along.route().targets().contains(target.id());
    }
}
