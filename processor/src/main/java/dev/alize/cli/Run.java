package dev.alize.cli;

import dev.alize.config.Configuration;
import dev.alize.config.ConsoleSettings;
import dev.alize.config.Environment;
import dev.alize.config.reader.ConfigurationReader;
import dev.alize.console.Console;
import dev.alize.gateway.Gateway;
import dev.alize.gateway.Onlookers;
import dev.alize.metrics.Monitor;
import dev.alize.metrics.http.ListenAddress;
import dev.alize.metrics.http.ListenException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Runs one instance until it is told to stop: then it takes nothing in any more and waits for its open calls. */
@Command(
        name = "run",
        mixinStandardHelpOptions = true,
        description = "Run one instance of the gateway until it is stopped (SIGTERM or Ctrl-C drains it).",
        footer = {"", "Example:", "  alize run --policy-config policy-config.yaml"})
public final class Run implements Callable<Integer> {
    private static final Duration LOOK = Duration.ofSeconds(1);
    private static final String OFF = "off";
    private static final String CONSOLE = "127.0.0.1:41002";
    private static final Logger log = LoggerFactory.getLogger(Run.class);

    @Option(
            names = "--policy-config",
            paramLabel = "FILE",
            required = true,
            description = "The configuration; see docs/configuration.md. It is looked at once a second, and what can"
                    + " change without a restart is followed.")
    private Path file = Path.of("policy-config.yaml");

    @Option(
            names = "--metrics-listen",
            paramLabel = "HOST:PORT",
            defaultValue = "127.0.0.1:9464",
            description = "Where to serve /metrics, /health, /ready and /live; port 0 for any, 'off' for nowhere"
                    + " (default: ${DEFAULT-VALUE}). There is no authentication: keep it inside your network.")
    private String metricsListen = OFF;

    @Option(
            names = "--listen",
            paramLabel = "HOST:PORT",
            description = "Where to serve the console; port 0 for any, 'off' for nowhere (default: " + CONSOLE
                    + ", and no console where that is taken)."
                    + " On any other than a loopback address console.tokens must be configured.")
    private @Nullable String listen;

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        Configuration configuration = new ConfigurationReader().read(file);
        Environment environment = Environment.ofProcess();
        Optional<ListenAddress> metricsAddress = address("--metrics-listen", metricsListen);
        Optional<ListenAddress> consoleAddress = address("--listen", listen == null ? CONSOLE : listen);
        Optional<Monitor> monitor = metricsAddress.map(Monitor::start);
        Optional<Console> console = Optional.empty();
        try {
            monitor.ifPresent(started -> say("Metrics and health at http://" + started.address()));
            console = consoleAddress.flatMap(
                    address -> console(address, listen != null, configuration.console(), environment, this::say));
            return run(configuration, environment, new Onlookers(monitor.orElse(null), console.orElse(null)));
        } finally {
            console.ifPresent(Console::close);
            monitor.ifPresent(Monitor::close);
        }
    }

    /** Where nobody asked for the address, another instance of this machine may have it: that stops no gateway. */
    static Optional<Console> console(
            ListenAddress address,
            boolean isAskedFor,
            ConsoleSettings settings,
            Environment environment,
            Consumer<String> say) {
        try {
            Console console = Console.start(address, settings, environment);
            say.accept("Console at http://" + console.address());
            return Optional.of(console);
        } catch (ListenException e) {
            if (isAskedFor || !(e.getCause() instanceof IOException)) {
                throw e;
            }
            log.atWarn().addKeyValue("problem", e.getMessage()).log("There is no console");
            say.accept("No console: " + e.getMessage());
            return Optional.empty();
        }
    }

    private Optional<ListenAddress> address(String option, String text) {
        if (text.equals(OFF)) {
            return Optional.empty();
        }
        try {
            return Optional.of(ListenAddress.parse(text));
        } catch (IllegalArgumentException e) {
            throw new ParameterException(
                    spec.commandLine(), option + ": " + e.getMessage() + ", or 'off'", e, null, text);
        }
    }

    private int run(Configuration configuration, Environment environment, Onlookers onlookers)
            throws InterruptedException {
        Gateway gateway = Gateway.start(configuration, environment, onlookers);
        gateway.watch(file);
        Thread stop = new Thread(gateway::close, "alize-stop");
        Runtime.getRuntime().addShutdownHook(stop);
        while (!gateway.awaitRunning(LOOK)) {
            if (gateway.hasFailed()) {
                return failed(gateway, stop);
            }
        }
        say("Gateway " + gateway.instance() + " is ready (configuration " + configuration.version() + ")");
        gateway.awaitEnd();
        return gateway.hasFailed() ? failed(gateway, stop) : 0;
    }

    private void say(String sentence) {
        PrintWriter out = spec.commandLine().getOut();
        out.println(sentence);
        out.flush();
    }

    private int failed(Gateway gateway, Thread stop) {
        Runtime.getRuntime().removeShutdownHook(stop);
        gateway.close();
        PrintWriter err = spec.commandLine().getErr();
        err.println("Gateway " + gateway.instance() + " gave up after an error; the log above says which");
        err.flush();
        return 1;
    }
}
