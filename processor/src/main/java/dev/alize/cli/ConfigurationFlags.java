package dev.alize.cli;

import dev.alize.config.Configuration;
import dev.alize.config.reader.ConfigurationReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
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

    /** The words that were given, for another command that shall have the same configuration. */
    List<String> words() {
        List<String> words = new ArrayList<>();
        ClusterFlags.add(words, "--policy-config", file);
        cluster.addTo(words);
        return words;
    }

    /** Throws ConfigurationException with everything that is wrong with the file. */
    Configuration read() {
        ConfigurationReader reader = new ConfigurationReader();
        Configuration configuration = file == null ? reader.defaults() : reader.read(file);
        return cluster.on(configuration);
    }
}
