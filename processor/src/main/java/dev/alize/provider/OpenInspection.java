package dev.alize.provider;

import dev.alize.domain.FailureKind;
import dev.alize.domain.Target;
import dev.alize.provider.Inspected.Answered;
import dev.alize.provider.Inspected.Unreached;
import dev.alize.provider.network.ConnectFailure;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpConnection;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Arrays;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.SSLPeerUnverifiedException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One close look at a target. Everything but construction runs on the event loop, which owns the fields that change. */
final class OpenInspection {
    private static final Logger LOG = LoggerFactory.getLogger(OpenInspection.class);
    /** A list of models has some hundred kilobytes at most. */
    private static final int LARGEST_BODY = 1 << 20;

    private final Target target;
    private final long timeoutMs;
    private final Wire wire;
    private final Consumer<Inspected> seen;

    private long startedAt;
    private long timer = -1;
    private @Nullable HttpClientRequest request;
    private boolean over;

    OpenInspection(Target target, long timeoutMs, Wire wire, Consumer<Inspected> seen) {
        this.target = target;
        this.timeoutMs = timeoutMs;
        this.wire = wire;
        this.seen = seen;
    }

    void begin() {
        startedAt = System.nanoTime();
        timer = wire.after(timeoutMs, () -> unreached(Obstacle.TIMEOUT, "no answer within " + timeoutMs + " ms"));
        switch (Preparation.of(target, () -> new byte[0])) {
            case Preparation.Ready ready ->
                wire.page(target, ready.endpoint(), HttpProbe.PATH, timeoutMs)
                        .onComplete(connected -> send(ready, connected), this::notConnected);
            case Preparation.NotPossible no ->
                unreached(no.kind() == FailureKind.UNAUTHORIZED ? Obstacle.KEY : Obstacle.OTHER, no.message());
        }
    }

    private void notConnected(Throwable e) {
        Obstacle obstacle = Obstacle.of(e);
        unreached(
                obstacle,
                switch (obstacle) {
                    case TIMEOUT -> "no connection within " + timeoutMs + " ms";
                    case DNS, REFUSED, PROXY ->
                        Objects.requireNonNullElse(e.getMessage(), e.getClass().getSimpleName());
                    default -> ConnectFailure.describe(e);
                });
    }

    private void send(Preparation.Ready ready, HttpClientRequest connected) {
        connected.exceptionHandler(e -> {});
        if (over) {
            connected.reset();
            return;
        }
        request = connected;
        wire.headers().put(connected, ready.key());
        connected
                .response()
                .onComplete(
                        response -> read(ready, connected, response),
                        e -> unreached(
                                Obstacle.LOST,
                                "the connection broke before an answer: "
                                        + e.getClass().getSimpleName()));
        connected.end();
    }

    private void read(Preparation.Ready ready, HttpClientRequest connected, HttpClientResponse response) {
        AnswerBody body = new AnswerBody(-1, LARGEST_BODY);
        response.exceptionHandler(e -> answered(ready, connected, response, body));
        response.handler(body::add);
        response.endHandler(v -> answered(ready, connected, response, body));
    }

    private void answered(
            Preparation.Ready ready, HttpClientRequest connected, HttpClientResponse response, AnswerBody body) {
        AnswerHead head = AnswerHead.of(response);
        boolean good = head.status() >= 200 && head.status() < 300;
        Classified refused = good
                ? null
                : ErrorClassifier.classify(
                        new Refusal(head.status(), head.limits(), body.bytes(), new byte[0], ready.key()));
        end(new Answered(
                head.status(),
                refused == null ? null : refused.kind(),
                refused == null ? null : refused.code(),
                date(response.getHeader("date")),
                head.limits(),
                good ? ModelListing.of(body.bytes(), target.model()) : Inspected.Listing.UNKNOWN,
                tls(connected.connection()),
                elapsedMs()));
    }

    private static @Nullable Instant date(@Nullable String header) {
        try {
            return header == null ? null : DateTimeFormatter.RFC_1123_DATE_TIME.parse(header.strip(), Instant::from);
        } catch (DateTimeException e) {
            return null;
        }
    }

    private static Inspected.@Nullable Tls tls(HttpConnection connection) {
        SSLSession session = connection.isSsl() ? connection.sslSession() : null;
        return session == null
                ? null
                : new Inspected.Tls(session.getProtocol(), expires(session).orElse(null));
    }

    private static Optional<Instant> expires(SSLSession session) {
        try {
            Certificate[] chain = session.getPeerCertificates();
            return Arrays.stream(chain)
                    .filter(X509Certificate.class::isInstance)
                    .map(certificate ->
                            ((X509Certificate) certificate).getNotAfter().toInstant())
                    .min(Instant::compareTo);
        } catch (SSLPeerUnverifiedException e) {
            return Optional.empty();
        }
    }

    private void unreached(Obstacle obstacle, String message) {
        // Before the reset, which is a lost connection to whoever waits for the answer.
        end(new Unreached(obstacle, Redaction.cut(message), elapsedMs()));
        if (request != null) {
            request.reset();
        }
    }

    private long elapsedMs() {
        return TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - startedAt);
    }

    private void end(Inspected result) {
        if (over || wire.closed()) {
            return;
        }
        over = true;
        wire.stop(timer);
        try {
            seen.accept(result);
        } catch (RuntimeException e) {
            LOG.atError().setCause(e).addKeyValue("target", target.id()).log("a receiver of inspections failed");
        }
    }
}
