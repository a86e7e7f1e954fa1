package dev.alize.provider;

import dev.alize.domain.FailureKind;
import dev.alize.domain.Target;
import dev.alize.provider.network.ConnectFailure;
import dev.alize.provider.network.ProxyRefusedException;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import java.util.Map;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One look at a target. Everything but construction runs on the event loop, which owns the fields that change. */
final class OpenProbe {
    private static final Logger LOG = LoggerFactory.getLogger(OpenProbe.class);
    /** For the rest of an answer whose head was seen; then its connection is given up. */
    private static final long DRAIN_MS = 1_000;

    private final Target target;
    private final long timeoutMs;
    private final Wire wire;
    private final Consumer<Probed> seen;

    private @Nullable HttpClientRequest request;
    private long timer = -1;
    private boolean sentAgain;
    private boolean over;

    OpenProbe(Target target, long timeoutMs, Wire wire, Consumer<Probed> seen) {
        this.target = target;
        this.timeoutMs = timeoutMs;
        this.wire = wire;
        this.seen = seen;
    }

    void begin() {
        timer = wire.after(timeoutMs, this::timeOut);
        switch (Preparation.of(target, () -> new byte[0])) {
            case Preparation.Ready ready -> connect(ready);
            case Preparation.NotPossible no -> end(of(no.kind(), no.message()));
        }
    }

    private void connect(Preparation.Ready ready) {
        wire.page(target, ready.endpoint(), HttpProbe.PATH, timeoutMs)
                .onComplete(connected -> send(ready, connected), e -> notConnected(ready, e));
    }

    private void notConnected(Preparation.Ready ready, Throwable e) {
        if (e instanceof TimeoutException) {
            timeOut();
        } else if (e instanceof ProxyRefusedException) {
            end(of(FailureKind.PROXY_REFUSED, String.valueOf(e.getMessage())));
        } else {
            String address = ready.endpoint().address();
            end(of(FailureKind.CONNECT_FAILED, "no connection to " + address + ": " + ConnectFailure.describe(e)));
        }
    }

    private void send(Preparation.Ready ready, HttpClientRequest connected) {
        connected.exceptionHandler(e -> {});
        if (over) {
            connected.reset();
            return;
        }
        request = connected;
        wire.headers().put(connected, ready.key());
        connected.response().onComplete(this::read, e -> lost(ready, e));
        connected.end();
    }

    /** The server may just have closed a connection that nobody used for long; that says nothing about its health. */
    private void lost(Preparation.Ready ready, Throwable e) {
        if (over) {
            return;
        }
        release();
        if (sentAgain) {
            String cause = e.getClass().getSimpleName();
            end(of(FailureKind.CONNECTION_LOST, "the connection broke before an answer: " + cause));
        } else {
            sentAgain = true;
            connect(ready);
        }
    }

    private void read(HttpClientResponse response) {
        response.exceptionHandler(e -> wire.stop(timer));
        if (over) {
            return;
        }
        response.handler(part -> {});
        end(of(response.statusCode()));
        timer = wire.after(DRAIN_MS, this::release);
        response.endHandler(v -> wire.stop(timer));
    }

    private void timeOut() {
        if (over) {
            return;
        }
        if (request != null) {
            wire.distrust(target, request.connection());
        }
        release();
        end(of(FailureKind.TIMEOUT, "no answer within " + timeoutMs + " ms"));
    }

    private void release() {
        if (request != null) {
            request.reset();
            request = null;
        }
    }

    private void end(Probed result) {
        if (over || wire.closed()) {
            return;
        }
        over = true;
        wire.stop(timer);
        try {
            seen.accept(result);
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).addKeyValue("target", target.id()).log("a receiver of probes failed");
        }
    }

    /**
     * By the status alone. A server that has no such page (404, 405, 501) is there; whether it has the model is not
     * asked here.
     */
    static Probed of(int status) {
        if ((status >= 200 && status < 300) || status == 404 || status == 405 || status == 501) {
            return new Probed.Healthy();
        }
        Refusal refusal = new Refusal(status, Map.of(), new byte[0], new byte[0], null);
        return of(ErrorClassifier.classify(refusal).kind(), "GET " + HttpProbe.PATH + " was answered with " + status);
    }

    private static Probed of(FailureKind kind, String message) {
        boolean refused = kind == FailureKind.UNAUTHORIZED || kind == FailureKind.FORBIDDEN;
        String cut = Redaction.cut(message);
        return refused ? new Probed.KeyRefused(cut) : new Probed.Failed(kind, cut);
    }
}
