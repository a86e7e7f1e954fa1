package dev.alize.gateway;

import dev.alize.console.Console;
import dev.alize.domain.EngineObserver;
import dev.alize.metrics.Monitor;
import org.jspecify.annotations.Nullable;

/**
 * Who is told how an instance does.
 *
 * @param monitor serves metrics and health, and is closed after the gateway by who started it; null for none
 * @param console serves the page, and is closed with the gateway; null for none
 */
public record Onlookers(@Nullable Monitor monitor, @Nullable Console console) implements AutoCloseable {
    public static final Onlookers NONE = new Onlookers(null, null);

    /** Tells both. */
    EngineObserver observer() {
        EngineObserver first = monitor == null ? EngineObserver.NONE : monitor.observer();
        return console == null ? first : new BothObservers(first, console.observer());
    }

    @Override
    public void close() {
        if (console != null) {
            console.close();
        }
    }
}
