package dev.alize.cli;

import dev.alize.config.Configuration;
import dev.alize.config.reader.ConfigurationException;
import dev.alize.config.reader.ConfigurationReader;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code alize policy lint}: exit code 0 when every file can be used, 2 when one cannot. */
@Command(
        name = "lint",
        description = "Check configuration files; reports every problem with its line, and needs no secrets.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:every file can be used", "2:at least one cannot"},
        mixinStandardHelpOptions = true)
final class PolicyLint implements Callable<Integer> {
    private static final int INVALID = 2;

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "The files, such as policy-config.yaml.")
    private List<Path> files = List.of();

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        long invalid = files.stream().filter(file -> !lint(file, out)).count();
        out.flush();
        return invalid == 0 ? 0 : INVALID;
    }

    private static boolean lint(Path file, PrintWriter out) {
        try {
            Configuration configuration = new ConfigurationReader().read(file);
            out.println(file + ": OK (version " + configuration.version() + ")");
            configuration.warnings().forEach(warning -> out.println("  warning: " + warning));
            return true;
        } catch (ConfigurationException e) {
            out.println(file + ": "
                    + (e.problems().size() == 1 ? "1 problem" : e.problems().size() + " problems"));
            e.problems().forEach(problem -> out.println("  " + problem));
            return false;
        }
    }
}
