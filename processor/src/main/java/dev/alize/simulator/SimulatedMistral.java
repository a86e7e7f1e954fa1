package dev.alize.simulator;

import dev.alize.simulator.behaviour.Behaviour;
import dev.alize.simulator.quota.Usage;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.time.InstantSource;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * A running simulator. Serves HTTP/1.1 and, without TLS, HTTP/2 on one port. Safe to use from any thread but its own
 * event loops.
 */
public final class SimulatedMistral implements AutoCloseable {
    private static final int BACKLOG = 16_384;
    /** To Vert.x a negative port is a free one that the instances of a deployment share. */
    private static final int FREE_PORT_FOR_ALL_LOOPS = -1;

    private static final int SECONDS_TO_START_OR_STOP = 20;

    private final Vertx vertx;
    private final Shared shared;
    private final int port;

    private SimulatedMistral(Vertx vertx, Shared shared, int port) {
        this.vertx = vertx;
        this.shared = shared;
        this.port = port;
    }

    /** Starts, and returns once it listens; throws UncheckedIOException where it cannot, such as on an occupied port. */
    public static SimulatedMistral start(SimulatorOptions options) {
        Shared shared = new Shared(options, InstantSource.system(), System::nanoTime);
        Vertx vertx = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(options.eventLoops())
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(1)
                .setUseDaemonThread(true)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
        try {
            return new SimulatedMistral(vertx, shared, listen(vertx, shared));
        } catch (IOException e) {
            vertx.close();
            throw new UncheckedIOException(
                    "Simulated Mistral cannot listen on %s:%d (%s); choose another port, or 0 for a free one"
                            .formatted(options.host(), options.port(), e.getMessage()),
                    e);
        }
    }

    /** The port it listens on. */
    public int port() {
        return port;
    }

    /** What a target's base URL is: ends in {@code /v1}, without a slash. */
    public URI baseUrl() {
        return URI.create("http://%s:%d/v1".formatted(shared.options.host(), port));
    }

    /** What it saw until now. */
    public Statistics statistics() {
        return shared.counters.read();
    }

    /** What limits saw until now, by model. */
    public List<Usage> usage() {
        return shared.usage();
    }

    /** Behaves so from the next call on; calls that are open end as they would have. */
    public void behave(Behaviour behaviour) {
        shared.behave(behaviour);
    }

    /** Forgets counts and rates and behaves as at the start. */
    public void reset() {
        shared.reset();
    }

    /** Stops listening and closes every connection. */
    @Override
    public void close() {
        try {
            await(vertx.close());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int listen(Vertx vertx, Shared shared) throws IOException {
        SimulatorOptions options = shared.options;
        int port = options.port() == 0 ? FREE_PORT_FOR_ALL_LOOPS : options.port();
        Queue<HttpServer> servers = new ConcurrentLinkedQueue<>();
        for (int loop = 0; loop < options.eventLoops(); loop++) {
            servers.add(server(vertx, shared, loop));
        }
        HttpServer first = servers.element();
        DeploymentOptions instances = new DeploymentOptions().setInstances(options.eventLoops());
        await(vertx.deployVerticle(() -> context -> servers.remove().listen(port, options.host()), instances));
        return first.actualPort();
    }

    private static HttpServer server(Vertx vertx, Shared shared, int loop) {
        return vertx.createHttpServer(
                        new HttpServerOptions().setTcpNoDelay(true).setAcceptBacklog(BACKLOG))
                .requestHandler(new Front(shared, vertx, loop));
    }

    private static void await(Future<?> future) throws IOException {
        try {
            future.await(SECONDS_TO_START_OR_STOP, TimeUnit.SECONDS);
        } catch (TimeoutException e) {
            throw new IOException("no end after %d s".formatted(SECONDS_TO_START_OR_STOP), e);
        }
    }
}
