package dev.alize.gateway;

import dev.alize.client.Connection;
import dev.alize.client.ConsumerGroups;
import dev.alize.client.Problem;
import dev.alize.client.TopicCheck;
import dev.alize.client.TopicLayout;
import dev.alize.config.Configuration;
import dev.alize.config.TenantBinding;
import dev.alize.config.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;

/** Whether what the application left in the cluster, and those of its instances that run, fit this configuration. */
final class GroupCheck {
    private final Admin admin;
    private final Connection connection;
    private final Configuration configuration;
    private final String application;
    private final List<String> problems = new ArrayList<>();

    private GroupCheck(Admin admin, Connection connection, Configuration configuration) {
        this.admin = admin;
        this.connection = connection;
        this.configuration = configuration;
        this.application = configuration.processing().streams().applicationId();
    }

    static List<String> problems(Admin admin, Connection connection, Configuration configuration) {
        GroupCheck check = new GroupCheck(admin, connection, configuration);
        check.members();
        check.changelog();
        return check.problems;
    }

    /** Instances of one application deal out partitions of topics that all of them must know. */
    private void members() {
        Set<String> own = TopicLayout.of(configuration).stream()
                .map(TopicLayout.Plan::name)
                .collect(Collectors.toSet());
        Set<String> read = ConsumerGroups.members(admin, connection, application).stream()
                .flatMap(member -> member.assignment().topicPartitions().stream())
                .map(TopicPartition::topic)
                .collect(Collectors.toSet());
        Set<String> others =
                read.stream().filter(topic -> !own.contains(topic)).collect(Collectors.toCollection(TreeSet::new));
        if (!others.isEmpty()) {
            problem(
                    "processing.application_id " + application,
                    "running instances that read other topics " + others,
                    "the same topics in all instances of an application, or another application_id");
        }
        tenants(read);
    }

    /** A task has its partition of every topic of requests, so one that nobody has is not known to those that run. */
    private void tenants(Set<String> read) {
        if (!read.contains(configuration.topics().name(Topic.REQUESTS))) {
            return;
        }
        Set<String> unread = configuration.tenants().bindings().stream()
                .map(TenantBinding::requestsTopic)
                .filter(topic -> !read.contains(topic))
                .collect(Collectors.toCollection(TreeSet::new));
        if (!unread.isEmpty()) {
            problem(
                    "tenants.bindings",
                    "running instances that do not read " + unread,
                    "the same bindings in all instances: stop all of them, wait for their session to end"
                            + " (session.timeout.ms, 20 s unless configured), then start them");
        }
    }

    private void changelog() {
        String changelog = TopicLayout.changelog(configuration);
        int expected = configuration.topics().partitions();
        Integer partitions =
                TopicCheck.partitions(admin, connection, List.of(changelog)).get(changelog);
        if (partitions == null) {
            missing(changelog);
        } else if (partitions != expected) {
            problem(
                    "topic " + changelog,
                    partitions + " partitions",
                    expected + ", as the other topics have; stop all instances, then alize topics grow --partitions "
                            + Math.max(partitions, expected));
        } else if (!policy(changelog).equals(TopicConfig.CLEANUP_POLICY_COMPACT)) {
            problem(
                    "topic " + changelog + ", " + TopicConfig.CLEANUP_POLICY_CONFIG,
                    policy(changelog),
                    "compact: else rows of open requests are deleted; set it with kafka-configs");
        }
    }

    /** Kafka Streams would make it anew, and what was open would never be answered. */
    private void missing(String changelog) {
        String requests = configuration.topics().name(Topic.REQUESTS);
        if (ConsumerGroups.committedTopics(admin, connection, application).contains(requests)) {
            problem(
                    "topic " + changelog,
                    "no such topic, although group " + application + " has read " + requests,
                    "the rows of its requests; restore the topic, or give up what was open and delete the group's"
                            + " offsets with kafka-consumer-groups");
        }
    }

    private String policy(String topic) {
        ConfigResource resource = new ConfigResource(ConfigResource.Type.TOPIC, topic);
        Map<ConfigResource, Config> configs =
                connection.await(admin.describeConfigs(List.of(resource)).all());
        return configs.values()
                .iterator()
                .next()
                .get(TopicConfig.CLEANUP_POLICY_CONFIG)
                .value();
    }

    private void problem(String where, String got, String expected) {
        problems.add(new Problem(where, got, expected).toString());
    }
}
