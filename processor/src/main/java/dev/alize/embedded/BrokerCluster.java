package dev.alize.embedded;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.kafka.common.Uuid;

/** The brokers of a stack, one or several, and their processes. Safe to use from any thread. */
final class BrokerCluster {
    private final List<Broker> brokers;
    private final List<ChildCommand> commands;
    /** By broker; a broker that is started again has a new one. */
    private final List<Child> children = new ArrayList<>();

    private BrokerCluster(List<Broker> brokers, List<ChildCommand> commands) {
        this.brokers = List.copyOf(brokers);
        this.commands = List.copyOf(commands);
    }

    /**
     * Chooses ports and starts all at the same time: they wait for each other to elect a controller.
     *
     * @param firstPort of the first broker, or 0 for a free one; the others get free ones
     */
    static BrokerCluster launch(StackFiles files, DataDirectory data, Ports ports, int count, int firstPort) {
        List<Broker> brokers = Broker.all(IntStream.rangeClosed(1, count)
                .mapToObj(id -> new BrokerNode(
                        id,
                        ports.take(id == 1 ? firstPort : 0, "Kafka broker"),
                        ports.take(0, "controller of the Kafka broker")))
                .toList());
        requireMadeFor(brokers, data);
        String clusterId = clusterId(brokers, data);
        BrokerCluster cluster = new BrokerCluster(
                brokers,
                brokers.stream()
                        .map(broker -> broker.command(files, data, clusterId))
                        .toList());
        cluster.startAll();
        return cluster;
    }

    /** The quorum and the replicas are on as many nodes as there were at the first start. */
    private static void requireMadeFor(List<Broker> brokers, DataDirectory data) {
        try (Stream<Path> directories = Files.list(data.root())) {
            long made = directories
                    .filter(directory -> Files.exists(directory.resolve(Broker.PROPERTIES)))
                    .count();
            if (made != 0 && made != brokers.size()) {
                throw new StackStartException(
                        "The data directory %s was made by a stack with brokers: %d, and this one has brokers: %d. Start as many, or choose another directory."
                                .formatted(data.root(), made, brokers.size()));
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Of the nodes that were formatted before: a start may have been cut off after some of them. */
    private static String clusterId(List<Broker> brokers, DataDirectory data) {
        return brokers.stream()
                .map(broker -> data.root()
                        .resolve(broker.id())
                        .resolve(BrokerSettings.LOG_DIRECTORY)
                        .resolve("meta.properties"))
                .filter(Files::exists)
                .map(BrokerCluster::clusterIdIn)
                .findFirst()
                .orElseGet(() -> Uuid.randomUuid().toString());
    }

    private static String clusterIdIn(Path metaProperties) {
        try (InputStream in = Files.newInputStream(metaProperties)) {
            Properties properties = new Properties();
            properties.load(in);
            return properties.getProperty("cluster.id", "");
        } catch (IOException e) {
            throw new StackStartException("Cannot read %s: %s".formatted(metaProperties, e.getMessage()), e);
        }
    }

    private synchronized void startAll() {
        try {
            commands.forEach(command -> children.add(Child.start(command)));
        } catch (RuntimeException e) {
            stop();
            throw e;
        }
    }

    /** Waits until every broker is let in. */
    void awaitReady(Deadline deadline) throws InterruptedException {
        for (int i = 0; i < brokers.size(); i++) {
            child(i).awaitReady(brokers.get(i)::ready, deadline);
        }
    }

    /** {@code kill -9}; returns once the process is gone. */
    void kill(int number) throws InterruptedException {
        child(index(number)).kill();
    }

    /** Starts a killed broker again on its data and its ports, and waits until it is let in. */
    void startAgain(int number, Deadline deadline) throws InterruptedException {
        int index = index(number);
        Child started;
        synchronized (this) {
            if (children.get(index).handle().isAlive()) {
                throw new IllegalStateException("broker " + number + ": is running, expected a killed one");
            }
            started = Child.start(commands.get(index));
            children.set(index, started);
        }
        started.awaitReady(brokers.get(index)::ready, deadline);
    }

    private int index(int number) {
        if (number < 1 || number > brokers.size()) {
            throw new IllegalArgumentException("broker: got %d, expected 1 to %d".formatted(number, brokers.size()));
        }
        return number - 1;
    }

    private synchronized Child child(int index) {
        return children.get(index);
    }

    String bootstrapServers() {
        return brokers.stream().map(Broker::address).collect(Collectors.joining(","));
    }

    synchronized List<ProcessHandle> handles() {
        return children.stream().map(Child::handle).toList();
    }

    /** Asks all to end; {@link #awaitEnd} waits for it. */
    synchronized void stop() {
        children.forEach(Child::stop);
    }

    synchronized void awaitEnd() {
        children.forEach(Child::awaitEnd);
    }
}
