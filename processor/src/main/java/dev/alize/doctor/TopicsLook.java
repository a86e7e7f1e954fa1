package dev.alize.doctor;

import dev.alize.client.Connection;
import dev.alize.client.Problem;
import dev.alize.client.TopicCheck;
import dev.alize.client.TopicLayout;
import dev.alize.client.TopicLayout.Plan;
import dev.alize.client.UnreachableException;
import dev.alize.config.Configuration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Asks the brokers for our topics and their settings. */
public final class TopicsLook implements Look.Probe {
    private final Supplier<Connection> connection;
    private final Configuration configuration;

    public TopicsLook(Supplier<Connection> connection, Configuration configuration) {
        this.connection = connection;
        this.configuration = configuration;
    }

    @Override
    public List<Finding> look() {
        Connection made = connection.get();
        List<Plan> plans = TopicLayout.of(configuration);
        try (Admin admin = made.admin()) {
            List<Problem> layout = TopicCheck.check(admin, made, configuration);
            Map<String, TopicDescription> there = there(admin, made, plans);
            Map<String, Map<String, String>> settings = settings(admin, made, there);
            Map<String, TopicsCheck.Seen> seen = new HashMap<>();
            there.forEach((name, topic) -> seen.put(name, seen(topic, settings.getOrDefault(name, Map.of()))));
            return List.of(TopicsCheck.of(plans, layout, seen));
        }
    }

    private static Map<String, TopicDescription> there(Admin admin, Connection made, List<Plan> plans) {
        Map<String, TopicDescription> there = new HashMap<>();
        admin.describeTopics(plans.stream().map(Plan::name).toList())
                .topicNameValues()
                .forEach((name, answer) -> existing(made, answer).ifPresent(topic -> there.put(name, topic)));
        return there;
    }

    private static Optional<TopicDescription> existing(Connection made, KafkaFuture<TopicDescription> answer) {
        try {
            return Optional.of(made.await(answer));
        } catch (UnreachableException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static Map<String, Map<String, String>> settings(
            Admin admin, Connection made, Map<String, TopicDescription> there) {
        List<ConfigResource> asked = there.keySet().stream()
                .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                .toList();
        Map<String, Map<String, String>> settings = new HashMap<>();
        made.await(admin.describeConfigs(asked).all())
                .forEach((resource, config) -> settings.put(resource.name(), texts(config)));
        return settings;
    }

    private static Map<String, String> texts(Config config) {
        return config.entries().stream()
                .filter(entry -> entry.value() != null)
                .collect(Collectors.toMap(ConfigEntry::name, ConfigEntry::value, (one, other) -> one));
    }

    private static TopicsCheck.Seen seen(TopicDescription topic, Map<String, String> settings) {
        List<TopicPartitionInfo> partitions = topic.partitions();
        return new TopicsCheck.Seen(
                partitions.size(),
                partitions.stream().mapToInt(p -> p.replicas().size()).min().orElse(0),
                (int) partitions.stream()
                        .filter(p -> p.isr().size() < p.replicas().size())
                        .count(),
                (int) partitions.stream()
                        .filter(p -> p.leader() == null || p.leader().isEmpty())
                        .count(),
                settings);
    }
}
