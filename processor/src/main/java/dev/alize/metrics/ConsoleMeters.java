package dev.alize.metrics;

import io.micrometer.core.instrument.Gauge;
import java.util.function.IntSupplier;

/** The metrics of the console. */
public final class ConsoleMeters {
    private ConsoleMeters() {}

    /**
     * Serves them.
     *
     * @param clients open pages; asked from any thread, answers at once
     */
    public static void serve(Monitor monitor, IntSupplier clients) {
        monitor.add(registry -> {
            Gauge.builder("alize.console.clients", clients::getAsInt)
                    .description("Pages of the console that are open at this instance.")
                    .register(registry);
            return () -> {};
        });
    }
}
