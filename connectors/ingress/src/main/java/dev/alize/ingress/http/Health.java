package dev.alize.ingress.http;

import dev.alize.ingress.config.Address;
import dev.alize.ingress.metrics.Measures;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpHeaders;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import java.util.function.BooleanSupplier;

/** {@code /live}, {@code /ready} and {@code /metrics}, on a port of their own. */
final class Health {
    private final BooleanSupplier ready;
    private final Measures measures;

    Health(BooleanSupplier ready, Measures measures) {
        this.ready = ready;
        this.measures = measures;
    }

    Future<HttpServer> listen(Vertx vertx, Address address) {
        return vertx.createHttpServer().requestHandler(this::handle).listen(address.port(), address.host());
    }

    private void handle(HttpServerRequest http) {
        switch (http.path() == null ? "" : http.path()) {
            case "/live" -> answer(http, 200, "live\n");
            case "/ready" ->
                answer(http, ready.getAsBoolean() ? 200 : 503, ready.getAsBoolean() ? "ready\n" : "not ready\n");
            case "/metrics" -> {
                http.response().putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; version=0.0.4; charset=utf-8");
                http.response().end(measures.scrape());
            }
            default -> answer(http, 404, "not found\n");
        }
    }

    private static void answer(HttpServerRequest http, int status, String text) {
        http.response()
                .setStatusCode(status)
                .putHeader(HttpHeaders.CONTENT_TYPE, "text/plain; charset=utf-8")
                .end(text);
    }
}
