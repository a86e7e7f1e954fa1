package dev.alize.config.reader;

import dev.alize.config.Topic;
import dev.alize.config.TopicSettings;
import dev.alize.config.yaml.Format;
import dev.alize.config.yaml.Formats;
import dev.alize.config.yaml.YamlMap;
import java.time.Duration;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/** Block {@code topics}. */
final class TopicReader {
    private static final Format<String> PREFIX = Formats.text(
            "at most 200 letters, digits, dots, dashes and underscores",
            text -> text.length() <= 200 && TopicSettings.isValid(text + "x"));
    private static final Format<String> NAME =
            Formats.text("1 to 249 letters, digits, dots, dashes and underscores", TopicSettings::isValid);

    private TopicReader() {}

    static Supplier<TopicSettings> read(YamlMap topics) {
        int partitions = topics.get("partitions", Values.whole(TopicSettings.PARTITIONS), 6);
        int replicas = replicationFactor(topics);
        Map<Topic, String> names = names(topics);
        Map<Topic, Duration> retention = retention(topics.block("retention"));
        return () -> new TopicSettings(partitions, replicas, names, retention);
    }

    private static int replicationFactor(YamlMap topics) {
        int replicas = topics.get("replication_factor", Values.whole(TopicSettings.REPLICATION_FACTOR), -1);
        if (replicas == 0) {
            topics.problem("replication_factor", "got 0, expected 1 or more, or -1 for the broker's default");
        }
        return replicas;
    }

    private static Map<Topic, String> names(YamlMap topics) {
        String prefix = topics.get("prefix", PREFIX, TopicSettings.DEFAULT_PREFIX);
        Map<Topic, String> names = new EnumMap<>(Topic.class);
        Map<String, Topic> taken = new HashMap<>();
        for (Topic topic : Topic.values()) {
            if (topic.isOptional() && !topics.has(topic.key())) {
                topics.find(topic.key(), NAME);
                continue;
            }
            String name = topics.get(topic.key(), NAME, prefix + topic.suffix());
            Topic other = taken.putIfAbsent(TopicSettings.colliding(name), topic);
            if (other != null) {
                String place = topics.has(topic.key()) ? topic.key() : other.key();
                topics.problem(
                        place,
                        "'" + name + "' is the name of both " + other.key() + " and " + topic.key()
                                + " (dots and underscores count as equal)");
            }
            names.put(topic, name);
        }
        return names;
    }

    private static Map<Topic, Duration> retention(YamlMap block) {
        Map<Topic, Duration> retention = new EnumMap<>(Topic.class);
        for (Topic topic : Topic.values()) {
            if (topic.hasRetention()) {
                Duration usual = TopicSettings.defaultRetention(topic);
                retention.put(topic, block.get(topic.key(), Values.duration(TopicSettings.RETENTION), usual));
            }
        }
        return retention;
    }
}
