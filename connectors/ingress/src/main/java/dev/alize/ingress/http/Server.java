package dev.alize.ingress.http;

import dev.alize.ingress.errors.ApiError;
import io.netty.handler.codec.http.TooLongHttpHeaderException;
import io.netty.handler.codec.http.TooLongHttpLineException;
import io.vertx.core.Future;
import io.vertx.core.VerticleBase;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One event loop's part of the server. All parts listen on the same port. */
final class Server extends VerticleBase {
    private static final Logger LOG = LoggerFactory.getLogger(Server.class);

    private final HttpServerOptions options;
    private final Desk desk;
    private final AtomicInteger connections;

    Server(HttpServerOptions options, Desk desk, AtomicInteger connections) {
        this.options = options;
        this.desk = desk;
        this.connections = connections;
    }

    @Override
    public Future<?> start() {
        Api api = new Api(new Loop(vertx, context), desk);
        ConnectionWatch watch = new ConnectionWatch(desk.limits().connections(), connections);
        vertx.setPeriodic(1_000, unused -> watch.look());
        return vertx.createHttpServer(options)
                .connectionHandler(watch::opened)
                .requestHandler(http -> {
                    watch.requested(http);
                    api.handle(http);
                })
                .invalidRequestHandler(Server::refuse)
                .exceptionHandler(failure -> LOG.atDebug()
                        .addKeyValue("reason", failure.getMessage())
                        .log("A connection failed"))
                .listen();
    }

    /** What is no HTTP, or has too long a first line or headers. */
    private static void refuse(HttpServerRequest http) {
        Throwable cause = http.decoderResult().cause();
        ApiError error;
        if (cause instanceof TooLongHttpLineException) {
            error = ApiError.of(414, "invalid_request_error", "url_too_long", null, "The URL is too long.");
        } else if (cause instanceof TooLongHttpHeaderException) {
            error = ApiError.of(431, "invalid_request_error", "headers_too_large", null, "The headers are too large.");
        } else {
            error = ApiError.of(400, "invalid_request_error", "invalid_http", null, "The request is not valid HTTP.");
        }
        http.response()
                .setStatusCode(error.status())
                .putHeader(HttpHeaders.CONTENT_TYPE, "application/json")
                .putHeader(HttpHeaders.CONNECTION, "close")
                .end(Buffer.buffer(error.body()))
                .onComplete(done -> http.connection().close());
    }
}
