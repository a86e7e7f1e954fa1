package dev.alize.simulator;

import dev.alize.simulator.behaviour.Latency;
import dev.alize.simulator.behaviour.Reaction;
import dev.alize.simulator.behaviour.Rule;
import dev.alize.simulator.vendor.VendorError;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;

/**
 * The list of models, which is what health probes ask for. Rules that name its path, or every path, apply to it, with
 * their own latency only; whatever they do to an answer, the list stays whole. Not counted, no rate limit headers, as with
 * the vendor. Confined to its event loop.
 */
final class ModelsDesk {
    static final String PATH = "/v1/models";

    private final Shared shared;
    private final Vertx vertx;
    private final int eventLoop;

    ModelsDesk(Shared shared, Vertx vertx, int eventLoop) {
        this.shared = shared;
        this.vertx = vertx;
        this.eventLoop = eventLoop;
    }

    void handle(HttpServerRequest request, boolean mayEnter) {
        ActiveBehaviour active = shared.active();
        Rule rule = active.take(eventLoop, Asked.bare(request.headers(), PATH));
        if (rule == null) {
            list(request, mayEnter);
            return;
        }
        Duration time = rule.latency(Latency.NONE).sample(active.random(eventLoop));
        if (time.isZero()) {
            react(request, mayEnter, rule.reaction());
        } else {
            vertx.setTimer(Math.max(1, time.toMillis()), id -> react(request, mayEnter, rule.reaction()));
        }
    }

    private void react(HttpServerRequest request, boolean mayEnter, Reaction reaction) {
        switch (reaction) {
            case Reaction.Refuse refuse -> refuse(request, refuse);
            case Reaction.Hang hang -> {}
            case Reaction.Reset reset -> new Line(request).reset();
            case Reaction.Late late -> list(request, mayEnter);
        }
    }

    private void refuse(HttpServerRequest request, Reaction.Refuse refuse) {
        refuse.headers().forEach((name, value) -> request.response().putHeader(name, value));
        String body = refuse.body();
        Front.answer(
                request,
                body == null
                        ? shared.errors().of(refuse.status(), refuse.code())
                        : new VendorError(refuse.status(), body));
    }

    private void list(HttpServerRequest request, boolean mayEnter) {
        if (mayEnter) {
            request.response()
                    .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                    .end(shared.models.list());
        } else {
            Front.answer(request, shared.errors().invalidKey());
        }
    }
}
