package dev.alize.testing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * A Kafka Connect worker in distributed mode as a process, with a group and REST address that it keeps over its
 * restarts. Its jars are those of the module {@code worker}.
 */
public final class Worker implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(120);

    private final Path directory;
    private final Path properties;
    private final Map<String, String> environment;
    private final ConnectRest rest;
    private RunningProcess process;

    private Worker(Path directory, Path properties, Map<String, String> environment, ConnectRest rest) {
        this.directory = directory;
        this.properties = properties;
        this.environment = Map.copyOf(environment);
        this.rest = rest;
        this.process = run();
    }

    /**
     * Starts one and returns once it is healthy.
     *
     * @param directory gets its properties, and is where it runs
     * @param plugins directories of {@code plugin.path}, see {@link #plugins}
     * @param settings of the worker, before those of this class; with {@code group.id} its topics are named
     */
    public static Worker start(Path directory, Stack stack, List<Path> plugins, Map<String, String> settings)
            throws IOException, InterruptedException {
        return start(directory, stack, plugins, settings, Map.of());
    }

    /**
     * The same with variables that {@code ${env:…}} reads.
     *
     * @param environment added to that of this process
     */
    public static Worker start(
            Path directory,
            Stack stack,
            List<Path> plugins,
            Map<String, String> settings,
            Map<String, String> environment)
            throws IOException, InterruptedException {
        Files.createDirectories(directory);
        int port = freePort();
        Map<String, String> all = new TreeMap<>(defaults(port, stack.bootstrapServers()));
        all.putAll(settings);
        String group = all.get("group.id");
        all.putIfAbsent("config.storage.topic", group + "-configs");
        all.putIfAbsent("offset.storage.topic", group + "-offsets");
        all.putIfAbsent("status.storage.topic", group + "-status");
        all.put("plugin.path", plugins.stream().map(Path::toString).collect(Collectors.joining(",")));
        Path properties = directory.resolve("worker.properties");
        Files.write(
                properties,
                all.entrySet().stream()
                        .map(entry -> entry.getKey() + "=" + entry.getValue())
                        .toList());
        Worker worker = new Worker(directory, properties, environment, new ConnectRest("http://127.0.0.1:" + port));
        try {
            worker.awaitHealthy();
        } catch (IllegalStateException e) {
            worker.close();
            throw e;
        }
        return worker;
    }

    /**
     * The built plugins of modules, for {@code plugin.path}.
     *
     * @param modules directories of {@code connectors}, such as webhook
     * @throws IllegalStateException where one is not built
     */
    public static List<Path> plugins(String... modules) {
        return Arrays.stream(modules).map(Worker::plugin).toList();
    }

    private static Path plugin(String module) {
        Path built = Repository.root().resolve("connectors").resolve(module).resolve("target/plugin");
        if (!Files.isDirectory(built)) {
            throw new IllegalStateException(built + " is missing; run mvn -DskipTests package first");
        }
        return built;
    }

    /** Flushes and rebalances soon, so that tests wait little. */
    private static Map<String, String> defaults(int port, String bootstrapServers) {
        return Map.ofEntries(
                Map.entry("bootstrap.servers", bootstrapServers),
                Map.entry("group.id", "connect"),
                Map.entry("listeners", "http://127.0.0.1:" + port),
                Map.entry("rest.advertised.host.name", "127.0.0.1"),
                Map.entry("key.converter", "org.apache.kafka.connect.storage.StringConverter"),
                Map.entry("value.converter", "org.apache.kafka.connect.json.JsonConverter"),
                Map.entry("plugin.discovery", "service_load"),
                Map.entry("exactly.once.source.support", "enabled"),
                Map.entry("config.storage.replication.factor", "1"),
                Map.entry("offset.storage.replication.factor", "1"),
                Map.entry("offset.storage.partitions", "1"),
                Map.entry("status.storage.replication.factor", "1"),
                Map.entry("status.storage.partitions", "1"),
                Map.entry("offset.flush.interval.ms", "1000"),
                Map.entry("session.timeout.ms", "6000"),
                Map.entry("heartbeat.interval.ms", "1000"),
                Map.entry("scheduled.rebalance.max.delay.ms", "0"),
                Map.entry("consumer.isolation.level", "read_committed"),
                Map.entry("consumer.auto.offset.reset", "earliest"),
                Map.entry("consumer.session.timeout.ms", "6000"),
                Map.entry("consumer.heartbeat.interval.ms", "1000"),
                Map.entry("consumer.metadata.max.age.ms", "5000"));
    }

    private RunningProcess run() {
        Path jars = Repository.root().resolve("connectors/worker/target/worker");
        if (!Files.isDirectory(jars)) {
            throw new IllegalStateException(jars + " is missing; run mvn -DskipTests package first");
        }
        List<String> command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx320m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:+ExitOnOutOfMemoryError",
                "--enable-native-access=ALL-UNNAMED",
                "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                "-Dorg.slf4j.simpleLogger.log.dev.alize=info",
                "-cp",
                jars + "/*",
                "org.apache.kafka.connect.cli.ConnectDistributed",
                properties.toString());
        return RunningProcess.start("Connect worker", directory, environment, command);
    }

    private static int freePort() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException("No port on the loopback interface is free", e);
        }
    }

    private void awaitHealthy() throws InterruptedException {
        long end = System.nanoTime() + START.toNanos();
        while (!rest.isHealthy()) {
            if (!process.handle().isAlive() || System.nanoTime() - end > 0) {
                throw new IllegalStateException(
                        "The Connect worker is not healthy:\n" + String.join("\n", process.lines()));
            }
            Thread.sleep(100);
        }
    }

    /** Its REST interface; the same over restarts. */
    public ConnectRest rest() {
        return rest;
    }

    /** What it printed since it was started last. */
    public List<String> lines() {
        return process.lines();
    }

    /** {@code kill -9}; returns once it is gone. */
    public void kill() throws InterruptedException {
        process.kill();
    }

    /** Stops it in order, if it runs, and starts it again with the same properties; returns once it is healthy. */
    public void restart() throws InterruptedException {
        process.close();
        process = run();
        awaitHealthy();
    }

    @Override
    public void close() {
        process.close();
    }
}
