package dev.alize.console.state;

import dev.alize.config.Configuration;
import dev.alize.control.ActiveCommands;
import dev.alize.metrics.health.Instance;
import java.util.function.Supplier;

/**
 * The gateway that the console belongs to. Asked from any thread; answers at once.
 *
 * @param configuration that is followed now
 * @param commands that are in force now
 */
public record Watched(Instance instance, Supplier<Configuration> configuration, Supplier<ActiveCommands> commands) {}
