package dev.alize.client;

import dev.alize.config.Configuration;
import dev.alize.config.Topic;
import dev.alize.config.TopicSettings;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.common.acl.AclOperation;
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

    /** The brokers say when a record came, whatever its producer says. */
    private static final String LOG_APPEND_TIME = "LogAppendTime";

    private TopicLayout() {}

    /**
     * A topic as it must be.
     *
     * @param topic its role; a tenant's topic has that of the one it stands in for
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

    /** The plans of all topics that the configuration has: {@link #common}, then those of tenants in the order of the file. */
    public static List<Plan> of(Configuration configuration) {
        return Stream.concat(common(configuration).stream(), tenants(configuration))
                .toList();
    }

    /** The plans of the topics that all tenants share, in the order of {@link #USED}. */
    public static List<Plan> common(Configuration configuration) {
        return USED.stream()
                .filter(configuration.topics()::has)
                .map(topic -> plan(configuration, topic, configuration.topics().name(topic)))
                .toList();
    }

    /** The plans of all topics of a role: the common one, and those that tenants have in its place. */
    public static List<Plan> of(Configuration configuration, Topic role) {
        return of(configuration).stream().filter(plan -> plan.topic() == role).toList();
    }

    /** The plans of the topics that a tenant uses in these roles: its own where it has them. */
    public static List<Plan> ofTenant(Configuration configuration, String tenant, List<Topic> roles) {
        return roles.stream()
                .map(role -> plan(configuration, role, configuration.topic(role, tenant)))
                .toList();
    }

    private static Stream<Plan> tenants(Configuration configuration) {
        return configuration.tenants().bindings().stream()
                .flatMap(binding -> binding.topics().entrySet().stream())
                .map(topic -> own(configuration, topic.getKey(), topic.getValue()));
    }

    /**
     * Records are read in the order of their times, whatever topic they are on: a tenant that set them itself would come
     * before all others.
     */
    private static Plan own(Configuration configuration, Topic topic, String name) {
        Plan plan = plan(configuration, topic, name);
        if (TenantAcls.operation(topic) != AclOperation.WRITE) {
            return plan;
        }
        Map<String, String> properties = new HashMap<>(plan.properties());
        properties.put(TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG, LOG_APPEND_TIME);
        return new Plan(topic, name, plan.partitions(), plan.replicationFactor(), properties);
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

    private static Plan plan(Configuration configuration, Topic topic, String name) {
        TopicSettings topics = configuration.topics();
        int replication = topics.replicationFactor();
        return new Plan(
                topic,
                name,
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
