package dev.alize.connect.batch;

import dev.alize.connect.batch.source.BatchFileSourceTask;
import dev.alize.connect.batch.source.SourceSettings;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.Config;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.source.ConnectorTransactionBoundaries;
import org.apache.kafka.connect.source.ExactlyOnceSupport;
import org.apache.kafka.connect.source.SourceConnector;

/** Files of the vendors' batch APIs, dropped into a directory, become requests: each line once, whatever is killed. */
public final class AlizeBatchFileSource extends SourceConnector {
    private static final String MAX_REQUEST_SIZE = "producer.override.max.request.size";
    private static final int PRODUCER_DEFAULT = 1_048_576;
    /** What a record has beside its value: key, headers and lengths. */
    private static final int RECORD_OVERHEAD = 1_024;

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
        return BatchFileSourceTask.class;
    }

    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        List<Map<String, String>> tasks = new ArrayList<>();
        for (int task = 0; task < maxTasks; task++) {
            Map<String, String> own = new HashMap<>(settings);
            own.put(BatchFileSourceTask.TASK, Integer.toString(task));
            own.put(BatchFileSourceTask.TASKS, Integer.toString(maxTasks));
            tasks.add(own);
        }
        return tasks;
    }

    @Override
    public void stop() {
        // The connector itself holds nothing.
    }

    @Override
    public ConfigDef config() {
        return SourceSettings.DEFINITION;
    }

    @Override
    public Config validate(Map<String, String> connectorConfigs) {
        Validation validation = new Validation(connectorConfigs, super.validate(connectorConfigs));
        validation.requireBytes();
        validation.requireSerde();
        checkSizes(connectorConfigs, validation);
        String input = connectorConfigs.get(SourceSettings.INPUT);
        if (input != null && input.equals(connectorConfigs.get(SourceSettings.FINISHED))) {
            validation.error(SourceSettings.FINISHED, "got the input directory, expected another one");
        }
        return validation.result();
    }

    private static void checkSizes(Map<String, String> settings, Validation validation) {
        try {
            long request = Long.parseLong(settings.getOrDefault(SourceSettings.REQUEST_MAX_BYTES, "1000000"));
            long producer = Long.parseLong(settings.getOrDefault(MAX_REQUEST_SIZE, "" + PRODUCER_DEFAULT));
            if (request + RECORD_OVERHEAD > producer) {
                validation.error(
                        SourceSettings.REQUEST_MAX_BYTES,
                        "got " + request + ", expected at most " + MAX_REQUEST_SIZE + " (" + producer + ") less "
                                + RECORD_OVERHEAD + ": the producer would refuse the record and the task would fail");
            }
        } catch (NumberFormatException e) {
            // Each key's own validator reports it.
        }
    }

    @Override
    public ExactlyOnceSupport exactlyOnceSupport(Map<String, String> connectorConfig) {
        return ExactlyOnceSupport.SUPPORTED;
    }

    @Override
    public ConnectorTransactionBoundaries canDefineTransactionBoundaries(Map<String, String> connectorConfig) {
        return ConnectorTransactionBoundaries.SUPPORTED;
    }

    /** Any file may be forgotten; what is set is what {@code GET …/offsets} gave. */
    @Override
    public boolean alterOffsets(Map<String, String> connectorConfig, Map<Map<String, ?>, Map<String, ?>> offsets) {
        offsets.forEach(BatchFileSourceTask::checkOffset);
        return true;
    }
}
