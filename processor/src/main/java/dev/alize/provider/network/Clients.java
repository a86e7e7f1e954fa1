package dev.alize.provider.network;

import io.vertx.core.Vertx;
import io.vertx.core.http.Http2Settings;
import io.vertx.core.http.HttpClientAgent;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.net.TrustOptions;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Makes the HTTP clients of a target. */
final class Clients {
    private static final int MAX_HEADER_BYTES = 32 * 1024;
    private static final int MAX_CHUNK_BYTES = 64 * 1024;
    /** HTTP/2's own 64 KiB for a whole connection would let one answer hold up the others. */
    private static final int STREAM_WINDOW_BYTES = 1 << 20;

    private static final int CONNECTION_WINDOW_BYTES = 16 << 20;
    private static final int CLEAN_EVERY_MS = 1_000;

    private final Vertx vertx;
    private final Network network;
    private final @Nullable TrustOptions trusted;

    Clients(Vertx vertx, Network network, @Nullable TrustOptions trusted) {
        this.vertx = vertx;
        this.network = network;
        this.trusted = trusted;
    }

    /** @param opened is told of each connection of the client */
    HttpClientAgent open(Shape shape, Consumer<HttpConnection> opened) {
        return vertx.httpClientBuilder()
                .with(options(shape))
                .with(new PoolOptions()
                        .setHttp1MaxSize(shape.connections())
                        .setHttp2MaxSize(shape.http2() ? shape.connections() : 1)
                        .setCleanerPeriod(CLEAN_EVERY_MS))
                .withConnectHandler(connection -> {
                    keepQuiet(connection);
                    opened.accept(connection);
                })
                .build();
    }

    /** Each call reports its loss itself; Vert.x would log it as well, with bytes of the answer. */
    private static void keepQuiet(HttpConnection connection) {
        connection.exceptionHandler(e -> {});
    }

    private HttpClientOptions options(Shape shape) {
        int keepAlive = (int) network.keepAlive().toSeconds();
        HttpClientOptions http = new HttpClientOptions()
                .setConnectTimeout((int) network.connectTimeout().toMillis())
                .setKeepAliveTimeout(keepAlive)
                .setHttp2KeepAliveTimeout(keepAlive)
                .setMaxHeaderSize(MAX_HEADER_BYTES)
                .setMaxChunkSize(MAX_CHUNK_BYTES)
                .setTcpNoDelay(true)
                .setTcpKeepAlive(true)
                .setVerifyHost(true)
                .setSslHandshakeTimeout(network.connectTimeout().toMillis())
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
        if (trusted != null) {
            http.setTrustOptions(trusted);
        }
        return shape.http2() ? withHttp2(http, shape) : http;
    }

    private HttpClientOptions withHttp2(HttpClientOptions http, Shape shape) {
        List<HttpVersion> offered = network.protocol() == Protocol.HTTP_2
                ? List.of(HttpVersion.HTTP_2)
                : List.of(HttpVersion.HTTP_2, HttpVersion.HTTP_1_1);
        return http.setUseAlpn(true)
                .setProtocolVersion(HttpVersion.HTTP_2)
                .setAlpnVersions(offered)
                .setHttp2ClearTextUpgrade(false)
                .setHttp2MultiplexingLimit(shape.streams())
                .setHttp2ConnectionWindowSize(CONNECTION_WINDOW_BYTES)
                .setInitialSettings(new Http2Settings()
                        .setPushEnabled(false)
                        .setInitialWindowSize(STREAM_WINDOW_BYTES)
                        .setMaxHeaderListSize(MAX_HEADER_BYTES));
    }
}
