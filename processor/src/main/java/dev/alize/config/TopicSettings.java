package dev.alize.config;

import dev.alize.domain.settings.InvalidSettingException;
import dev.alize.domain.settings.Range;
import java.time.Duration;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Block {@code topics}.
 *
 * @param partitions of every topic but {@code control}, {@code quota_shares} and {@code incidents}, which have one; 1 to 10,000, default 6; {@code topics create}
 *     makes them, and the processor checks them when it starts
 * @param replicationFactor used by {@code topics create}; 1 to 100, or -1, the default, for the broker's own default
 * @param names of all topics but the optional ones that the file does not name; default: {@code prefix} (default {@code llm.}) and the topic's suffix
 * @param retention of the topics that have one: 7 days, but 30 for dead letters; 1 minute to 36,500 days
 */
public record TopicSettings(
        int partitions, int replicationFactor, Map<Topic, String> names, Map<Topic, Duration> retention) {
    public static final String DEFAULT_PREFIX = "llm.";
    public static final Range<Integer> PARTITIONS = Range.of(1, 10_000);
    public static final Range<Integer> REPLICATION_FACTOR = Range.of(-1, 100);
    /** Of {@code quota_shares}: what is said there is outdated after seconds. */
    public static final Duration SHARES_RETENTION = Duration.ofHours(1);

    public static final Range<Duration> RETENTION = Range.of(Duration.ofMinutes(1), Duration.ofDays(36_500));

    /** Kafka's rule ({@code org.apache.kafka.common.internals.Topic}): 1 to 249 of these, but not only dots. */
    private static final Pattern NAME = Pattern.compile("(?!\\.{1,2}$)[a-zA-Z0-9._-]{1,249}");

    public TopicSettings {
        PARTITIONS.check("topics.partitions", partitions);
        REPLICATION_FACTOR.check("topics.replication_factor", replicationFactor);
        if (replicationFactor == 0) {
            throw new InvalidSettingException("topics.replication_factor", "got 0, expected -1, or 1 and more");
        }
        names = Collections.unmodifiableMap(new EnumMap<>(names));
        retention = Collections.unmodifiableMap(new EnumMap<>(retention));
        retention.values().forEach(value -> RETENTION.check("topics.retention", value));
        Set<String> taken = new HashSet<>();
        for (Topic topic : Topic.values()) {
            String name = names.getOrDefault(topic, "");
            if (topic.isOptional() && name.isEmpty()) {
                continue;
            }
            if (!isValid(name) || !taken.add(colliding(name))) {
                throw new InvalidSettingException("topics." + topic.key(), "'" + name + "' is invalid or taken");
            }
        }
    }

    /** Whether Kafka accepts the name of a topic. */
    public static boolean isValid(String name) {
        return NAME.matcher(name).matches();
    }

    /** Equal for names that Kafka does not let stand side by side: dots and underscores are the same in metrics. */
    public static String colliding(String name) {
        return name.replace('.', '_');
    }

    /** The retention that {@code topics create} gives where the file says nothing. */
    public static Duration defaultRetention(Topic topic) {
        return Duration.ofDays(topic == Topic.DEAD_LETTERS ? 30 : 7);
    }

    /** Whether there is such a topic. */
    public boolean has(Topic topic) {
        return names.containsKey(topic);
    }

    /** Empty where there is no such topic. */
    public String name(Topic topic) {
        return names.getOrDefault(topic, "");
    }

    /** 1 for a topic that every instance reads as a whole. */
    public int partitions(Topic topic) {
        return topic.hasOnePartition() ? 1 : partitions;
    }

    public TopicSettings withPartitions(int newPartitions) {
        return new TopicSettings(newPartitions, replicationFactor, names, retention);
    }
}
