package dev.alize.topology;

import dev.alize.calls.Slots;
import dev.alize.domain.Demand;
import dev.alize.domain.RequestKey;
import dev.alize.domain.Router;
import dev.alize.schemas.OpenRequest;
import dev.alize.schemas.Place;
import dev.alize.schemas.RequestRow;
import java.util.List;

/** Writes the rows of open requests, and lets them wait for a slot at a target of their route. */
final class Queueing {
    /** No target: a request waits for it until it expires, or until a later configuration has one for it. */
    private static final String UNKNOWN = "none";

    private final Engine engine;
    private final TaskRoom room;
    private final Renewal renewal;

    Queueing(Engine engine, TaskRoom room) {
        this.engine = engine;
        this.room = room;
        this.renewal = new Renewal(engine, room);
    }

    /**
     * The request waits from now on, and is called when a target of its route takes it; it is parked before, where its
     * budget has no room for another attempt.
     */
    void await(RequestKey key, RequestRow row) {
        OpenRequest open = row.getOpen();
        refreshRoute(open);
        if (!renewal.renews(open, open.getRoute())) {
            renewal.park(key, row, this);
            return;
        }
        int bytes = put(key, row, Place.WAITING);
        Slots.Want want = new Slots.Want(Demands.route(open), Demands.of(open), rank(open), bytes);
        room.waits().add(key, want, open.getExpiresAt().toEpochMilli());
    }

    /** Writes the row with another place; returns its size in bytes. */
    int put(RequestKey key, RequestRow row, Place place) {
        row.setPlace(place);
        row.getOpen().setCalledBy(place == Place.CALLED ? engine.process() : 0);
        byte[] bytes = room.table().rows().encode(row);
        room.table().open(key, bytes);
        return bytes.length;
    }

    /** A configuration may have left none of the targets that a request was to go to; then it is routed anew. */
    private void refreshRoute(OpenRequest open) {
        boolean known = open.getRoute().stream()
                .anyMatch(target -> engine.router().target(target).isPresent());
        if (known) {
            return;
        }
        Demand demand = Demands.first(open);
        if (engine.router().route(demand) instanceof Router.Routing.Along along) {
            open.setRoute(along.route().targets());
        } else if (open.getRoute().isEmpty()) {
            open.setRoute(List.of(UNKNOWN));
        }
    }

    /** 0 is the most urgent. */
    static int rank(OpenRequest open) {
        return open.getRequest().getPriority().ordinal();
    }
}
