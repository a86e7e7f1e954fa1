package dev.alize.ingress.bench;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpClientResponse;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.PoolOptions;
import io.vertx.core.http.RequestOptions;
import java.util.concurrent.TimeUnit;

/** Calls of chat completions, all from one event loop. */
final class Caller implements AutoCloseable {
    private final Vertx vertx = Vertx.vertx(new VertxOptions().setEventLoopPoolSize(1));
    private final HttpClient client;
    private final RequestOptions options;

    /** @param most calls at once, each on a connection of its own */
    Caller(CallFlags flags, int most) {
        client = vertx.createHttpClient(
                new HttpClientOptions().setKeepAliveTimeout(600).setTcpNoDelay(true),
                new PoolOptions().setHttp1MaxSize(most).setMaxWaitQueueSize(most));
        options = new RequestOptions()
                .setMethod(HttpMethod.POST)
                .setAbsoluteURI(flags.url().resolve("/v1/chat/completions").toString())
                .putHeader("content-type", "application/json");
        flags.key().ifPresent(key -> options.putHeader("authorization", "Bearer " + key));
    }

    Vertx vertx() {
        return vertx;
    }

    /** Runs on the event loop, where everything else is called, too. */
    void onLoop(Runnable work) {
        vertx.runOnContext(ignored -> work.run());
    }

    /** A response whose body has not been read. */
    Future<HttpClientResponse> post(Buffer body) {
        return client.request(options).compose(request -> request.send(body));
    }

    @Override
    public void close() {
        vertx.close()
                .toCompletionStage()
                .toCompletableFuture()
                .orTimeout(10, TimeUnit.SECONDS)
                .exceptionally(e -> null)
                .join();
    }
}
