package dev.alize.erasure;

import dev.alize.client.Connection;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.jspecify.annotations.Nullable;

/** How long the broker keeps topics, by its own settings. */
final class Settings {
    private final Map<String, Config> topics = new HashMap<>();

    private Settings() {}

    static Settings of(Admin admin, Connection connection, Collection<String> names) {
        Settings settings = new Settings();
        connection
                .await(admin.describeConfigs(names.stream()
                                .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                                .toList())
                        .all())
                .forEach((resource, config) -> settings.topics.put(resource.name(), config));
        return settings;
    }

    /** The topics in which Kafka Streams keeps an application's stores. */
    static Set<String> changelogs(Admin admin, Connection connection, String application) {
        return connection.await(admin.listTopics().names()).stream()
                .filter(name -> name.startsWith(application + "-") && name.endsWith("-changelog"))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    /** Null where it is kept for good. */
    @Nullable
    Duration retention(String topic) {
        return value(topic, TopicConfig.CLEANUP_POLICY_CONFIG).contains(TopicConfig.CLEANUP_POLICY_DELETE)
                ? duration(value(topic, TopicConfig.RETENTION_MS_CONFIG))
                : null;
    }

    List<Changelog> changelogs(Collection<String> names) {
        return names.stream()
                .map(name -> new Changelog(
                        name,
                        value(name, TopicConfig.CLEANUP_POLICY_CONFIG),
                        duration(value(name, TopicConfig.MAX_COMPACTION_LAG_MS_CONFIG))))
                .toList();
    }

    private String value(String topic, String name) {
        Config config = topics.get(topic);
        ConfigEntry entry = config == null ? null : config.get(name);
        return entry == null || entry.value() == null ? "" : entry.value();
    }

    /** Null for none, and for "for ever". */
    private static @Nullable Duration duration(String millis) {
        if (millis.isEmpty() || millis.startsWith("-")) {
            return null;
        }
        long length = Long.parseLong(millis);
        return length == Long.MAX_VALUE ? null : Duration.ofMillis(length);
    }
}
