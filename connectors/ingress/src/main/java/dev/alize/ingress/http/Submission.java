package dev.alize.ingress.http;

import dev.alize.ingress.errors.ApiError;
import dev.alize.ingress.errors.Refusals;
import dev.alize.ingress.exchange.Delivery;
import dev.alize.ingress.exchange.Found;
import dev.alize.ingress.exchange.Place;
import dev.alize.ingress.exchange.Wait;
import dev.alize.ingress.exchange.Waiter;
import dev.alize.ingress.exchange.Waits;
import dev.alize.schemas.Cancellation;
import dev.alize.schemas.CompletionChunk;
import dev.alize.schemas.CompletionResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * A request whose caller waits. It is taken in among those who wait first, and looked up and written after that, so that
 * no response can pass between. A repeat of an id is answered from the topics, or joins those who wait. When its caller
 * leaves, and nobody else waits, it is cancelled; but not where the caller gave the id, and so may come back for the
 * answer. Confined to the call's loop.
 */
final class Submission implements Waiter {
    /** After the deadline, for the gateway's own word that it passed. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    private final Call call;
    private final Desk desk;
    private final Order order;
    private final Answer answer;
    private boolean waits;
    private boolean answered;
    private boolean unwritten;
    private long timer = -1;

    Submission(Call call, Order order, Answer answer) {
        this.call = call;
        this.desk = call.desk();
        this.order = order;
        this.answer = answer;
    }

    void start() {
        switch (desk.waits().join(order.identity(), order.body(), order.isKeyed(), this)) {
            case FULL -> answer.failed(Refusals.overloaded("too many requests wait for their responses"));
            case CONFLICT -> answer.failed(Refusals.idempotencyConflict());
            case ANSWERED -> lookUp();
            case JOINED -> await();
            case FIRST -> {
                await();
                if (order.isKeyed()) {
                    lookUp();
                } else {
                    write();
                }
            }
        }
    }

    private void await() {
        waits = true;
        long ms = desk.limits().waiting().timeout().plus(GRACE).toMillis();
        timer = call.loop().vertx().setTimer(ms, unused -> {
            long seconds = desk.limits().waiting().timeout().toSeconds();
            answer.failed(Refusals.noAnswer(seconds));
        });
        call.onEnd(this::left);
    }

    private void lookUp() {
        switch (desk.exchange().find(order.identity())) {
            case Found.Answered found -> readResponse(found.response());
            case Found.Open found -> readRequest(found.request());
            case Found.Unknown unknown -> write();
            case Found.Building building -> write();
        }
    }

    private void readResponse(Place place) {
        desk.exchange()
                .response(place, order.identity())
                .whenCompleteAsync(
                        (found, failure) -> {
                            if (failure != null) {
                                giveUp(Refusals.unavailable("The response cannot be read now."));
                            } else if (found.isPresent()) {
                                answered(found.get());
                            } else {
                                write();
                            }
                        },
                        call.loop());
    }

    /** Open already: written by another instance, or by this one before. It is not written again. */
    private void readRequest(Place place) {
        desk.exchange()
                .request(place, order.identity())
                .whenCompleteAsync(
                        (found, failure) -> {
                            if (failure != null) {
                                giveUp(Refusals.unavailable("The request cannot be read now."));
                            } else if (found.isEmpty()) {
                                write();
                            } else if (!order.isSame(found.get().getMetadata())) {
                                giveUp(Refusals.idempotencyConflict());
                            }
                        },
                        call.loop());
    }

    /** Nothing was written here, so that there is nothing to cancel. */
    private void giveUp(ApiError error) {
        unwritten = true;
        answer.failed(error);
    }

    private void write() {
        if (call.isEnded()) {
            return;
        }
        if (!waits) {
            giveUp(Refusals.unavailable("The response came a moment ago and cannot be found."));
            return;
        }
        Instant now = desk.clock().instant();
        Instant latest =
                Instant.ofEpochMilli(now.plus(desk.limits().waiting().timeout()).toEpochMilli());
        Instant asked = order.extensions().deadline();
        Instant deadline = asked == null || asked.isAfter(latest) ? latest : asked;
        desk.exchange()
                .write(
                        order.record(deadline),
                        order.tenant().topics().requests(),
                        delivery -> call.loop().execute(() -> delivered(delivery)));
    }

    private void delivered(Delivery delivery) {
        call.giveBytes();
        if (delivery instanceof Delivery.Failed failed) {
            Wait wait = desk.waits().find(order.identity());
            if (wait != null) {
                wait.waiters().forEach(waiter -> waiter.home().execute(() -> waiter.unwritten(failed.reason())));
            }
            unwritten(failed.reason());
        }
    }

    @Override
    public void unwritten(Delivery.Reason reason) {
        giveUp(Undelivered.error(reason, desk.limits().body().bytes()));
    }

    @Override
    public Executor home() {
        return call.loop();
    }

    @Override
    public boolean wantsChunks() {
        return answer.wantsChunks();
    }

    @Override
    public void answered(CompletionResponse response) {
        answered = true;
        if (order.isSame(response.getMetadata())) {
            answer.answered(response);
        } else {
            answer.failed(Refusals.idempotencyConflict());
        }
    }

    @Override
    public void arrived(List<CompletionChunk> chunks) {
        if (!call.isEnded()) {
            answer.arrived(chunks);
        }
    }

    private void left() {
        call.loop().vertx().cancelTimer(timer);
        Waits.Leaving leaving = desk.waits().leave(order.identity(), this);
        if (leaving == Waits.Leaving.ABANDONED && !answered && !unwritten) {
            cancel(call.isStopped() ? "stopping" : "left");
        }
    }

    private void cancel(String reason) {
        Cancellation cancellation =
                new Cancellation(order.identity().requestId(), order.identity().tenant(), 0, "ingress: " + reason);
        desk.measures().cancelled(reason);
        desk.exchange().cancel(cancellation, order.tenant().topics().cancels(), order.key(), null, delivery -> {});
    }
}
