package dev.alize.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;

/** The metrics of the books: the application that adds up the audit trail. */
public final class BooksMeters {
    private static final double MILLIS = 1_000;

    private BooksMeters() {}

    /**
     * Serves them. All is asked from any thread, and answers at once.
     *
     * @param running whether the application processes
     * @param lastEvent time of the last audit event that was read, in milliseconds since 1970; 0 before the first
     * @param skipped records of the audit topic that were no events of ours
     */
    public static void serve(Monitor monitor, BooleanSupplier running, LongSupplier lastEvent, LongSupplier skipped) {
        monitor.add(registry -> {
            Gauge.builder("alize.books.running", () -> running.getAsBoolean() ? 1 : 0)
                    .description("1 while the books follow the audit trail, 0 while they stand still.")
                    .register(registry);
            Gauge.builder("alize.books.last.event.time", () -> lastEvent.getAsLong() / MILLIS)
                    .description("Time of the last audit event in the books, in seconds since 1970.")
                    .baseUnit("seconds")
                    .register(registry);
            FunctionCounter.builder("alize.books.skipped", skipped, LongSupplier::getAsLong)
                    .description("Records of the audit topic that are damaged or no events of ours.")
                    .register(registry);
            return () -> {};
        });
    }
}
