package dev.alize.ingress.http;

import dev.alize.ingress.access.Access;
import dev.alize.ingress.config.Address;
import dev.alize.ingress.config.IngressSettings;
import dev.alize.ingress.exchange.Exchange;
import dev.alize.ingress.exchange.Waits;
import dev.alize.ingress.metrics.Measures;
import io.vertx.core.DeploymentOptions;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpServerOptions;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.time.InstantSource;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;

/** The HTTP servers of one process. Its methods block and are for the main thread. */
public final class HttpFront implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    private static final int WORKERS = 4;

    /** Nothing is served from the class path, so that no directory is needed for copies of it. */
    private static final FileSystemOptions NO_CACHE =
            new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false);

    private final Vertx vertx;
    private final Desk desk;
    private final Address address;
    private final boolean tls;

    private HttpFront(Vertx vertx, Desk desk, Address address, boolean tls) {
        this.vertx = vertx;
        this.desk = desk;
        this.address = address;
        this.tls = tls;
    }

    /**
     * What the servers need of the rest.
     *
     * @param ready whether requests would come back
     * @param ids of requests that bring none
     */
    public record Surroundings(
            Exchange exchange,
            Waits waits,
            Access access,
            BooleanSupplier ready,
            Supplier<String> ids,
            InstantSource clock,
            Measures measures) {}

    /**
     * Listens.
     *
     * @throws IllegalStateException where an address cannot be had; names it
     */
    public static HttpFront start(IngressSettings settings, Surroundings surroundings) {
        OpenCalls calls = new OpenCalls();
        Budget budget = new Budget(settings.limits().waiting().bytes());
        Desk desk = new Desk(
                surroundings.exchange(),
                surroundings.waits(),
                surroundings.access(),
                !surroundings.access().needsKeys() && !settings.open(),
                settings.limits(),
                settings.models(),
                surroundings.ids(),
                surroundings.clock(),
                budget,
                calls,
                surroundings.measures());
        Vertx vertx = Vertx.vertx(new VertxOptions().setWorkerPoolSize(WORKERS).setFileSystemOptions(NO_CACHE));
        HttpFront front = new HttpFront(
                vertx, desk, concrete(settings.listen()), settings.tls().isPresent());
        try {
            front.listen(settings, surroundings);
            return front;
        } catch (RuntimeException e) {
            vertx.close();
            throw e;
        }
    }

    /** Every loop has to listen on the same port: where any will do, one is chosen here. */
    private static Address concrete(Address address) {
        if (address.port() != 0) {
            return address;
        }
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getByName(address.host()))) {
            return new Address(address.host(), socket.getLocalPort());
        } catch (IOException e) {
            throw new UncheckedIOException("listen: no port is free at " + address.host(), e);
        }
    }

    private void listen(IngressSettings settings, Surroundings surroundings) {
        gauges(surroundings.measures());
        AtomicInteger connections = new AtomicInteger();
        surroundings.measures().gauge("alize.ingress.connections", "Open connections", connections::get);
        HttpServerOptions options = options(settings);
        int loops = Math.max(2, Runtime.getRuntime().availableProcessors());
        await(
                "listen: " + address,
                vertx.deployVerticle(
                        () -> new Server(options, desk, connections), new DeploymentOptions().setInstances(loops)));
        BooleanSupplier ready =
                () -> !desk.calls().isStopping() && surroundings.ready().getAsBoolean();
        settings.health()
                .ifPresent(health -> await(
                        "health_listen: " + health, new Health(ready, surroundings.measures()).listen(vertx, health)));
    }

    private void gauges(Measures measures) {
        measures.gauge("alize.ingress.open.requests", "HTTP requests that are open", desk.calls()::size);
        measures.gauge("alize.ingress.waiting", "Callers that wait for a response", desk.waits()::size);
        measures.gauge(
                "alize.ingress.held.bytes", "Bytes of bodies and of streams that are behind", desk.budget()::taken);
    }

    /**
     * Without TLS only HTTP/1.1: whether it is to be HTTP/2 is not known before the first request is complete, and until
     * then nobody would watch the connection.
     */
    private HttpServerOptions options(IngressSettings settings) {
        int headers = settings.limits().body().headerBytes();
        HttpServerOptions options = new HttpServerOptions()
                .setHost(address.host())
                .setPort(address.port())
                .setMaxHeaderSize(headers)
                .setMaxInitialLineLength(headers)
                .setHandle100ContinueAutomatically(false)
                .setHttp2ClearTextEnabled(false)
                .setTcpKeepAlive(true)
                .setTcpNoDelay(true)
                .setAcceptBacklog(1_024)
                .setCompressionSupported(false);
        return settings.tls().map(tls -> tls.in(options)).orElse(options);
    }

    private static <T> T await(String what, Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().get(PATIENCE.toSeconds(), TimeUnit.SECONDS);
        } catch (java.util.concurrent.ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new IllegalStateException(
                    what + ": got " + cause.getMessage() + "; expected an address to listen on", e);
        } catch (TimeoutException e) {
            throw new IllegalStateException(what + ": not done after " + PATIENCE.toSeconds() + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(what + ": interrupted", e);
        }
    }

    /** Such as {@code http://127.0.0.1:8080}. */
    public String url() {
        return (tls ? "https://" : "http://") + address;
    }

    /** Takes nothing new, waits for what is open, then tells the rest to come back. */
    public void drain() throws InterruptedException {
        desk.calls().stop();
        if (!desk.calls().awaitNone(desk.limits().drain())) {
            desk.calls().endAll();
            desk.calls().awaitNone(Duration.ofSeconds(2));
        }
    }

    @Override
    public void close() {
        await("the end of the servers", vertx.close());
    }
}
