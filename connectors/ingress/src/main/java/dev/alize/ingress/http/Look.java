package dev.alize.ingress.http;

import dev.alize.ingress.access.Tenant;
import dev.alize.ingress.errors.Refusals;
import dev.alize.ingress.exchange.Delivery;
import dev.alize.ingress.exchange.Found;
import dev.alize.ingress.exchange.Identity;
import dev.alize.ingress.exchange.Place;
import dev.alize.ingress.exchange.Waiter;
import dev.alize.ingress.exchange.Waits;
import dev.alize.ingress.exchange.Waits.Joining;
import dev.alize.schemas.CompletionChunk;
import dev.alize.schemas.CompletionResponse;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * Somebody asks how far a request is, and may wait a while for its response. One that is not known yet is looked for a
 * few times: another instance may have written it a moment ago. Confined to the call's loop.
 */
final class Look implements Waiter {
    /** After which an unknown request is looked for again, one after the other. */
    private static final List<Duration> AGAIN =
            List.of(Duration.ofMillis(50), Duration.ofMillis(150), Duration.ofMillis(300));

    private final Call call;
    private final Desk desk;
    private final Tenant tenant;
    private final Identity identity;
    private final Duration patience;

    /** @param patience zero for an answer at once */
    Look(Call call, Tenant tenant, Identity identity, Duration patience) {
        this.call = call;
        this.desk = call.desk();
        this.tenant = tenant;
        this.identity = identity;
        this.patience = patience;
    }

    void start() {
        if (patience.isZero()) {
            find(0);
            return;
        }
        Joining joining = desk.waits().join(identity, null, false, this);
        if (joining == Joining.FULL) {
            call.fail(Refusals.overloaded("too many requests wait for their responses"));
            return;
        }
        call.onEnd(this::left);
        find(0);
    }

    /**
     * The last to go where those who asked are gone already: nobody is left who wants it. Who was told that it is in
     * progress may come back.
     */
    private void left() {
        if (desk.waits().leave(identity, this) == Waits.Leaving.ABANDONED && call.isLeft()) {
            new Cancel(call, tenant, identity, "left").start();
        }
    }

    private void find(int round) {
        if (call.isEnded()) {
            return;
        }
        switch (desk.exchange().find(identity)) {
            case Found.Answered found -> read(found.response());
            case Found.Open open -> await();
            case Found.Building building ->
                call.fail(Refusals.unavailable("The index of requests is still being built."));
            case Found.Unknown unknown -> {
                if (round == AGAIN.size()) {
                    call.fail(Refusals.notFound("request", identity.requestId()));
                } else {
                    long ms = AGAIN.get(round).toMillis();
                    call.loop().vertx().setTimer(ms, unused -> find(round + 1));
                }
            }
        }
    }

    private void await() {
        if (patience.isZero()) {
            open();
        } else {
            long timer = call.loop().vertx().setTimer(patience.toMillis(), unused -> open());
            call.onEnd(() -> call.loop().vertx().cancelTimer(timer));
        }
    }

    private void open() {
        call.json(200, Envelopes.open(identity.requestId()));
    }

    private void read(Place place) {
        desk.exchange()
                .response(place, identity)
                .whenCompleteAsync(
                        (found, failure) -> call.serve(() -> {
                            if (failure != null) {
                                call.fail(Refusals.unavailable("The response cannot be read now."));
                            } else if (found.isPresent()) {
                                answered(found.get());
                            } else {
                                call.fail(Refusals.notFound("request", identity.requestId()));
                            }
                        }),
                        call.loop());
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
    public boolean wantsOpened() {
        return false;
    }

    @Override
    public void opened(String body) {
        throw new IllegalStateException("a look was told what it did not want");
    }

    @Override
    public void found(CompletionResponse response) {
        answered(response);
    }

    @Override
    public void failed(Delivery.Reason reason) {
        boolean unread = switch (reason) {
            case UNREADABLE, REFUSED, UNTOLD -> true;
            case BUSY, UNREACHABLE, UNSENT, TOO_LARGE -> false;
        };
        call.fail(
                unread
                        ? Undelivered.error(reason, desk.limits().body().bytes())
                        : Refusals.notFound("request", identity.requestId()));
    }

    @Override
    public void answered(CompletionResponse response) {
        call.json(200, Envelopes.over(response));
    }

    @Override
    public void arrived(List<CompletionChunk> chunks) {
        throw new IllegalStateException("a look got chunks");
    }
}
