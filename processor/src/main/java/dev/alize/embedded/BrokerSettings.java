package dev.alize.embedded;

import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;

/**
 * A broker's {@code server.properties}: every node is broker and controller, with little memory and quick starts. How
 * soon a dead broker is noticed is left at Kafka's defaults, so that what a death does here is what it does elsewhere.
 */
final class BrokerSettings {
    /** Log directory, relative to the broker's working directory, so that no character of the path needs escaping. */
    static final String LOG_DIRECTORY = "data";

    private static final int MEBIBYTE = 1 << 20;

    /** Largest record batch, bytes: a request with images in it, and the row the store keeps of it. */
    static final int MESSAGE_MAX_BYTES = 10 * MEBIBYTE;

    private static final int MOST_REPLICAS = 3;

    private BrokerSettings() {}

    /** @param nodes of the cluster, of which {@code node} is one */
    static Properties of(BrokerNode node, List<BrokerNode> nodes) {
        Properties settings = new Properties();
        listeners(settings, node, nodes);
        internalTopics(settings);
        replicas(settings, nodes.size());
        set(settings, "log.dirs", LOG_DIRECTORY);
        set(settings, "auto.create.topics.enable", false);
        set(settings, "message.max.bytes", MESSAGE_MAX_BYTES);
        set(settings, "replica.fetch.max.bytes", MESSAGE_MAX_BYTES);
        set(settings, "log.cleaner.dedupe.buffer.size", 16 * MEBIBYTE); // default 128 MiB, of a heap of 512
        set(settings, "num.network.threads", 2);
        set(settings, "num.io.threads", 4);
        set(settings, "background.threads", 4);
        set(settings, "group.initial.rebalance.delay.ms", 0); // no other member is about to come
        set(settings, "group.streams.initial.rebalance.delay.ms", 0);
        set(settings, "broker.heartbeat.interval.ms", 500); // default 2000: time until the broker is let in
        // How often the transactions of dead producers are looked for; default 10000, which delays every failover.
        set(settings, "transaction.abort.timed.out.transaction.cleanup.interval.ms", 1_000);
        // A transaction that starts while the one before is being completed waits this long, 20 ms by default.
        set(settings, "add.partitions.to.txn.retry.backoff.ms", 2);
        return settings;
    }

    private static void listeners(Properties settings, BrokerNode node, List<BrokerNode> nodes) {
        set(settings, "process.roles", "broker,controller");
        set(settings, "node.id", node.id());
        set(
                settings,
                "listeners",
                "BROKER://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d".formatted(node.port(), node.controllerPort()));
        set(settings, "listener.security.protocol.map", "BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT");
        set(settings, "inter.broker.listener.name", "BROKER");
        set(settings, "controller.listener.names", "CONTROLLER");
        // A fixed quorum is read from here, not from the disk: the ports may change from one start to the next.
        set(
                settings,
                "controller.quorum.voters",
                nodes.stream().map(BrokerNode::voter).collect(Collectors.joining(",")));
    }

    /** Few partitions: each is a file to open, and there are one or two groups. */
    private static void internalTopics(Properties settings) {
        set(settings, "offsets.topic.num.partitions", 5);
        set(settings, "transaction.state.log.num.partitions", 5);
        set(settings, "share.coordinator.state.topic.num.partitions", 5);
    }

    /** Three where there are as many brokers, of which two must have a record: then any one broker may die. */
    private static void replicas(Properties settings, int brokers) {
        int replicas = Math.min(MOST_REPLICAS, brokers);
        int inSync = replicas == MOST_REPLICAS ? MOST_REPLICAS - 1 : 1;
        set(settings, "offsets.topic.replication.factor", replicas);
        set(settings, "transaction.state.log.replication.factor", replicas);
        set(settings, "transaction.state.log.min.isr", inSync);
        set(settings, "share.coordinator.state.topic.replication.factor", replicas);
        set(settings, "share.coordinator.state.topic.min.isr", inSync);
        if (brokers > 1) {
            set(settings, "default.replication.factor", replicas);
            set(settings, "min.insync.replicas", inSync);
            // All stop together: moving partitions away first would wait for a controller that is gone, too.
            set(settings, "controlled.shutdown.enable", false);
        }
    }

    private static void set(Properties settings, String key, Object value) {
        settings.setProperty(key, value.toString());
    }
}
