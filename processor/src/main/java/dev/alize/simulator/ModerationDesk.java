package dev.alize.simulator;

import dev.alize.simulator.behaviour.Latency;
import dev.alize.simulator.behaviour.Reaction;
import dev.alize.simulator.behaviour.Rule;
import dev.alize.simulator.vendor.ModerationApi;
import dev.alize.simulator.vendor.VendorError;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Optional;

/**
 * The moderation endpoints. Rules that name their path, or every path, apply to them; of what rules do to an answer, an
 * empty and a malformed one. Not counted and not limited. Confined to its event loop.
 */
final class ModerationDesk {
    private final Shared shared;
    private final Vertx vertx;
    private final int eventLoop;
    private long serial;

    ModerationDesk(Shared shared, Vertx vertx, int eventLoop) {
        this.shared = shared;
        this.vertx = vertx;
        this.eventLoop = eventLoop;
    }

    static boolean serves(String path) {
        return path.equals(ModerationApi.RAW_PATH) || path.equals(ModerationApi.CHAT_PATH);
    }

    /** @param path one that is served */
    void handle(HttpServerRequest request, String path, Buffer body) {
        ActiveBehaviour active = shared.active();
        Rule rule = active.take(eventLoop, Asked.bare(request.headers(), path));
        Latency latency = rule == null ? Latency.NONE : rule.latency(Latency.NONE);
        Duration time = latency.sample(active.random(eventLoop));
        Reaction reaction = rule == null ? new Reaction.Answer() : rule.reaction();
        if (time.isZero()) {
            react(request, path, body, reaction);
        } else {
            vertx.setTimer(Math.max(1, time.toMillis()), id -> react(request, path, body, reaction));
        }
    }

    private void react(HttpServerRequest request, String path, Buffer body, Reaction reaction) {
        switch (reaction) {
            case Reaction.Refuse refuse -> refuse(request, refuse);
            case Reaction.Hang hang -> {}
            case Reaction.Reset reset -> new Line(request).reset();
            case Reaction.Empty empty -> answer(request, "");
            case Reaction.Malformed malformed -> answer(request, "{\"id\":\"");
            case Reaction.Late late -> judge(request, path, body.getBytes());
        }
    }

    private void judge(HttpServerRequest request, String path, byte[] body) {
        Optional<VendorError> error = shared.moderation.check(path, body);
        if (error.isPresent()) {
            Front.answer(request, error.get());
        } else {
            answer(request, shared.moderation.answer(path, body, ++serial));
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

    private static void answer(HttpServerRequest request, String json) {
        request.response()
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .end(json);
    }
}
