package dev.alize.cli;

import dev.alize.config.Configuration;
import dev.alize.config.Environment;
import java.io.PrintWriter;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that choose where the work is done. */
final class EmbeddedFlags {
    @Option(
            names = "--embedded",
            description = "Start a broker, a registry, the gateway and, where the target's key is not set, the"
                    + " simulated Mistral here, and stop them at the end. Block kafka is not used.")
    private boolean embedded;

    @Mixin
    private StackFlags stack = new StackFlags();

    /** Where the work is done; close it at the end. */
    Place open(Configuration configuration, Environment environment, PrintWriter err) {
        return embedded
                ? EmbeddedPlace.start(configuration, environment, stack.options(), err)
                : new Place.Cluster(configuration);
    }
}
