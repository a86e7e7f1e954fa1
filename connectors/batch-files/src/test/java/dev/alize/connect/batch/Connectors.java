package dev.alize.connect.batch;

import dev.alize.testing.Stack;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;

/** Configurations as docs/batch-files.md states them. */
public final class Connectors {
    private static final String BYTES = "org.apache.kafka.connect.converters.ByteArrayConverter";

    private Connectors() {}

    /** Files of a directory, each complete when it is there. */
    public static Map<String, String> source(Stack stack, Path input) {
        Map<String, String> config = common(stack);
        config.putAll(Map.of(
                "connector.class", "dev.alize.connect.batch.AlizeBatchFileSource",
                "input.directory", input.toString(),
                "file.completion", "rename",
                "tenant", "acme",
                "exactly.once.support", "required",
                "topic.creation.groups", "batches",
                "topic.creation.batches.include", "llm\\.batches",
                "topic.creation.batches.partitions", "1",
                "topic.creation.batches.replication.factor", "-1",
                "topic.creation.batches.cleanup.policy", "compact"));
        config.put("topic.creation.default.replication.factor", "-1");
        config.put("topic.creation.default.partitions", "6");
        config.put("producer.override.transaction.timeout.ms", "10000");
        return config;
    }

    /** Files of all batches. */
    public static Map<String, String> sink(Stack stack, Path output) {
        Map<String, String> config = common(stack);
        config.putAll(Map.of(
                "connector.class", "dev.alize.connect.batch.AlizeBatchFileSink",
                "topics", "llm.responses,llm.batches",
                "output.directory", output.toString(),
                "consumer.override.isolation.level", "read_committed"));
        return config;
    }

    private static Map<String, String> common(Stack stack) {
        return new HashMap<>(Map.of(
                "tasks.max",
                "1",
                "key.converter",
                BYTES,
                "value.converter",
                BYTES,
                "schema.registry.url",
                stack.registryUrl()));
    }
}
