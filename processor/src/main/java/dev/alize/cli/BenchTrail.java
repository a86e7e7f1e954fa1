package dev.alize.cli;

import dev.alize.bench.TrailBench;
import dev.alize.config.Configuration;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** {@code alize bench trail}. */
@Command(
        name = "trail",
        description = "How long a postmortem over a long audit trail takes. Writes the trail first, on a broker of its"
                + " own or, with --cluster, to the audit topic of a cluster.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:every event was read", "1:one was not", "2:usage, configuration or surroundings"},
        mixinStandardHelpOptions = true)
final class BenchTrail implements Callable<Integer> {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(names = "--events", defaultValue = "1000000", description = "About so many (${DEFAULT-VALUE}).")
    private long events;

    @Option(names = "--cluster", description = "Write to the configured cluster; its audit topic is best empty.")
    private boolean cluster;

    @Option(names = "--output", paramLabel = "FILE", description = "Write the postmortem, too: FILE.md and FILE.html.")
    private @Nullable Path output;

    @Option(names = "--json", description = "End with the results as one line of JSON.")
    private boolean json;

    @Mixin
    private ConfigurationFlags configuration = new ConfigurationFlags();

    @Override
    public Integer call() throws InterruptedException {
        PrintWriter out = spec.commandLine().getOut();
        TrailBench bench = bench();
        Configuration read = configuration.read();
        TrailBench.Result result = cluster ? bench.on(read) : bench.embedded(read);
        if (output != null) {
            ReportFiles.of(output, null).write(result.postmortem());
        }
        BenchTable.print(result.report(), out, json);
        return result.report().isCorrect() ? 0 : Failures.NOT_COMPLETED;
    }

    private TrailBench bench() {
        try {
            return new TrailBench(events, spec.commandLine().getErr()::println);
        } catch (IllegalArgumentException e) {
            throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()));
        }
    }
}
