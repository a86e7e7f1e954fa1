package dev.alize.cli;

import dev.alize.config.Configuration;
import dev.alize.config.reader.ConfigurationReader;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options that choose a configuration. */
final class ConfigurationFlags {
    @Option(
            names = "--policy-config",
            paramLabel = "FILE",
            description = "Configuration; without it one target at Mistral and the audit logger.")
    private @Nullable Path file;

    @Mixin
    private ClusterFlags cluster = new ClusterFlags();

    /** Throws ConfigurationException with everything that is wrong with the file. */
    Configuration read() {
        ConfigurationReader reader = new ConfigurationReader();
        Configuration configuration = file == null ? reader.defaults() : reader.read(file);
        return cluster.on(configuration);
    }
}
