package dev.alize.metrics;

import io.micrometer.core.instrument.FunctionCounter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.Map;
import java.util.function.LongSupplier;

/** The metrics of alerts, by receiver: those are configured, so there are few. */
public final class AlertMeters {
    private static final String RECEIVER = "receiver";

    private AlertMeters() {}

    /**
     * What there is to know of a receiver. All is asked from any thread, and answers at once.
     *
     * @param taken updates that it took
     * @param failed attempts that failed
     * @param givenUp updates that were tried for too long
     * @param waiting updates that wait
     */
    public record Receiver(LongSupplier taken, LongSupplier failed, LongSupplier givenUp, LongSupplier waiting) {}

    /**
     * Serves them, by name of the receiver.
     *
     * @param skipped records of the topic of incidents that are none that can be told
     */
    public static void serve(Monitor monitor, Map<String, Receiver> receivers, LongSupplier skipped) {
        monitor.add(registry -> {
            FunctionCounter.builder("alize.alerts.skipped", skipped, LongSupplier::getAsLong)
                    .description("Records of the topic of incidents of which nobody could be told.")
                    .register(registry);
            receivers.forEach((name, receiver) -> register(registry, name, receiver));
            return () -> {};
        });
    }

    private static void register(MeterRegistry registry, String name, Receiver receiver) {
        counter(registry, "alize.alerts.sent", "Updates of incidents that the receiver took.", name, receiver.taken());
        counter(
                registry,
                "alize.alerts.failed",
                "Attempts to alert the receiver that failed.",
                name,
                receiver.failed());
        counter(
                registry,
                "alize.alerts.given.up",
                "Updates of incidents that the receiver never took.",
                name,
                receiver.givenUp());
        Gauge.builder("alize.alerts.waiting", receiver.waiting(), LongSupplier::getAsLong)
                .description("Updates of incidents that wait for the receiver.")
                .tag(RECEIVER, name)
                .strongReference(true)
                .register(registry);
    }

    private static void counter(
            MeterRegistry registry, String meter, String description, String name, LongSupplier value) {
        FunctionCounter.builder(meter, value, LongSupplier::getAsLong)
                .description(description)
                .tag(RECEIVER, name)
                .register(registry);
    }
}
