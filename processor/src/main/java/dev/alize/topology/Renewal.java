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
 * Reserves a further attempt of a request that was paid for the last one, or may have been, or goes elsewhere. Where the leases have no
 * room the request is parked, and the budget stage decides. Part of several stages; owned by the task's stream thread.
 */
final class Renewal {
    private final Engine engine;
    private final TaskRoom room;

    Renewal(Engine engine, TaskRoom room) {
        this.engine = engine;
        this.room = room;
    }

    /**
     * Whether the next attempt is reserved, or needs no reservation. One at another target than the last one is reserved
     * anew too, since the other may be dearer, or of another model.
     */
    boolean renews(OpenRequest open, List<String> route) {
        Reservations reservations = room.reservations();
        boolean spent = reservations.isToRenew(open);
        if (!spent && !(reservations.isReserved(open) && isElsewhere(open, route))) {
            return true;
        }
        Link link = engine.settings().chains().of(Demands.about(open)).find(BudgetSettings.NAME, Direction.REQUEST);
        BudgetPlan plan =
                link != null && link.policy() instanceof Budget budget ? plan(open, budget.settings(), route) : null;
        if (!spent) {
            reservations.release(open);
        }
        if (link == null || plan == null || !(link.policy() instanceof Budget budget)) {
            open.setBudgets(List.of());
            return true;
        }
        boolean unlimited = link.isShadow() || plan.target().id().equals(open.getDowngradedTo());
        if (unlimited
                || plan.overrun(budget.settings(), reservations.leases()) == null
                        && plan.fits(reservations.leases(), !spent)) {
            reservations.reserve(open, plan.estimate());
            return true;
        }
        return false;
    }

    private boolean isElsewhere(OpenRequest open, List<String> route) {
        String last = open.getTarget();
        Target next = BudgetPlan.first(engine.router(), route);
        return last != null && next != null && !next.id().equals(last);
    }

    /** What the next attempt takes out of which accounts of now; null where no target of the route is known. */
    @Nullable
    BudgetPlan plan(OpenRequest open, BudgetSettings settings, List<String> route) {
        Target target = BudgetPlan.first(engine.router(), route);
        return target == null ? null : BudgetPlan.of(open, settings, new Route(route), target, room.reservations());
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
