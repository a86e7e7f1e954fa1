package dev.alize.ingress.http;

import dev.alize.ingress.errors.ApiError;
import dev.alize.ingress.errors.Refusals;
import dev.alize.ingress.exchange.Delivery;
import dev.alize.ingress.exchange.Found;
import dev.alize.ingress.exchange.Wait;
import dev.alize.ingress.exchange.Waiter;
import dev.alize.ingress.exchange.Waits;
import dev.alize.schemas.Cancellation;
import dev.alize.schemas.CompletionChunk;
import dev.alize.schemas.CompletionRequest;
import dev.alize.schemas.CompletionResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Executor;

/**
 * One caller's part in a request. It is taken in among those who wait first, and the request looked up and written after
 * that, so that no response can pass between. Who is the first to ask has that done for all ({@link WriteOnce}). When the
 * last caller leaves, the request is cancelled, unless one of them may come back for the answer. Confined to the call's
 * loop.
 */
final class Submission implements Waiter {
    /** After the deadline, for the gateway's own word that it passed. */
    private static final Duration GRACE = Duration.ofSeconds(2);

    private final Call call;
    private final Desk desk;
    private final PendingRequest pending;
    private final Answer answer;
    /** Chunks that came before it was known that they answer this body. */
    private final List<CompletionChunk> early = new ArrayList<>();

    private boolean isFirst;
    private boolean isSame;
    private boolean over;
    private long timer = -1;

    Submission(Call call, PendingRequest pending, Answer answer) {
        this.call = call;
        this.desk = call.desk();
        this.pending = pending;
        this.answer = answer;
        this.isSame = !pending.isKeyed();
    }

    /** @param request the record to be written where this caller is the first */
    void start(CompletionRequest request) {
        switch (desk.waits().join(pending.identity(), pending.body(), pending.isKept(), this)) {
            case FULL -> answer.failed(Refusals.overloaded("too many requests wait for their responses"));
            case CONFLICT -> answer.failed(Refusals.idempotencyConflict());
            case ANSWERED -> readAnswer();
            case JOINED -> {
                call.giveBytes();
                await();
            }
            case OPEN -> {
                call.giveBytes();
                await();
                opened(pending.body());
            }
            case FIRST -> {
                isFirst = true;
                Wait wait = Objects.requireNonNull(desk.waits().find(pending.identity()), "joined and not there");
                await();
                new WriteOnce(desk, pending, request, wait, call.leaveBytes()).run();
            }
        }
    }

    private void await() {
        long ms = desk.limits().waiting().timeout().plus(GRACE).toMillis();
        timer = call.loop().vertx().setTimer(ms, unused -> {
            long seconds = desk.limits().waiting().timeout().toSeconds();
            answer.failed(Refusals.noAnswer(seconds));
        });
        call.onEnd(this::left);
    }

    /** The response came a moment ago, and those who waited for it are being told. */
    private void readAnswer() {
        call.giveBytes();
        ApiError gone = Refusals.unavailable("The response came a moment ago and cannot be found.");
        if (!(desk.exchange().find(pending.identity()) instanceof Found.Answered place)) {
            answer.failed(gone);
            return;
        }
        desk.exchange()
                .response(place.response(), pending.identity())
                .whenCompleteAsync(
                        (found, failure) -> call.serve(() -> {
                            if (failure != null || found.isEmpty()) {
                                answer.failed(gone);
                            } else {
                                found(found.get());
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
        return answer.wantsChunks();
    }

    /** Without a key there is nothing to compare, and nobody to be told but who comes back. */
    @Override
    public boolean wantsOpened() {
        return pending.isKept();
    }

    @Override
    public void opened(String body) {
        if (belongs(body)) {
            answer.opened();
        }
    }

    @Override
    public void arrived(List<CompletionChunk> chunks) {
        if (call.isEnded()) {
            return;
        }
        if (isSame) {
            answer.arrived(chunks);
        } else {
            early.addAll(chunks);
        }
    }

    @Override
    public void answered(CompletionResponse response) {
        over = true;
        if (belongs(PendingRequest.body(response.getMetadata()))) {
            answer.answered(response);
        }
    }

    @Override
    public void found(CompletionResponse response) {
        over = true;
        if (belongs(PendingRequest.body(response.getMetadata()))) {
            answer.found(response);
        }
    }

    /** Whether what came belongs to this body; else it is refused. */
    private boolean belongs(String body) {
        if (!pending.isSame(body)) {
            early.clear();
            answer.failed(Refusals.idempotencyConflict());
            return false;
        }
        isSame = true;
        if (!early.isEmpty() && !call.isEnded()) {
            answer.arrived(List.copyOf(early));
        }
        early.clear();
        return true;
    }

    /**
     * Another body than this one's may have been too large. What Kafka was silent about may have been written all the same: where nobody can come back for it, it is
     * ended.
     */
    @Override
    public void failed(Delivery.Reason told) {
        boolean others = told == Delivery.Reason.TOO_LARGE && !isFirst;
        Delivery.Reason reason = others ? Delivery.Reason.UNSENT : told;
        if (reason != Delivery.Reason.UNTOLD) {
            over = true;
        }
        if (reason == Delivery.Reason.UNREACHABLE && !pending.isKeyed()) {
            cancel("unconfirmed");
        }
        answer.failed(Undelivered.error(reason, desk.limits().body().bytes()));
    }

    private void left() {
        call.loop().vertx().cancelTimer(timer);
        early.clear();
        Waits.Leaving leaving = desk.waits().leave(pending.identity(), this);
        if (leaving == Waits.Leaving.ABANDONED && !over) {
            cancel(call.isStopped() ? "stopping" : "left");
        }
    }

    private void cancel(String reason) {
        Cancellation cancellation = new Cancellation(
                pending.identity().requestId(), pending.identity().tenant(), 0, "ingress: " + reason);
        desk.exchange().cancel(cancellation, pending.tenant().topics().cancels(), pending.key(), null, delivery -> {
            if (delivery instanceof Delivery.Written) {
                desk.measures().cancelled(reason);
            }
        });
    }
}
