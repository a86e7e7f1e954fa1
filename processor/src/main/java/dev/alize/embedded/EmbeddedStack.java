package dev.alize.embedded;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Random;

/**
 * A Kafka broker, or several, and a schema registry on 127.0.0.1, as child processes of this one. They end with
 * {@link #close} or with this process, even if it is killed. Safe to use from any thread; close it once.
 */
public final class EmbeddedStack implements AutoCloseable {
    /** A free port can be taken between our look and the child's bind: then it is tried again with others. */
    private static final int START_ATTEMPTS = 3;

    private final DataDirectory data;
    private final BrokerCluster brokers;
    private final Registry registry;
    private final Child registryChild;
    private final Duration startTimeout;

    private EmbeddedStack(
            DataDirectory data, BrokerCluster brokers, Registry registry, Child registryChild, Duration startTimeout) {
        this.data = data;
        this.brokers = brokers;
        this.registry = registry;
        this.registryChild = registryChild;
        this.startTimeout = startTimeout;
    }

    /**
     * Starts all and returns once all answer.
     *
     * @throws StackStartException with a message for the user: jars missing, port occupied, data directory in use or made
     *     for another number of brokers, a child that died or was not ready within the start timeout
     */
    public static EmbeddedStack start(EmbeddedOptions options) {
        StackFiles files = StackFiles.locate();
        for (int attempt = 1; true; attempt++) {
            try {
                return startOnce(files, options);
            } catch (StackStartException e) {
                if (!e.portTaken() || attempt == START_ATTEMPTS) {
                    throw e;
                }
            }
        }
    }

    private static EmbeddedStack startOnce(StackFiles files, EmbeddedOptions options) {
        DataDirectory data = DataDirectory.open(options.dataDirectory());
        try {
            EmbeddedStack stack = launch(files, data, options);
            stack.awaitReady();
            return stack;
        } catch (RuntimeException e) {
            data.close();
            throw e;
        }
    }

    /** Starts all at the same time: brokers and registry take about as long as each other. */
    private static EmbeddedStack launch(StackFiles files, DataDirectory data, EmbeddedOptions options) {
        Ports ports = new Ports(new Random());
        Registry registry = new Registry(ports.take(options.registryPort(), "schema registry"));
        ChildCommand registryCommand = registry.command(files, data);
        BrokerCluster brokers = BrokerCluster.launch(files, data, ports, options.brokers(), options.brokerPort());
        try {
            return new EmbeddedStack(data, brokers, registry, Child.start(registryCommand), options.startTimeout());
        } catch (RuntimeException e) {
            brokers.stop();
            throw e;
        }
    }

    private void awaitReady() {
        Deadline deadline = Deadline.in(startTimeout);
        try {
            brokers.awaitReady(deadline);
            registryChild.awaitReady(registry::ready, deadline);
        } catch (InterruptedException e) {
            stopChildren();
            Thread.currentThread().interrupt();
            throw new StackStartException("Interrupted while the embedded stack was starting", e);
        } catch (RuntimeException e) {
            stopChildren();
            throw e;
        }
    }

    /**
     * {@code kill -9} of a broker; returns once its process is gone.
     *
     * @param number from 1
     */
    public void killBroker(int number) throws InterruptedException {
        brokers.kill(number);
    }

    /**
     * Starts a killed broker again, on its data and its port, and returns once it is let in; it may take longer until it
     * has what was written meanwhile.
     *
     * @param number from 1
     * @throws StackStartException where it died or was not ready within the start timeout
     */
    public void startBroker(int number) throws InterruptedException {
        brokers.startAgain(number, Deadline.in(startTimeout));
    }

    /** Addresses of all brokers, for {@code bootstrap.servers}. */
    public String bootstrapServers() {
        return brokers.bootstrapServers();
    }

    /** Base URL of the registry's Confluent API, for {@code schema.registry.url}; ends with {@code /apis/ccompat/v7}. */
    public String registryUrl() {
        return registry.url();
    }

    /** Directory with {@code broker.log} (of several: {@code broker-1.log} and on) and {@code registry.log}; deleted at the end with a temporary stack. */
    public Path logs() {
        return data.directory("logs");
    }

    /** The brokers' processes, for their CPU time; a broker that was started again has a new one. */
    public List<ProcessHandle> brokers() {
        return brokers.handles();
    }

    /** The registry's process, for its CPU time. */
    public ProcessHandle registry() {
        return registryChild.handle();
    }

    /** Stops all, in order if their data is kept, and deletes a temporary data directory. */
    @Override
    public void close() {
        stopChildren();
        data.close();
    }

    private void stopChildren() {
        brokers.stop();
        registryChild.stop();
        brokers.awaitEnd();
        registryChild.awaitEnd();
    }
}
