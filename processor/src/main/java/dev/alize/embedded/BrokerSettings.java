package dev.alize.embedded;

import java.util.Properties;

/** The broker's {@code server.properties}: one node that is broker and controller, with little memory and quick starts. */
final class BrokerSettings {
    /** Log directory, relative to the broker's working directory, so that no character of the path needs escaping. */
    static final String LOG_DIRECTORY = "data";

    private static final int MEBIBYTE = 1 << 20;

    /** Largest record batch, bytes: a request with images in it, and the row the store keeps of it. */
    static final int MESSAGE_MAX_BYTES = 10 * MEBIBYTE;

    private BrokerSettings() {}

    static Properties of(int brokerPort, int controllerPort) {
        Properties settings = new Properties();
        listeners(settings, brokerPort, controllerPort);
        internalTopics(settings);
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

    private static void listeners(Properties settings, int brokerPort, int controllerPort) {
        set(settings, "process.roles", "broker,controller");
        set(settings, "node.id", 1);
        set(
                settings,
                "listeners",
                "BROKER://127.0.0.1:%d,CONTROLLER://127.0.0.1:%d".formatted(brokerPort, controllerPort));
        set(settings, "listener.security.protocol.map", "BROKER:PLAINTEXT,CONTROLLER:PLAINTEXT");
        set(settings, "inter.broker.listener.name", "BROKER");
        set(settings, "controller.listener.names", "CONTROLLER");
        // A fixed quorum is read from here, not from the disk: the port may change from one start to the next.
        set(settings, "controller.quorum.voters", "1@127.0.0.1:%d".formatted(controllerPort));
    }

    /** One replica, and few partitions: each is a file to open, and this node has one group or two. */
    private static void internalTopics(Properties settings) {
        set(settings, "offsets.topic.num.partitions", 5);
        set(settings, "offsets.topic.replication.factor", 1);
        set(settings, "transaction.state.log.num.partitions", 5);
        set(settings, "transaction.state.log.replication.factor", 1);
        set(settings, "transaction.state.log.min.isr", 1);
        set(settings, "share.coordinator.state.topic.num.partitions", 5);
        set(settings, "share.coordinator.state.topic.replication.factor", 1);
        set(settings, "share.coordinator.state.topic.min.isr", 1);
    }

    private static void set(Properties settings, String key, Object value) {
        settings.setProperty(key, value.toString());
    }
}
