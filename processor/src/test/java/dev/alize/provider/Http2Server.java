package dev.alize.provider;

import io.vertx.core.Vertx;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpServerOptions;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.net.PfxOptions;
import java.net.URI;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A server that speaks HTTP/1.1 and HTTP/2, on the loopback interface, and keeps what it got. */
final class Http2Server implements AutoCloseable {
    final Queue<HttpServerRequest> requests = new ConcurrentLinkedQueue<>();
    private final Vertx vertx = Vertx.vertx();
    private final URI baseUrl;

    /**
     * @param streams that a connection may have at once
     * @param certificates for TLS, null for none
     */
    Http2Server(long streams, @Nullable Certificates certificates, Consumer<HttpServerRequest> answer) {
        HttpServerOptions options =
                new HttpServerOptions().setInitialSettings(new Http2Settings().setMaxConcurrentStreams(streams));
        if (certificates != null) {
            options.setSsl(true)
                    .setUseAlpn(true)
                    .setKeyCertOptions(new PfxOptions()
                            .setPath(certificates.store().toString())
                            .setPassword(Certificates.PASSWORD));
        }
        int port = vertx.createHttpServer(options)
                .requestHandler(request -> {
                    requests.add(request);
                    answer.accept(request);
                })
                .listen(0, "127.0.0.1")
                .await()
                .actualPort();
        baseUrl = URI.create((certificates == null ? "http" : "https") + "://127.0.0.1:" + port);
    }

    URI baseUrl() {
        return baseUrl;
    }

    /** Connections that requests came over. */
    long connections() {
        return requests.stream().map(HttpServerRequest::connection).distinct().count();
    }

    @Override
    public void close() {
        vertx.close().await();
    }
}
