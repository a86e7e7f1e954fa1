package dev.alize.client;

import dev.alize.config.Configuration;
import dev.alize.config.Topic;
import dev.alize.config.TopicSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.config.TopicConfig;

/** Which topics this version uses, and how they must be. Pure. */
public final class TopicLayout {
    /** Others come with the features that use them. */
    public static final List<Topic> USED = List.of(
            Topic.REQUESTS,
            Topic.REQUESTS_INTERACTIVE,
            Topic.CANCELS,
            Topic.RESPONSES,
            Topic.CHUNKS,
            Topic.RETRIES,
            Topic.FALLBACKS,
            Topic.DEAD_LETTERS,
            Topic.AUDIT,
            Topic.CONTROL,
            Topic.QUOTA_SHARES,
            Topic.CACHE,
            Topic.AUDIT_CHECKPOINTS,
            Topic.ERASURES,
            Topic.USAGE,
            Topic.BUDGET_CLAIMS,
            Topic.BUDGETS,
            Topic.INCIDENTS);

    /** The log deletes whole segments only, and never the one that is written. */
    private static final String SHARES_SEGMENT_MS = "600000";

    /** Kept no longer than an hour beyond its retention, for the same reason. */
    private static final String CACHE_SEGMENT_MS = "3600000";

    private TopicLayout() {}

    /**
     * A topic as it must be.
     *
     * @param topic its role
     * @param name in the cluster
     * @param partitions 1 or more
     * @param replicationFactor nothing for the broker's default
     * @param properties of the topic, by Kafka's names
     */
    public record Plan(
            Topic topic,
            String name,
            int partitions,
            Optional<Short> replicationFactor,
            Map<String, String> properties) {
        public Plan {
            properties = Map.copyOf(properties);
        }

        NewTopic toNewTopic() {
            return new NewTopic(name, Optional.of(partitions), replicationFactor).configs(properties);
        }

        @Override
        public String toString() {
            return name + ": " + partitions + (partitions == 1 ? " partition" : " partitions") + ", replication factor "
                    + replicationFactor.map(String::valueOf).orElse("by the broker") + ", "
                    + new TreeMap<>(properties);
        }
    }

    /** The plans of all used topics that the configuration has, in the order of {@link #USED}. */
    public static List<Plan> of(Configuration configuration) {
        return USED.stream()
                .filter(configuration.topics()::has)
                .map(topic -> plan(configuration, topic))
                .toList();
    }

    /** Where Kafka Streams keeps the rows of the application's requests. */
    public static String changelog(Configuration configuration) {
        return configuration.processing().streams().applicationId() + "-requests-changelog";
    }

    /** Group and application of the books: sums over the audit trail. */
    public static String books(Configuration configuration) {
        return configuration.processing().streams().applicationId() + "-books";
    }

    /** The changelogs that have a partition for each of the topics', that of the requests last; not every one exists. */
    static List<String> changelogs(Configuration configuration) {
        String application = configuration.processing().streams().applicationId();
        return List.of(
                books(configuration) + "-usage-pending-changelog",
                books(configuration) + "-budget-books-changelog",
                application + "-budget-leases-changelog",
                application + "-subjects-changelog",
                application + "-audit-chain-changelog",
                changelog(configuration));
    }

    private static Plan plan(Configuration configuration, Topic topic) {
        TopicSettings topics = configuration.topics();
        int replication = topics.replicationFactor();
        return new Plan(
                topic,
                topics.name(topic),
                topics.partitions(topic),
                replication < 1 ? Optional.empty() : Optional.of((short) replication),
                properties(configuration, topic));
    }

    private static Map<String, String> properties(Configuration configuration, Topic topic) {
        Map<String, String> properties = new HashMap<>();
        if (topic.isCompacted()) {
            properties.put(TopicConfig.CLEANUP_POLICY_CONFIG, TopicConfig.CLEANUP_POLICY_COMPACT);
        } else {
            String delete = TopicConfig.CLEANUP_POLICY_DELETE;
            properties.put(
                    TopicConfig.CLEANUP_POLICY_CONFIG,
                    topic.isCompactedForAWhile() ? TopicConfig.CLEANUP_POLICY_COMPACT + "," + delete : delete);
            properties.put(
                    TopicConfig.RETENTION_MS_CONFIG,
                    Long.toString(configuration.retention(topic).toMillis()));
        }
        if (topic == Topic.QUOTA_SHARES) {
            properties.put(TopicConfig.SEGMENT_MS_CONFIG, SHARES_SEGMENT_MS);
        }
        if (topic == Topic.CACHE) {
            properties.put(TopicConfig.SEGMENT_MS_CONFIG, CACHE_SEGMENT_MS);
        }
        if (!topic.hasOnePartition()) {
            int largest = configuration.processing().bounds().maxRecordBytes();
            properties.put(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(largest));
        }
        return properties;
    }
}
