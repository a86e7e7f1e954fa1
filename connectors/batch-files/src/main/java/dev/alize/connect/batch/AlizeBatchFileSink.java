package dev.alize.connect.batch;

import dev.alize.connect.batch.sink.BatchFileSinkTask;
import dev.alize.connect.batch.sink.SinkSettings;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.errors.ConnectException;
import org.apache.kafka.connect.sink.SinkConnector;

/** Responses to the requests of batch files become files of the vendors' result format, one set for each batch. */
public final class AlizeBatchFileSink extends SinkConnector {
    private Map<String, String> settings = Map.of();

    @Override
    public String version() {
        return Version.TEXT;
    }

    @Override
    public void start(Map<String, String> properties) {
        settings = Map.copyOf(properties);
    }

    @Override
    public Class<? extends Task> taskClass() {
        return BatchFileSinkTask.class;
    }

    /** One task, since a batch's answers come from all partitions and are counted together. */
    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        return List.of(settings);
    }

    @Override
    public void stop() {
        // The connector itself holds nothing.
    }

    @Override
    public ConfigDef config() {
        return SinkSettings.DEFINITION;
    }

    @Override
    public Config validate(Map<String, String> connectorConfigs) {
        Validation validation = new Validation(connectorConfigs, super.validate(connectorConfigs));
        validation.requireBytes();
        validation.requireSerde();
        validation.require(
                "consumer.override.isolation.level",
                "read_committed",
                "responses of aborted transactions must not become lines");
        if (!connectorConfigs.getOrDefault("tasks.max", "1").equals("1")) {
            validation.error(
                    "tasks.max",
                    "got " + connectorConfigs.get("tasks.max")
                            + ", expected 1: one task counts the answers of a batch and writes its files");
        }
        checkTopics(connectorConfigs, validation);
        return validation.result();
    }

    private static void checkTopics(Map<String, String> settings, Validation validation) {
        String topics = settings.get("topics");
        if (topics == null) {
            return;
        }
        List<String> names = List.of(topics.split("\\s*,\\s*"));
        String batches = settings.getOrDefault(SinkSettings.BATCHES, "llm.batches");
        if (!names.contains(batches) || names.size() < 2) {
            validation.error("topics", "got " + topics + ", expected topics of responses and " + batches);
        }
    }

    /** Refused: what counts are the offsets in the journal, which fit the files. */
    @Override
    public boolean alterOffsets(Map<String, String> connectorConfig, Map<TopicPartition, Long> offsets) {
        throw new ConnectException("The sink's offsets are in " + connectorConfig.get(SinkSettings.OUTPUT)
                + "/.alize/journal.json, beside the files that they belong to; to write all batches anew, stop the"
                + " connector, use another output directory and another name of the connector");
    }
}
