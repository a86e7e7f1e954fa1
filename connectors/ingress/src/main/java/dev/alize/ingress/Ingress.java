package dev.alize.ingress;

import dev.alize.ingress.access.KeyCommand;
import dev.alize.ingress.access.TenantsCommand;
import dev.alize.ingress.bench.BenchCommand;
import dev.alize.ingress.config.ConfigurationException;
import dev.alize.ingress.config.ConfigurationReader;
import dev.alize.ingress.kafka.StartException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** {@code alize-ingress}: the OpenAI-compatible HTTP server in front of the topics, until it is stopped. */
@Command(
        name = "alize-ingress",
        description =
                "Serves the chat and FIM completions of the OpenAI and Mistral APIs over HTTP, from Alizé's topics.",
        mixinStandardHelpOptions = true,
        versionProvider = Ingress.Version.class,
        subcommands = {KeyCommand.class, TenantsCommand.class, BenchCommand.class},
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:was stopped in order",
            "1:something was not completed",
            "2:usage, configuration or surroundings"
        })
public final class Ingress implements Callable<Integer> {
    private static final int NOT_COMPLETED = 1;
    private static final int NOT_STARTED = 2;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Option(names = "--config", paramLabel = "FILE", description = "The configuration, such as ingress.yaml.")
    private @Nullable Path config;

    public static void main(String[] args) {
        System.exit(commandLine().execute(args));
    }

    static CommandLine commandLine() {
        return new CommandLine(new Ingress())
                .setOut(new PrintWriter(System.out, true))
                .setErr(new PrintWriter(System.err, true))
                .setUsageHelpAutoWidth(true)
                .setExecutionExceptionHandler(Ingress::explain);
    }

    /** Configuration, start, wait, stop. */
    @Override
    public Integer call() throws InterruptedException {
        if (config == null) {
            throw new ParameterException(spec.commandLine(), "Missing --config FILE, or a subcommand");
        }
        CountDownLatch stop = new CountDownLatch(1);
        CountDownLatch stopped = new CountDownLatch(1);
        try (RunningIngress ingress = RunningIngress.start(ConfigurationReader.read(config, System::getenv))) {
            Runtime.getRuntime().addShutdownHook(new Thread(() -> awaitEnd(stop, stopped), "ingress-stop"));
            spec.commandLine().getOut().println("Ingress at " + ingress.url() + " is ready");
            stop.await();
        } finally {
            stopped.countDown();
        }
        return 0;
    }

    /** The virtual machine ends when its hooks have: this one once all is closed. */
    private static void awaitEnd(CountDownLatch stop, CountDownLatch stopped) {
        stop.countDown();
        try {
            stopped.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static int explain(Exception failure, CommandLine command, ParseResult arguments) {
        boolean forUser = failure instanceof ConfigurationException
                || failure instanceof StartException
                || failure instanceof KafkaException
                || failure instanceof IllegalArgumentException
                || failure instanceof IllegalStateException;
        String message = failure.getMessage();
        command.getErr().println("alize-ingress: " + (forUser ? message : "internal error: " + failure));
        if (!forUser) {
            failure.printStackTrace(command.getErr());
        }
        return forUser ? NOT_STARTED : NOT_COMPLETED;
    }

    /** The version that the build wrote into the manifest. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Ingress.class.getPackage().getImplementationVersion();
            return new String[] {"alize-ingress " + (version == null ? "(not packaged)" : version)};
        }
    }
}
