package dev.alize.ingress.http;

import dev.alize.ingress.errors.ApiError;
import dev.alize.ingress.errors.Refusals;
import dev.alize.ingress.exchange.Delivery;
import dev.alize.ingress.exchange.Found;
import dev.alize.ingress.exchange.Waiter;
import dev.alize.ingress.exchange.Waits.Joining;
import dev.alize.schemas.CompletionChunk;
import dev.alize.schemas.CompletionResponse;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.Function;

/**
 * A request whose caller comes back for the response: 202 once Kafka has it. It is among those who wait until then, so
 * that another body under the same id is seen. Confined to the call's loop.
 */
final class AsyncSubmission implements Waiter {
    private final Call call;
    private final Desk desk;
    private final Order order;

    AsyncSubmission(Call call, Order order) {
        this.call = call;
        this.desk = call.desk();
        this.order = order;
    }

    void start() {
        Joining joining = desk.waits().join(order.identity(), order.body(), true, this);
        call.onEnd(() -> desk.waits().leave(order.identity(), this));
        switch (joining) {
            case FULL -> call.fail(Refusals.overloaded("too many requests wait for their responses"));
            case CONFLICT -> call.fail(Refusals.idempotencyConflict());
            case FIRST, JOINED, ANSWERED -> {
                if (order.isKeyed()) {
                    lookUp();
                } else {
                    write();
                }
            }
        }
    }

    private void lookUp() {
        switch (desk.exchange().find(order.identity())) {
            case Found.Answered found ->
                compare(desk.exchange().response(found.response(), order.identity()), CompletionResponse::getMetadata);
            case Found.Open found ->
                compare(desk.exchange().request(found.request(), order.identity()), request -> request.getMetadata());
            case Found.Unknown unknown -> write();
            case Found.Building building -> write();
        }
    }

    private <T> void compare(CompletionStage<Optional<T>> reading, Function<T, Map<String, String>> metadata) {
        reading.whenCompleteAsync(
                (found, failure) -> {
                    if (failure != null) {
                        call.fail(Refusals.unavailable("The request cannot be looked up now."));
                    } else if (found.isEmpty()) {
                        write();
                    } else if (order.isSame(metadata.apply(found.get()))) {
                        accepted();
                    } else {
                        call.fail(Refusals.idempotencyConflict());
                    }
                },
                call.loop());
    }

    private void write() {
        if (call.isEnded()) {
            return;
        }
        desk.exchange()
                .write(
                        order.record(order.extensions().deadline()),
                        order.tenant().topics().requests(),
                        delivery -> call.loop().execute(() -> delivered(delivery)));
    }

    private void delivered(Delivery delivery) {
        switch (delivery) {
            case Delivery.Written written -> accepted();
            case Delivery.Failed failed -> unwritten(failed.reason());
        }
    }

    private void accepted() {
        String id = order.identity().requestId();
        call.json(202, Envelopes.open(id), Envelopes.location(id));
    }

    @Override
    public Executor home() {
        return call.loop();
    }

    @Override
    public boolean wantsChunks() {
        return false;
    }

    @Override
    public void unwritten(Delivery.Reason reason) {
        ApiError error = Undelivered.error(reason, desk.limits().body().bytes());
        call.fail(error);
    }

    /** Sooner than Kafka's word that the request was written: the caller learns of it when he asks. */
    @Override
    public void answered(CompletionResponse response) {
        accepted();
    }

    @Override
    public void arrived(List<CompletionChunk> chunks) {
        throw new IllegalStateException("an asynchronous request got chunks");
    }
}
