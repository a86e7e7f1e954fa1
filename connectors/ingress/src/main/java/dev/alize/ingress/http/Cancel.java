package dev.alize.ingress.http;

import dev.alize.ingress.access.Tenant;
import dev.alize.ingress.errors.ApiError;
import dev.alize.ingress.errors.Refusals;
import dev.alize.ingress.exchange.Delivery;
import dev.alize.ingress.exchange.Found;
import dev.alize.ingress.exchange.Identity;
import dev.alize.ingress.exchange.Place;
import dev.alize.schemas.Cancellation;
import dev.alize.schemas.CompletionRequest;

/** The caller wants a request no longer. Its own record says under which key the cancellation has to be written. */
final class Cancel {
    private final Call call;
    private final Desk desk;
    private final Tenant tenant;
    private final Identity identity;
    private final String reason;

    /** @param reason such as {@code asked} */
    Cancel(Call call, Tenant tenant, Identity identity, String reason) {
        this.call = call;
        this.desk = call.desk();
        this.tenant = tenant;
        this.identity = identity;
        this.reason = reason;
    }

    void start() {
        switch (desk.exchange().find(identity)) {
            case Found.Answered found ->
                call.fail(ApiError.of(
                                409,
                                "invalid_request_error",
                                "already_answered",
                                null,
                                "The request is answered already; nothing is left to cancel.")
                        .asFinal());
            case Found.Open found -> read(found.request());
            case Found.Unknown unknown -> call.fail(Refusals.notFound("request", identity.requestId()));
            case Found.Building building ->
                call.fail(Refusals.unavailable("The index of requests is still being built."));
        }
    }

    private void read(Place place) {
        desk.exchange()
                .request(place, identity)
                .whenCompleteAsync(
                        (found, failure) -> call.serve(() -> {
                            if (failure != null) {
                                call.fail(Refusals.unavailable("The request cannot be read now."));
                            } else if (found.isEmpty()) {
                                call.fail(Refusals.notFound("request", identity.requestId()));
                            } else {
                                write(found.get(), place.partition());
                            }
                        }),
                        call.loop());
    }

    private void write(CompletionRequest request, int partition) {
        String orderingKey = request.getOrderingKey();
        String key = orderingKey == null ? identity.requestId() : orderingKey;
        Cancellation cancellation = new Cancellation(identity.requestId(), identity.tenant(), 0, "ingress: " + reason);
        desk.exchange()
                .cancel(
                        cancellation,
                        tenant.topics().cancels(),
                        key,
                        partition,
                        delivery -> call.loop().execute(() -> written(delivery)));
    }

    private void written(Delivery delivery) {
        switch (delivery) {
            case Delivery.Written written -> {
                desk.measures().cancelled(reason);
                call.json(202, Envelopes.cancelling(identity.requestId()));
            }
            case Delivery.Failed failed ->
                call.fail(
                        Undelivered.error(failed.reason(), desk.limits().body().bytes()));
        }
    }
}
