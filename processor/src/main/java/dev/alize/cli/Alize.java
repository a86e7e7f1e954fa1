package dev.alize.cli;

import java.io.PrintWriter;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** {@code alize}: asynchronous access to LLM APIs over Kafka. */
@Command(
        name = "alize",
        description = "Asynchronous access to LLM APIs over Kafka: exactly one response per request.",
        mixinStandardHelpOptions = true,
        versionProvider = Alize.Version.class,
        subcommands = {
            Run.class,
            Batch.class,
            Submit.class,
            Topology.class,
            Topics.class,
            Control.class,
            Audit.class,
            DeadLetters.class,
            Usage.class,
            Postmortem.class,
            Schemas.class,
            Policy.class,
            Replay.class,
            Evidence.class,
            Forget.class,
            SimulateMistral.class,
            Bench.class
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:all is well", "1:something was not completed", "2:usage, configuration or surroundings"},
        footer = {
            "",
            "Examples:",
            "  alize batch --embedded --input requests.jsonl --output answers.jsonl",
            "  alize submit --embedded 'What is a trade wind?'",
            "  alize topics create --policy-config policy-config.yaml",
            "  alize policy lint policy-config.yaml",
            "  alize policy test policy-config.yaml --input texts.jsonl --output verdicts.jsonl"
        })
public final class Alize implements Runnable {
    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(names = "--debug", scope = ScopeType.INHERIT, description = "Show stack traces and our own log.")
    private boolean debug;

    public static void main(String[] args) {
        LogLevel.choose(args);
        System.exit(commandLine().execute(args));
    }

    /** The whole command line, ready to be executed. */
    static CommandLine commandLine() {
        Alize root = new Alize();
        return new CommandLine(root)
                .setOut(new PrintWriter(System.out, true))
                .setErr(new PrintWriter(System.err, true))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true)
                .setExecutionExceptionHandler(new Failures(() -> root.debug));
    }

    @Override
    public void run() {
        throw new ParameterException(spec.commandLine(), "Missing subcommand");
    }

    /** The version that the build wrote into the manifest. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Alize.class.getPackage().getImplementationVersion();
            return new String[] {"alize " + (version == null ? "(not packaged)" : version)};
        }
    }
}
