package dev.alize.provider;

import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.HttpVersion;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The event loop with its timers and its pools of connections. Used only on that loop, but for the hand-over. */
final class Wire {
    /** HTTP/2 shares a connection among calls; a few are enough where a server bounds its streams. */
    private static final int HTTP2_CONNECTIONS = 8;

    private static final int MAX_HEADER_BYTES = 32 * 1024;
    private static final int MAX_CHUNK_BYTES = 64 * 1024;
    private static final long CLOSE_SECONDS = 5;

    private static final Logger LOG = LoggerFactory.getLogger(Wire.class);

    private final Vertx vertx;
    private final HttpClient client;
    private final Context loop;
    private final RequestHeaders headers;
    private final int maxAnswerBytes;
    private volatile boolean closed;

    Wire(ProviderOptions options) {
        vertx = Vertx.vertx(vertxOptions());
        loop = vertx.getOrCreateContext();
        client = vertx.httpClientBuilder()
                .with(clientOptions(options))
                .with(poolOptions(options))
                .withConnectHandler(Wire::keepQuiet)
                .build();
        headers = new RequestHeaders(options.version());
        maxAnswerBytes = options.maxAnswerBytes();
    }

    RequestHeaders headers() {
        return headers;
    }

    int maxAnswerBytes() {
        return maxAnswerBytes;
    }

    /**
     * Runs it soon on the event loop, in order of arrival; from any thread. The loop's own queue wakes it once per
     * burst; collecting the work before that was measured to be no cheaper. Nothing runs once the loop has ended.
     */
    void onLoop(Runnable work) {
        try {
            loop.runOnContext(v -> work.run());
        } catch (RejectedExecutionException e) {
            LOG.atDebug().log("the provider is closed; a call is dropped");
        }
    }

    /** Gets a connection, waiting at most so long, and a request on it that is not sent yet. */
    Future<HttpClientRequest> request(Endpoint endpoint, String path, long waitMs) {
        return client.request(new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setSsl(endpoint.tls())
                .setHost(endpoint.host())
                .setPort(endpoint.port())
                .setURI(endpoint.path() + path)
                .setConnectTimeout(waitMs));
    }

    /** Runs it once after so many milliseconds, 1 or more. */
    long after(long ms, Runnable work) {
        return vertx.setTimer(ms, id -> work.run());
    }

    void stop(long timer) {
        vertx.cancelTimer(timer);
    }

    boolean closed() {
        return closed;
    }

    /** Closes every connection and ends the loop; waits for it, and so must not be called on it. */
    void close() {
        closed = true;
        try {
            vertx.close().toCompletionStage().toCompletableFuture().get(CLOSE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("the provider's event loop did not end within " + CLOSE_SECONDS + " s", e);
        }
    }

    /** Each call reports its loss itself; Vert.x would log it as well, with bytes of the answer. */
    private static void keepQuiet(HttpConnection connection) {
        connection.exceptionHandler(e -> {});
    }

    private static VertxOptions vertxOptions() {
        return new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(2)
                .setInternalBlockingPoolSize(2)
                .setPreferNativeTransport(true)
                .setUseDaemonThread(true)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false));
    }

    private static HttpClientOptions clientOptions(ProviderOptions options) {
        int keepAlive = (int) options.keepAlive().toSeconds();
        HttpClientOptions http = new HttpClientOptions()
                .setConnectTimeout((int) options.connectTimeout().toMillis())
                .setKeepAliveTimeout(keepAlive)
                .setHttp2KeepAliveTimeout(keepAlive)
                .setMaxHeaderSize(MAX_HEADER_BYTES)
                .setMaxChunkSize(MAX_CHUNK_BYTES)
                .setTcpNoDelay(true)
                .setVerifyHost(true)
                .setSslHandshakeTimeout(options.connectTimeout().toMillis())
                .setSslHandshakeTimeoutUnit(TimeUnit.MILLISECONDS);
        if (options.caFile() != null) {
            http.setTrustOptions(TrustedAuthorities.withThoseOf(options.caFile()));
        }
        if (options.http2()) {
            http.setUseAlpn(true)
                    .setProtocolVersion(HttpVersion.HTTP_2)
                    .setAlpnVersions(List.of(HttpVersion.HTTP_2, HttpVersion.HTTP_1_1))
                    .setHttp2ClearTextUpgrade(false);
        }
        return http;
    }

    private static PoolOptions poolOptions(ProviderOptions options) {
        return new PoolOptions()
                .setHttp1MaxSize(options.maxConnectionsPerTarget())
                .setHttp2MaxSize(HTTP2_CONNECTIONS);
    }
}
