package dev.alize.console;

import dev.alize.client.Connection;
import dev.alize.config.ConsoleSettings;
import dev.alize.config.Environment;
import dev.alize.console.feed.Feed;
import dev.alize.console.http.ConsoleServer;
import dev.alize.console.http.Tokens;
import dev.alize.console.state.Attempts;
import dev.alize.console.state.StateSource;
import dev.alize.console.state.Watched;
import dev.alize.domain.EngineObserver;
import dev.alize.metrics.http.ListenAddress;
import dev.alize.metrics.http.ListenException;
import java.io.IOException;
import java.time.Duration;
import java.time.InstantSource;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Serves the page from its start on, so that a process that cannot get ready can be looked at; has something to show once
 * {@link #watch} was called. Thread-safe.
 */
public final class Console implements AutoCloseable {
    private static final Logger log = LoggerFactory.getLogger(Console.class);
    private static final Duration CLOSE = Duration.ofMillis(900);

    private final Attempts attempts = new Attempts(System::currentTimeMillis);
    private final StateSource state;
    private final Desk desk;
    private final ConsoleServer server;
    private @Nullable Feed feed;
    private boolean closed;

    private Console(ListenAddress address, Tokens tokens, Environment environment) throws IOException {
        String packaged = Console.class.getPackage().getImplementationVersion();
        this.state = new StateSource(attempts, packaged == null ? "unknown" : packaged, System::currentTimeMillis);
        this.desk = new Desk(state, environment, InstantSource.system());
        this.server = ConsoleServer.start(address, tokens, desk);
    }

    /**
     * Starts to serve.
     *
     * @throws ListenException where it cannot listen there, where nobody would have to show a token although others reach
     *     the address, or where a token cannot be read
     */
    public static Console start(ListenAddress address, ConsoleSettings settings, Environment environment) {
        try {
            return new Console(address, Tokens.of(settings, environment), environment);
        } catch (IllegalArgumentException e) {
            throw new ListenException("--listen: " + e.getMessage(), e);
        } catch (IOException e) {
            throw new ListenException(
                    "--listen: cannot listen on " + address + " (" + e.getMessage()
                            + "), expected a free port of this machine; port 0 takes any, 'off' none",
                    e);
        }
    }

    /** To be told what the engine does. */
    public EngineObserver observer() {
        return attempts;
    }

    /** From now on about this gateway and its cluster. Once; what fails is logged, and the page then says that it starts. */
    public synchronized void watch(Watched watched, Connection connection) {
        if (closed) {
            return;
        }
        try {
            Feed started = Feed.start(connection, watched.configuration().get(), InstantSource.system());
            feed = started;
            state.follow(watched, started);
            desk.open(watched, connection, started);
        } catch (RuntimeException e) {
            log.atError().setCause(e).log("The console cannot follow its gateway");
        }
    }

    /** Where it listens, with the port that was free. */
    public ListenAddress address() {
        return server.address();
    }

    /** Pages that are open. */
    public int clients() {
        return server.clients();
    }

    /** Serves no more; returns within a second, and what is slower ends in the background. */
    @Override
    public synchronized void close() {
        if (closed) {
            return;
        }
        closed = true;
        Feed reading = feed;
        Thread closing = Thread.ofPlatform()
                .daemon()
                .name("alize-console-close")
                .start(() -> {
                    server.close();
                    if (reading != null) {
                        reading.close();
                    }
                });
        try {
            if (!closing.join(CLOSE)) {
                log.atDebug().log("The console's readers are still closing");
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
