package dev.alize.routing;

import dev.alize.domain.ProcessEvents;
import dev.alize.domain.Quota;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.DoubleSupplier;
import java.util.function.Function;
import java.util.function.LongSupplier;

/**
 * What the router needs from outside.
 *
 * @param nanoTime such as {@code System::nanoTime}
 * @param random from 0 (inclusive) to 1; thread-safe
 * @param timer runs what is due later, and tells the listeners; one thread is enough
 * @param quotas by the name of the quota group; the same one for the same name
 */
public record Surroundings(
        LongSupplier nanoTime,
        DoubleSupplier random,
        ScheduledExecutorService timer,
        ProcessEvents events,
        Function<String, Quota> quotas) {}
