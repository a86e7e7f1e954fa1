package dev.alize.recipes;

import dev.alize.testing.Stack;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** What the Iceberg recipe needs beside its file, and what its sink has done. */
final class Iceberg implements AutoCloseable {
    /** The connector's name, after which the sink names its groups. */
    static final String CONNECTOR = "audit-iceberg";

    private static final String GROUP = "connect-" + CONNECTOR;

    private final Admin admin;
    private final Map<String, String> config;

    /**
     * @param config of the recipe's file
     * @param warehouse where its files go
     */
    Iceberg(Stack stack, Map<String, String> config, Path warehouse) {
        this.admin = Admin.create(Map.of("bootstrap.servers", stack.bootstrapServers()));
        this.config = new HashMap<>(config);
        this.config.put("iceberg.catalog.warehouse", warehouse.toString());
        this.config.put("iceberg.control.commit.interval-ms", "1000");
        this.config.put("iceberg.control.commit.timeout-ms", "5000");
        this.config.put("iceberg.kafka.session.timeout.ms", "6000");
        this.config.put("consumer.override.session.timeout.ms", "6000");
    }

    /** With a warehouse, commits and timeouts for a test. */
    Map<String, String> config() {
        return config;
    }

    /** The two commands of the page. */
    void prepare() throws Exception {
        String topic = config.get("iceberg.control.topic");
        admin.createTopics(List.of(new NewTopic(topic, 1, (short) 1))).all().get();
        admin.alterConsumerGroupOffsets(
                        GROUP + "-coord", Map.of(new TopicPartition(topic, 0), new OffsetAndMetadata(0)))
                .all()
                .get();
    }

    /**
     * Whether the first files are named on the control topic. The table is empty for a moment yet: who kills the worker
     * now kills it where only that topic knows of them.
     */
    boolean hasFirstFiles() throws Exception {
        return !admin.listConsumerGroupOffsets(GROUP)
                .partitionsToOffsetAndMetadata()
                .get()
                .isEmpty();
    }

    @Override
    public void close() {
        admin.close();
    }
}
