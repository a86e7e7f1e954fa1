package dev.alize.console.http;

import dev.alize.console.state.Snapshot;
import dev.alize.metrics.http.ListenAddress;
import io.vertx.core.Context;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import io.vertx.core.file.FileSystemOptions;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerOptions;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running server. Safe to use from any thread but its own event loop. */
public final class ConsoleServer implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(ConsoleServer.class);
    private static final int MOST_CONNECTIONS = 256;
    private static final int IDLE_SECONDS = 60;
    private static final int BACKLOG = 128;
    private static final int MAX_LINE = 4 * 1024;
    private static final int MAX_HEADERS = 16 * 1024;
    private static final long LOOK_MS = 100;
    /** At most so often is anything told. */
    private static final long TELL_MS = 450;

    private static final long TELL_ANYWAY_MS = 950;
    private static final long BEAT_MS = 15_000;
    private static final long START_SECONDS = 20;
    private static final long CLOSE_MS = 700;

    private final Vertx vertx;
    private final Context loop;
    private final Work work;
    private final Streams streams = new Streams();
    private final Backend backend;
    private final ScheduledThreadPoolExecutor pulse;
    private final HttpServer server;
    private final ListenAddress address;
    private int connections;
    private long told;
    private long news;

    /**
     * Starts to serve.
     *
     * @param tokens none where everybody may enter who reaches a loopback address
     * @throws IllegalArgumentException where there are no tokens and the address is no loopback address; the message says
     *     what to do
     * @throws IOException where the address is in use or not of this machine
     */
    public static ConsoleServer start(ListenAddress address, Tokens tokens, Backend backend) throws IOException {
        if (tokens.isEmpty() && !isLoopback(address)) {
            throw new IllegalArgumentException("got " + address + " and no console.tokens, expected a loopback address"
                    + " such as 127.0.0.1:41002, or tokens: everybody who reaches the address could give commands");
        }
        Vertx vertx = Vertx.vertx(new VertxOptions()
                .setEventLoopPoolSize(1)
                .setWorkerPoolSize(1)
                .setInternalBlockingPoolSize(1)
                .setUseDaemonThread(true)
                .setFileSystemOptions(
                        new FileSystemOptions().setFileCachingEnabled(false).setClassPathResolvingEnabled(false)));
        try {
            return new ConsoleServer(vertx, address, tokens, backend);
        } catch (IOException | RuntimeException e) {
            vertx.close();
            throw e;
        }
    }

    private static boolean isLoopback(ListenAddress address) throws IOException {
        try {
            for (InetAddress one : InetAddress.getAllByName(address.host())) {
                if (!one.isLoopbackAddress()) {
                    return false;
                }
            }
            return true;
        } catch (UnknownHostException e) {
            throw new IOException("unknown host", e);
        }
    }

    private ConsoleServer(Vertx vertx, ListenAddress wanted, Tokens tokens, Backend backend) throws IOException {
        this.vertx = vertx;
        this.loop = vertx.getOrCreateContext();
        this.work = new Work(loop);
        this.backend = backend;
        this.pulse = new ScheduledThreadPoolExecutor(
                1, Thread.ofPlatform().daemon().name("alize-console-pulse").factory());
        HttpServer made = vertx.createHttpServer(new HttpServerOptions()
                .setAcceptBacklog(BACKLOG)
                .setIdleTimeout(IDLE_SECONDS)
                .setMaxInitialLineLength(MAX_LINE)
                .setMaxHeaderSize(MAX_HEADERS)
                .setHttp2ClearTextEnabled(false)
                .setDecompressionSupported(false)
                .setTcpNoDelay(true));
        Front front = new Front(new Entrance(vertx, tokens), new Bodies(vertx), work, streams, backend);
        made.connectionHandler(this::connected)
                .exceptionHandler(e -> log.atDebug().setCause(e).log("A connection to the console failed"))
                .requestHandler(front);
        try {
            this.server = listen(made, wanted);
        } catch (IOException e) {
            work.close();
            pulse.shutdownNow();
            throw e;
        }
        this.address = new ListenAddress(wanted.host(), server.actualPort());
        pulse.scheduleWithFixedDelay(this::look, LOOK_MS, LOOK_MS, TimeUnit.MILLISECONDS);
        vertx.setPeriodic(BEAT_MS, id -> streams.beat());
    }

    private HttpServer listen(HttpServer made, ListenAddress wanted) throws IOException {
        Future<HttpServer> listening = Future.future(promise -> loop.runOnContext(
                ignored -> made.listen(wanted.port(), wanted.host()).onComplete(promise)));
        return await(listening);
    }

    private static <T> T await(Future<T> future) throws IOException {
        try {
            return future.toCompletionStage().toCompletableFuture().get(START_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            throw new IOException(cause == null ? "failed" : String.valueOf(cause.getMessage()), e);
        } catch (TimeoutException e) {
            throw new IOException("nothing happened for " + START_SECONDS + " s", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        }
    }

    /** On the event loop. */
    private void connected(HttpConnection connection) {
        if (connections >= MOST_CONNECTIONS) {
            connection.close();
            return;
        }
        connections++;
        connection.closeHandler(closed -> connections--);
        connection.exceptionHandler(e -> {});
    }

    /** Tells the pages what changed; does nothing while there are none. */
    private void look() {
        try {
            if (streams.count() > 0 && isTime()) {
                Snapshot now = backend.snapshot();
                loop.runOnContext(ignored -> streams.tell(now));
            }
        } catch (RuntimeException e) {
            log.atWarn().setCause(e).log("The console could not look at the state");
        }
    }

    /** On the thread of the looks. */
    private boolean isTime() {
        long now = System.nanoTime();
        long passed = TimeUnit.NANOSECONDS.toMillis(now - told);
        long number = backend.news();
        boolean isTime = passed >= (number == news ? TELL_ANYWAY_MS : TELL_MS);
        if (isTime) {
            told = now;
            news = number;
        }
        return isTime;
    }

    /** Where it listens, with the port that was free. */
    public ListenAddress address() {
        return address;
    }

    /** Open streams of events, which is about as many pages as are open. */
    public int clients() {
        return streams.count();
    }

    /** Closes all connections; returns within a second. */
    @Override
    public void close() {
        pulse.shutdownNow();
        work.close();
        try {
            vertx.close().toCompletionStage().toCompletableFuture().get(CLOSE_MS, TimeUnit.MILLISECONDS);
        } catch (ExecutionException | TimeoutException e) {
            log.atDebug().setCause(e).log("The console's server did not close in time");
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
