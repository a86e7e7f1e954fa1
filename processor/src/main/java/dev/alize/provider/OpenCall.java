package dev.alize.provider;

import dev.alize.domain.Attempt;
import dev.alize.domain.CallFacts;
import dev.alize.domain.FailureKind;
import dev.alize.domain.Outcome;
import dev.alize.domain.Provider;
import dev.alize.provider.network.ConnectFailure;
import dev.alize.provider.network.ProxyRefusedException;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpClosedException;
import io.vertx.core.http.StreamResetException;
import java.io.IOException;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One attempt from start to outcome. An outcome or a cancellation ends it, whichever sets {@code over} first.
 * Everything but construction and {@link #cancel()} runs on the event loop, which owns the fields that are not final.
 */
final class OpenCall implements Provider.Call {
    private static final Logger LOG = LoggerFactory.getLogger(OpenCall.class);

    private final Attempt attempt;
    private final Consumer<Outcome> done;
    private final Wire wire;
    private final Stopwatch watch;
    private final TimeLimit limit;
    private final AtomicBoolean over = new AtomicBoolean();

    private @Nullable HttpClientRequest request;
    private @Nullable Answer answer;
    private boolean written;
    private boolean sentAgain;

    OpenCall(Attempt attempt, Consumer<Outcome> done, Wire wire, Stopwatch watch) {
        this.attempt = attempt;
        this.done = done;
        this.wire = wire;
        this.watch = watch;
        this.limit = new TimeLimit(attempt, wire, watch);
    }

    @Override
    public void cancel() {
        if (over.compareAndSet(false, true)) {
            wire.onLoop(this::release);
        }
    }

    void begin() {
        if (isOver()) {
            return;
        }
        if (limit.leftMs() <= 0) {
            timeOut();
            return;
        }
        limit.start(this::timeOut);
        switch (Preparation.of(attempt)) {
            case Preparation.Ready ready -> connect(ready);
            case Preparation.NotPossible no -> fail(no.kind(), no.message());
        }
    }

    private void connect(Preparation.Ready ready) {
        wire.request(attempt, ready.endpoint(), Math.max(1, limit.leftMs()))
                .onComplete(connected -> send(ready, connected), e -> notConnected(ready, e));
    }

    private void notConnected(Preparation.Ready ready, Throwable e) {
        if (isOver()) {
            return;
        }
        if (e instanceof HttpClosedException && !sentAgain) {
            sentAgain = true;
            connect(ready);
        } else if (e instanceof TimeoutException) {
            timeOut();
        } else if (e instanceof ProxyRefusedException) {
            fail(FailureKind.PROXY_REFUSED, String.valueOf(e.getMessage()));
        } else {
            fail(
                    FailureKind.CONNECT_FAILED,
                    "no connection to " + ready.endpoint().address() + ": " + ConnectFailure.describe(e));
        }
    }

    private void send(Preparation.Ready ready, HttpClientRequest connected) {
        connected.exceptionHandler(e -> {});
        if (isOver()) {
            connected.reset();
            return;
        }
        request = connected;
        wire.headers().put(connected, attempt, ready.key());
        connected.response().onComplete(response -> read(ready, response), e -> lost(ready, connected, e));
        connected.end(Buffer.buffer(ready.body())).onSuccess(v -> written = true);
    }

    /** The connection broke before any byte of an answer. */
    private void lost(Preparation.Ready ready, HttpClientRequest broken, Throwable e) {
        if (isOver()) {
            return;
        }
        boolean pooledBefore = broken.streamId() > 1;
        if ((pooledBefore && !written || ConnectFailure.isUnread(broken, e)) && !sentAgain) {
            sentAgain = true;
            request = null;
            broken.reset();
            connect(ready);
        } else if (e instanceof IOException || e instanceof HttpClosedException || e instanceof StreamResetException) {
            fail(FailureKind.CONNECTION_LOST, "the connection broke before an answer, maybe billed: " + e);
        } else {
            fail(
                    FailureKind.BROKEN_ANSWER,
                    "the answer is not HTTP: " + e.getClass().getSimpleName());
        }
    }

    private void read(Preparation.Ready ready, HttpClientResponse response) {
        if (isOver()) {
            return;
        }
        Outcomes outcomes = new Outcomes(AnswerHead.of(response), ready, watch);
        Answer reading = Answer.of(outcomes, attempt.events(), wire.maxAnswerBytes(), this::isOver);
        answer = reading;
        Outcome known = reading.begun();
        if (known != null) {
            response.exceptionHandler(e -> {});
            abort(known);
            return;
        }
        response.exceptionHandler(e -> end(reading::cutOff, this::abort));
        response.endHandler(v -> end(reading::ended, this::settle));
        response.handler(part -> take(reading, part));
    }

    private void take(Answer reading, Buffer part) {
        if (isOver()) {
            return;
        }
        limit.heard();
        switch (reading.add(part)) {
            case null -> {}
            case Outcome.Failure failure -> abort(failure);
            case Outcome.Success success -> {
                settle(success);
                limit.drain(this::release);
            }
        }
    }

    /** There is no more to read; the answer may have made its outcome already. */
    private void end(Supplier<Outcome> outcome, Consumer<Outcome> ending) {
        limit.stop();
        if (!isOver()) {
            ending.accept(outcome.get());
        }
    }

    private void timeOut() {
        if (request != null && answer == null) {
            // It may be dead without anybody having noticed, and would swallow further calls.
            wire.distrust(attempt.target(), request.connection());
        }
        fail(FailureKind.TIMEOUT, limit.message(request != null, answer == null ? null : answer.progress()));
    }

    private void fail(FailureKind kind, String message) {
        CallFacts facts = answer == null ? watch.facts() : answer.facts();
        abort(new Outcome.Failure(kind, null, Redaction.cut(message), facts));
    }

    /** Ends the call with an outcome and gives its connection up. */
    private void abort(Outcome outcome) {
        settle(outcome);
        release();
    }

    /** Ends the call with an outcome, unless it is over; its connection stays in the pool. */
    private void settle(Outcome outcome) {
        if (wire.closed() || !over.compareAndSet(false, true)) {
            return;
        }
        limit.stop();
        try {
            done.accept(outcome);
        } catch (RuntimeException e) {
            LOG.atError()
                    .setCause(e)
                    .addKeyValue("target", attempt.target().id())
                    .log("a receiver of outcomes failed");
        }
    }

    private void release() {
        limit.stop();
        if (request != null) {
            request.reset();
        }
    }

    private boolean isOver() {
        return over.get() || wire.closed();
    }
}
