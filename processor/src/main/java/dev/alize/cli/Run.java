package dev.alize.cli;

import dev.alize.config.Configuration;
import dev.alize.config.Environment;
import dev.alize.config.reader.ConfigurationReader;
import dev.alize.gateway.Gateway;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Runs one instance until it is told to stop: then it takes nothing in any more and waits for its open calls. */
@Command(
        name = "run",
        description = "Run one instance of the gateway until it is stopped (SIGTERM or Ctrl-C drains it).",
        footer = {"", "Example:", "  alize run --policy-config policy-config.yaml"})
public final class Run implements Callable<Integer> {
    private static final Duration LOOK = Duration.ofSeconds(1);

    @Option(
            names = "--policy-config",
            paramLabel = "FILE",
            required = true,
            description = "The configuration; see docs/configuration.md. It is looked at once a second, and what can"
                    + " change without a restart is followed.")
    private Path file = Path.of("policy-config.yaml");

    @Spec
    private CommandSpec spec = CommandSpec.create();

    @Override
    public Integer call() throws InterruptedException {
        Configuration configuration = new ConfigurationReader().read(file);
        PrintWriter out = spec.commandLine().getOut();
        Gateway gateway = Gateway.start(configuration, Environment.ofProcess());
        gateway.watch(file);
        Thread stop = new Thread(gateway::close, "alize-stop");
        Runtime.getRuntime().addShutdownHook(stop);
        while (!gateway.awaitRunning(LOOK)) {
            if (gateway.hasFailed()) {
                return failed(gateway, stop);
            }
        }
        out.println("Gateway " + gateway.instance() + " is ready (configuration " + configuration.version() + ")");
        out.flush();
        gateway.awaitEnd();
        return gateway.hasFailed() ? failed(gateway, stop) : 0;
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
