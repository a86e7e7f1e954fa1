package dev.alize.cli;

import java.io.PrintWriter;
import java.util.List;
import java.util.Objects;
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
    private static final List<Class<?>> COMMANDS = List.of(
            Run.class,
            Batch.class,
            Submit.class,
            Topology.class,
            Topics.class,
            Control.class,
            Incidents.class,
            Alerts.class,
            Doctor.class,
            Audit.class,
            DeadLetters.class,
            Usage.class,
            Postmortem.class,
            Schemas.class,
            Policy.class,
            Replay.class,
            Evidence.class,
            Forget.class,
            Stack.class,
            SimulateMistral.class,
            Bench.class);

    @Spec
    @SuppressWarnings("NullAway.Init")
    private CommandSpec spec;

    @Option(names = "--debug", scope = ScopeType.INHERIT, description = "Show stack traces and our own log.")
    private boolean debug;

    public static void main(String[] args) {
        LogLevel.choose(args);
        System.exit(forArguments(args).execute(args));
    }

    /** The whole command line, ready to be executed. */
    static CommandLine commandLine() {
        return of(COMMANDS);
    }

    /**
     * As much of the command line as these arguments need: reading the options of all commands takes longer than a short
     * command does.
     */
    static CommandLine forArguments(String... args) {
        String first = args.length == 0 ? "" : args[0];
        if (first.equals("--version")) {
            return of(List.of());
        }
        return COMMANDS.stream()
                .filter(command -> name(command).equals(first))
                .findFirst()
                .map(command -> of(List.of(command)))
                .orElseGet(Alize::commandLine);
    }

    private static String name(Class<?> command) {
        return Objects.requireNonNull(command.getAnnotation(Command.class)).name();
    }

    private static CommandLine of(List<Class<?>> commands) {
        Alize root = new Alize();
        CommandLine line = new CommandLine(root);
        commands.forEach(line::addSubcommand);
        return line.setOut(new PrintWriter(System.out, true))
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
