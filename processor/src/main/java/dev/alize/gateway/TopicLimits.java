package dev.alize.gateway;

import dev.alize.client.Connection;
import dev.alize.client.Problem;
import dev.alize.client.TopicLayout;
import dev.alize.client.UnreachableException;
import dev.alize.config.Configuration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/**
 * Whether the topics take the largest record that the gateway may write. A refused record would end its transaction, be
 * written again and end that, until the instance gives up.
 */
final class TopicLimits {
    private TopicLimits() {}

    /** What is too small: the topics of the configuration that carry requests or what becomes of them, and the changelog of an application that ran before. */
    static List<String> problems(Admin admin, Connection connection, Configuration configuration) {
        int needed = configuration.processing().bounds().maxRecordBytes();
        List<String> problems = new ArrayList<>();
        admin.describeConfigs(resources(configuration))
                .values()
                .forEach((resource, config) -> limit(connection, config)
                        .filter(limit -> limit < needed)
                        .ifPresent(limit -> problems.add(new Problem(
                                        "topic " + resource.name() + ", " + TopicConfig.MAX_MESSAGE_BYTES_CONFIG,
                                        Long.toString(limit),
                                        needed
                                                + " or more, for processing.max_request_bytes and max_response_bytes; raise it"
                                                + " with kafka-configs")
                                .toString())));
        Collections.sort(problems);
        return problems;
    }

    private static List<ConfigResource> resources(Configuration configuration) {
        List<String> names = new ArrayList<>();
        TopicLayout.of(configuration).stream()
                .filter(plan -> !plan.topic().hasOnePartition())
                .forEach(plan -> names.add(plan.name()));
        names.add(TopicLayout.changelog(configuration));
        return names.stream()
                .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                .toList();
    }

    /** Empty for a topic that does not exist. */
    private static Optional<Long> limit(Connection connection, KafkaFuture<Config> answer) {
        try {
            Config config = connection.await(answer);
            return Optional.of(Long.parseLong(
                    config.get(TopicConfig.MAX_MESSAGE_BYTES_CONFIG).value()));
        } catch (UnreachableException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return Optional.empty();
            }
            throw e;
        }
    }
}
