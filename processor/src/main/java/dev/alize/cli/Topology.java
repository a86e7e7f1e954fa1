package dev.alize.cli;

import dev.alize.config.Configuration;
import dev.alize.config.reader.ConfigurationReader;
import dev.alize.gateway.Gateway;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Prints the stages that a configuration makes, in Kafka Streams' own notation. */
@Command(
        name = "topology",
        mixinStandardHelpOptions = true,
        description = "Print the topology of a configuration; connects to nothing.",
        footer = {"", "Example:", "  alize topology --policy-config policy-config.yaml"})
public final class Topology implements Callable<Integer> {
    @Option(
            names = "--policy-config",
            paramLabel = "FILE",
            description = "The configuration; without it the built-in one.")
    private @Nullable Path file;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        ConfigurationReader reader = new ConfigurationReader();
        Configuration configuration = file == null ? reader.defaults() : reader.read(file);
        PrintWriter out = spec.commandLine().getOut();
        out.print(Gateway.describe(configuration));
        out.flush();
        return 0;
    }
}
