package dev.alize.ingress.bench;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code alize-ingress bench}. */
@Command(
        name = "bench",
        mixinStandardHelpOptions = true,
        description = "Measures an ingress that runs, with a gateway and a provider behind it.",
        subcommands = {LatencyCommand.class, StreamsCommand.class, ThroughputCommand.class})
public final class BenchCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() {
        spec.commandLine().usage(spec.commandLine().getOut());
        return 2;
    }
}
