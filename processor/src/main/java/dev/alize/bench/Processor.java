package dev.alize.bench;

import dev.alize.audit.chain.Signer;
import dev.alize.bench.ProcessorConfig.Endpoints;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** One processor under test: a process, and after each kill the next one on the same state. Confined to one thread. */
final class Processor implements AutoCloseable {
    /** All processors of a bench sign with the same key. */
    static final Signer.Pair TRAIL_KEYS = Signer.generate();

    private static final String CONSOLE_AT = "Console at ";
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private final Workplace workplace;
    private final String name;
    private final Path configuration;
    private final List<String> jvmOptions;
    private Duration spent = Duration.ZERO;
    private int starts;
    private Part part;

    private Processor(Workplace workplace, String name, Path configuration, List<String> jvmOptions) {
        this.workplace = workplace;
        this.name = name;
        this.configuration = configuration;
        this.jvmOptions = jvmOptions;
        this.part = next();
    }

    /** @param name also the instance's name */
    static Processor start(Workplace workplace, String name, Endpoints endpoints, RigOptions options) {
        ProcessorConfig config = new ProcessorConfig(endpoints, name, workplace.directory(name + "/state"), options);
        workplace.file(name, ProcessorConfig.KEY_FILE, "bench");
        workplace.file(name, ProcessorConfig.HASH_KEY_FILE, "the bench keys its trail with this");
        workplace.file(name, ProcessorConfig.SIGNING_KEY_FILE, TRAIL_KEYS.privateKey());
        return new Processor(
                workplace, name, workplace.file(name, "policy-config.yaml", config.yaml()), options.jvmOptions());
    }

    private Part next() {
        starts++;
        return workplace.start(
                name,
                "processor." + starts + ".log",
                jvmOptions,
                List.of(
                        "run",
                        "--policy-config",
                        configuration.toString(),
                        "--metrics-listen",
                        "127.0.0.1:0",
                        "--listen",
                        "127.0.0.1:0"));
    }

    String name() {
        return name;
    }

    /** Waits until it owns its partitions. */
    void awaitReady(Duration patience) throws InterruptedException {
        part.awaitLine("Gateway " + name + " is ready", patience);
    }

    /** Where its present process serves the console. */
    URI console() throws InterruptedException {
        String line = part.awaitLine(CONSOLE_AT, PATIENCE);
        return URI.create(
                line.substring(line.indexOf(CONSOLE_AT) + CONSOLE_AT.length()).strip());
    }

    /** Of its present process. */
    long pid() {
        return part.handle().pid();
    }

    /** The lines of a file in its directory. */
    List<String> linesOf(String file) {
        return workplace.linesOf(name, file);
    }

    /** CPU of all its processes. */
    Duration cpu() {
        return spent.plus(part.cpu());
    }

    /** @throws IllegalStateException with the end of its log where it ended by itself */
    void requireAlive() {
        if (!part.isAlive()) {
            throw part.failed("ended by itself");
        }
    }

    /** {@code kill -9}; returns once the process is gone. */
    void kill() throws InterruptedException {
        spent = cpu();
        part.kill();
    }

    /**
     * Starts the next process.
     *
     * @return just before it was started
     */
    Start restart() {
        part = next();
        return part.start();
    }

    /** How often a stream thread died, over the logs of all its processes. */
    int threadDeaths() {
        return workplace.lines(name, "processor.", "A stream thread died");
    }

    @Override
    public void close() {
        part.close();
    }
}
