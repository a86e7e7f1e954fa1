package dev.alize.simulator;

import dev.alize.simulator.behaviour.Latency;
import dev.alize.simulator.behaviour.Reaction;
import dev.alize.simulator.behaviour.Rule;
import dev.alize.simulator.quota.Standing;
import dev.alize.simulator.stream.Plan;
import dev.alize.simulator.vendor.Api;
import dev.alize.simulator.vendor.Chunks;
import dev.alize.simulator.vendor.Completion;
import dev.alize.simulator.vendor.RequestCheck;
import dev.alize.simulator.vendor.RequestHead;
import dev.alize.simulator.vendor.VendorError;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpServerRequest;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One completion endpoint on one event loop. Rules decide first, as an outage would; then the body is checked; then the
 * limits; then comes the answer. Confined to its event loop.
 */
final class Endpoint {
    private static final Reaction PROPERLY = new Reaction.Answer();
    private static final int SERIAL_BITS = 40;

    private final Shared shared;
    private final Api api;
    private final @Nullable RequestCheck check;
    private final Headers headers;
    private final int eventLoop;
    private long serial;

    Endpoint(Shared shared, Api api, int eventLoop) {
        this.shared = shared;
        this.api = api;
        this.check = shared.check(api);
        this.headers = Headers.of(shared.dialect());
        this.eventLoop = eventLoop;
        this.serial = (eventLoop * (long) Api.values().length + api.ordinal()) << SERIAL_BITS;
    }

    void handle(Call call, HttpServerRequest request, Buffer body) {
        ActiveBehaviour active = shared.active();
        Rule rule = active.take(eventLoop, Asked.completion(request.headers(), api.path(), body));
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
        RequestHead head = RequestHead.read(body);
        if (head == null) {
            refuse(call, shared.errors().notJson());
            return;
        }
        Optional<VendorError> error = error(head, body);
        if (error.isPresent()) {
            refuse(call, error.get());
            return;
        }
        Standing exhausted = shared.quotas().enter(head.model(), shared.quotaMillis());
        if (exhausted != null) {
            refuse(call, exhausted);
            return;
        }
        Duration time = latency.sample(active.random(eventLoop));
        call.after(time, () -> {
            if (head.stream()) {
                stream(call, head, active, late);
            } else {
                complete(call, head, active.completion(), late);
            }
        });
    }

    private Optional<VendorError> error(RequestHead head, byte[] body) {
        Optional<VendorError> unfit = check == null ? Optional.empty() : check.check(body);
        if (unfit.isPresent()) {
            return unfit;
        }
        return shared.models.serves(api, head.model())
                ? Optional.empty()
                : Optional.of(shared.errors().invalidModel(head.model()));
    }

    private void complete(Call call, RequestHead head, Completion completion, Reaction.Late late) {
        long millis = shared.clock.millis();
        int cost = completion.cost(head);
        debit(head, cost);
        headers.usual(call.response().headers(), millis, ++serial);
        headers.rates(call.response().headers(), standings(head), cost);
        Buffer body = Buffer.buffer(completion.json(head, serial, millis / 1_000));
        switch (late) {
            case Reaction.Answer answer -> call.answer(200, body);
            case Reaction.Framed framed -> call.answer(200, body);
            case Reaction.Flawed flawed -> call.answer(200, body);
            case Reaction.Malformed malformed -> call.answer(200, body.slice(0, body.length() / 2));
            case Reaction.Empty empty -> call.answer(200, Buffer.buffer());
            case Reaction.Truncated truncated -> call.truncate(body);
            case Reaction.Slow slow -> call.trickle(body, slow.over());
        }
    }

    /** The vendor charges for what was sent, once the stream has ended in whatever way. */
    private void stream(Call call, RequestHead head, ActiveBehaviour active, Reaction.Late late) {
        long millis = shared.clock.millis();
        headers.stream(call.response().headers(), millis, ++serial, standings(head));
        Chunks chunks = new Chunks(active.completion(), head, serial, millis / 1_000);
        Plan plan = Plan.of(late, active.behaviour().stream(), chunks.size());
        if (plan.shape().stampDeltas()) {
            chunks.stamp(shared.clock);
        }
        if (plan.shape().framing().padding()) {
            chunks.pad();
        }
        call.stream(chunks, plan, () -> debit(head, chunks.cost()));
    }

    private void debit(RequestHead head, int cost) {
        shared.quotas().debit(head.model(), shared.quotaMillis(), cost);
    }

    private List<Standing> standings(RequestHead head) {
        return shared.quotas().standings(head.model(), shared.quotaMillis());
    }

    private void refuse(Call call, Standing exhausted) {
        headers.exhausted(call.response().headers(), exhausted);
        Duration retryAfter = shared.options.vendor().retryAfter();
        if (retryAfter != null) {
            call.response().putHeader("retry-after", Long.toString(retryAfter.toSeconds()));
        }
        refuse(call, shared.errors().exhausted(exhausted.limit()));
    }

    private void refuse(Call call, Reaction.Refuse refuse) {
        refuse.headers().forEach((name, value) -> call.response().putHeader(name, value));
        String body = refuse.body();
        refuse(
                call,
                body == null
                        ? shared.errors().of(refuse.status(), refuse.code())
                        : new VendorError(refuse.status(), body));
    }

    private void refuse(Call call, VendorError error) {
        headers.usual(call.response().headers(), shared.clock.millis(), ++serial);
        call.answer(error.status(), Buffer.buffer(error.body()));
    }
}
