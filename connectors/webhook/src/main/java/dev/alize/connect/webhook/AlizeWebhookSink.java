package dev.alize.connect.webhook;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.connect.connector.Task;
import org.apache.kafka.connect.sink.SinkConnector;

/** Posts each response whose request named a callback URL to that URL, signed, at least once. */
public final class AlizeWebhookSink extends SinkConnector {
    private Map<String, String> settings = Map.of();

    @Override
    public String version() {
        return version(AlizeWebhookSink.class);
    }

    static String version(Class<?> type) {
        return Objects.requireNonNullElse(type.getPackage().getImplementationVersion(), "unpackaged");
    }

    @Override
    public ConfigDef config() {
        return SettingsDefinition.ALL;
    }

    @Override
    public void start(Map<String, String> given) {
        settings = Map.copyOf(given);
    }

    @Override
    public Class<? extends Task> taskClass() {
        return AlizeWebhookTask.class;
    }

    @Override
    public List<Map<String, String>> taskConfigs(int maxTasks) {
        return IntStream.range(0, maxTasks).mapToObj(task -> settings).toList();
    }

    @Override
    public void stop() {
        settings = Map.of();
    }
}
