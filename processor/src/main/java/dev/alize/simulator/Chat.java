package dev.alize.simulator;

import dev.alize.simulator.behaviour.Latency;
import dev.alize.simulator.behaviour.Reaction;
import dev.alize.simulator.behaviour.Rule;
import dev.alize.simulator.vendor.ChatHead;
import dev.alize.simulator.vendor.Completion;
import dev.alize.simulator.vendor.RateLimits;
import dev.alize.simulator.vendor.VendorError;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.Optional;

/**
 * The chat endpoint on one event loop. Rules decide first, as an outage would; then the body is checked; then comes the
 * answer. Confined to its event loop.
 */
final class Chat {
    private static final Reaction PROPERLY = new Reaction.Answer();
    private static final int SERIAL_BITS = 40;

    private final Shared shared;
    private final Headers headers;
    private final int eventLoop;
    private long serial;

    Chat(Shared shared, int eventLoop) {
        this.shared = shared;
        this.headers = new Headers(shared.options.limits());
        this.eventLoop = eventLoop;
        this.serial = (long) eventLoop << SERIAL_BITS;
    }

    void handle(Call call, HttpServerRequest request, Buffer body) {
        ActiveBehaviour active = shared.active();
        Rule rule = active.take(eventLoop, request.headers());
        Latency usual = active.behaviour().latency();
        Latency latency = rule == null ? usual : rule.latency(usual);
        switch (rule == null ? PROPERLY : rule.reaction()) {
            case Reaction.Early early -> {
                Duration time = latency.sample(active.random(eventLoop));
                call.after(time, () -> react(call, early));
            }
            case Reaction.Late late -> serve(call, body.getBytes(), active, latency, late);
        }
    }

    private void react(Call call, Reaction.Early early) {
        switch (early) {
            case Reaction.Refuse refuse -> refuse(call, refuse);
            case Reaction.Hang hang -> call.hang();
            case Reaction.Reset reset -> call.reset();
        }
    }

    private void serve(Call call, byte[] body, ActiveBehaviour active, Latency latency, Reaction.Late late) {
        ChatHead head = ChatHead.read(body);
        if (head == null) {
            refuse(call, VendorError.NOT_JSON);
            return;
        }
        Optional<VendorError> error = error(head, body);
        if (error.isPresent()) {
            refuse(call, error.get());
            return;
        }
        Duration time = latency.sample(active.random(eventLoop));
        call.after(time, () -> complete(call, head, active.completion(), late));
    }

    private Optional<VendorError> error(ChatHead head, byte[] body) {
        Optional<VendorError> unfit = shared.check == null ? Optional.empty() : shared.check.check(body);
        if (unfit.isPresent()) {
            return unfit;
        }
        if (!shared.models.serves(head.model())) {
            return Optional.of(VendorError.invalidModel(head.model()));
        }
        return head.stream() ? Optional.of(VendorError.NO_STREAM) : Optional.empty();
    }

    private void complete(Call call, ChatHead head, Completion completion, Reaction.Late late) {
        long millis = shared.clock.millis();
        int cost = completion.cost(head);
        RateLimits left = shared.quotas.charge(head.model(), millis / 1_000, cost);
        headers.usual(call.response().headers(), millis, ++serial);
        headers.rates(call.response().headers(), left, cost);
        Buffer body = Buffer.buffer(completion.json(head, serial, millis / 1_000));
        switch (late) {
            case Reaction.Answer answer -> call.answer(200, body);
            case Reaction.Malformed malformed -> call.answer(200, body.slice(0, body.length() / 2));
            case Reaction.Empty empty -> call.answer(200, Buffer.buffer());
            case Reaction.Truncated truncated -> call.truncate(body);
            case Reaction.Slow slow -> call.trickle(body, slow.over());
        }
    }

    private void refuse(Call call, Reaction.Refuse refuse) {
        refuse.headers().forEach((name, value) -> call.response().putHeader(name, value));
        String body = refuse.body();
        refuse(
                call,
                body == null ? VendorError.of(refuse.status(), refuse.code()) : new VendorError(refuse.status(), body));
    }

    private void refuse(Call call, VendorError error) {
        headers.usual(call.response().headers(), shared.clock.millis(), ++serial);
        call.answer(error.status(), Buffer.buffer(error.body()));
    }
}
