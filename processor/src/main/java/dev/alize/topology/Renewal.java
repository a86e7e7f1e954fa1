package dev.alize.topology;

import dev.alize.domain.Direction;
import dev.alize.domain.RequestKey;
import dev.alize.domain.Route;
import dev.alize.domain.Target;
import dev.alize.policies.Link;
import dev.alize.policies.budget.Budget;
import dev.alize.policies.budget.BudgetSettings;
import dev.alize.schemas.OpenRequest;
import dev.alize.schemas.Place;
import dev.alize.schemas.RequestRow;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reserves a further attempt of a request that was paid for the last one, or may have been. Where the leases have no
 * room the request is parked, and the budget stage decides. Part of several stages; owned by the task's stream thread.
 */
final class Renewal {
    private final Engine engine;
    private final TaskRoom room;

    Renewal(Engine engine, TaskRoom room) {
        this.engine = engine;
        this.room = room;
    }

    /** Whether the next attempt is reserved, or needs no reservation. */
    boolean renews(OpenRequest open, List<String> route) {
        if (!room.reservations().isToRenew(open)) {
            return true;
        }
        Link link = engine.settings().chains().of(Demands.about(open)).find(BudgetSettings.NAME, Direction.REQUEST);
        BudgetPlan plan =
                link != null && link.policy() instanceof Budget budget ? plan(open, budget.settings(), route) : null;
        if (link == null || plan == null || !(link.policy() instanceof Budget budget)) {
            open.setBudgets(List.of());
            return true;
        }
        Reservations reservations = room.reservations();
        boolean unlimited = link.isShadow() || plan.target().id().equals(open.getDowngradedTo());
        if (unlimited
                || plan.overrun(budget.settings(), reservations.leases()) == null
                        && plan.fits(reservations.leases(), false)) {
            reservations.reserve(open, plan.estimate());
            return true;
        }
        return false;
    }

    /** What the next attempt takes out of which accounts of now; null where no target of the route is known. */
    @Nullable
    BudgetPlan plan(OpenRequest open, BudgetSettings settings, List<String> route) {
        for (String id : route) {
            Target target = engine.router().target(id).orElse(null);
            if (target != null) {
                return BudgetPlan.of(open, settings, new Route(route), target, room.reservations());
            }
        }
        return null;
    }

    /** The request waits for the budget stage, with its hop and its attempts. */
    void park(RequestKey key, RequestRow row, Queueing queueing) {
        OpenRequest open = row.getOpen();
        open.setParkedAt(BudgetSettings.NAME);
        queueing.put(key, row, Place.PARKED);
        room.reservations()
                .toJudge()
                .add(room.parked().add(key, open.getExpiresAt().toEpochMilli()));
    }
}
