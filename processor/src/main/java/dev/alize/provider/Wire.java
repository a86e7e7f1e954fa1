package dev.alize.provider;

import dev.alize.domain.Attempt;
import dev.alize.domain.Target;
import dev.alize.provider.network.Network;
import dev.alize.provider.network.Pools;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.dns.AddressResolverOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The event loop with its timers and its pools of connections. Used only on that loop, but for the hand-over. */
final class Wire {
    private static final long CLOSE_SECONDS = 5;
    /** An address is looked up again after so long, even if its record may be kept for longer. */
    private static final int MAX_DNS_SECONDS = 30;

    private static final int HOSTS_FILE_NANOS = 1_000_000_000;

    private static final Logger LOG = LoggerFactory.getLogger(Wire.class);

    private final Vertx vertx;
    private final Context loop;
    private final RequestHeaders headers;
    private final int maxAnswerBytes;
    private final Pools pools;
    private volatile boolean closed;

    Wire(ProviderOptions options, Map<String, Network> networks, AddressResolverOptions resolver) {
        vertx = Vertx.vertx(vertxOptions().setAddressResolverOptions(resolver));
        loop = vertx.getOrCreateContext();
        pools = pools(options.maxConnectionsPerTarget(), networks);
        headers = new RequestHeaders(options.version());
        maxAnswerBytes = options.maxAnswerBytes();
    }

    private Pools pools(int maxConnections, Map<String, Network> networks) {
        try {
            return new Pools(vertx, maxConnections, networks);
        } catch (IllegalArgumentException e) {
            vertx.close();
            throw e;
        }
    }

    /** How addresses are looked up: by the system's name servers and its hosts file, which may change. */
    static AddressResolverOptions resolver() {
        return new AddressResolverOptions()
                .setCacheMaxTimeToLive(MAX_DNS_SECONDS)
                .setHostsRefreshPeriod(HOSTS_FILE_NANOS);
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
    Future<HttpClientRequest> request(Attempt attempt, Endpoint endpoint, long waitMs) {
        return pools.request(
                attempt.target().id(),
                to(endpoint)
                        .setMethod(HttpMethod.POST)
                        .setURI(endpoint.path() + attempt.path())
                        .setConnectTimeout(waitMs));
    }

    /** The same for a look at a page of the target, below its base URL. */
    Future<HttpClientRequest> page(Target target, Endpoint endpoint, String path, long waitMs) {
        return pools.request(
                target.id(),
                to(endpoint)
                        .setMethod(HttpMethod.GET)
                        .setURI(endpoint.path() + path)
                        .setConnectTimeout(waitMs));
    }

    private static RequestOptions to(Endpoint endpoint) {
        return new RequestOptions()
                .setSsl(endpoint.tls())
                .setHost(endpoint.host())
                .setPort(endpoint.port());
    }

    /** A call to the target timed out on this connection, without any byte of an answer. */
    void distrust(Target target, HttpConnection connection) {
        pools.distrust(target.id(), connection);
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
}
