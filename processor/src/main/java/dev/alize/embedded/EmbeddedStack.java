package dev.alize.embedded;

import java.nio.file.Path;
import java.util.Random;

/**
 * A Kafka broker and a schema registry on 127.0.0.1, as child processes of this one. They end with {@link #close} or with
 * this process, even if it is killed. Safe to use from any thread; close it once.
 */
public final class EmbeddedStack implements AutoCloseable {
    /** A free port can be taken between our look and the child's bind: then it is tried again with others. */
    private static final int START_ATTEMPTS = 3;

    private final DataDirectory data;
    private final Broker broker;
    private final Registry registry;
    private final Child brokerChild;
    private final Child registryChild;

    private EmbeddedStack(
            DataDirectory data, Broker broker, Registry registry, Child brokerChild, Child registryChild) {
        this.data = data;
        this.broker = broker;
        this.registry = registry;
        this.brokerChild = brokerChild;
        this.registryChild = registryChild;
    }

    /**
     * Starts both and returns once both answer.
     *
     * @throws StackStartException with a message for the user: jars missing, port occupied, data directory in use, a child
     *     that died or was not ready within the start timeout
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
            stack.awaitReady(options);
            return stack;
        } catch (RuntimeException e) {
            data.close();
            throw e;
        }
    }

    /** Starts both at the same time: each takes about as long as the other. */
    private static EmbeddedStack launch(StackFiles files, DataDirectory data, EmbeddedOptions options) {
        Ports ports = new Ports(new Random());
        Broker broker = new Broker(ports.take(options.brokerPort(), "Kafka broker"));
        Registry registry = new Registry(ports.take(options.registryPort(), "schema registry"));
        int controllerPort = ports.take(0, "controller of the Kafka broker");
        ChildCommand registryCommand = registry.command(files, data);
        Child brokerChild = Child.start(broker.command(files, data, controllerPort));
        try {
            return new EmbeddedStack(data, broker, registry, brokerChild, Child.start(registryCommand));
        } catch (RuntimeException e) {
            brokerChild.stop();
            throw e;
        }
    }

    private void awaitReady(EmbeddedOptions options) {
        Deadline deadline = Deadline.in(options.startTimeout());
        try {
            brokerChild.awaitReady(broker::ready, deadline);
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

    /** Address for {@code bootstrap.servers}. */
    public String bootstrapServers() {
        return broker.bootstrapServers();
    }

    /** Base URL of the registry's Confluent API, for {@code schema.registry.url}; ends with {@code /apis/ccompat/v7}. */
    public String registryUrl() {
        return registry.url();
    }

    /** Directory with {@code broker.log} and {@code registry.log}; deleted at the end with a temporary stack. */
    public Path logs() {
        return data.directory("logs");
    }

    /** The broker's process, for its CPU time. */
    public ProcessHandle broker() {
        return brokerChild.handle();
    }

    /** The registry's process, for its CPU time. */
    public ProcessHandle registry() {
        return registryChild.handle();
    }

    /** Stops both, in order if their data is kept, and deletes a temporary data directory. */
    @Override
    public void close() {
        stopChildren();
        data.close();
    }

    private void stopChildren() {
        brokerChild.stop();
        registryChild.stop();
        brokerChild.awaitEnd();
        registryChild.awaitEnd();
    }
}
