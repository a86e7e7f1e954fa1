package dev.alize.client;

import dev.alize.client.TopicLayout.Plan;
import dev.alize.config.Configuration;
import dev.alize.config.Topic;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Compares the topics of a cluster with the configuration. Changes nothing. */
public final class TopicCheck {
    private TopicCheck() {}

    /**
     * What is wrong with the topics that the gateway uses; empty where all is well.
     *
     * @throws UnreachableException where the brokers do not answer, or refuse to describe the topics
     */
    public static List<Problem> check(Admin admin, Connection connection, Configuration configuration) {
        return check(admin, connection, TopicLayout.of(configuration));
    }

    /** The same of some topics; not of those that tenants have to themselves. */
    public static List<Problem> check(
            Admin admin, Connection connection, Configuration configuration, Collection<Topic> topics) {
        return check(
                admin,
                connection,
                TopicLayout.common(configuration).stream()
                        .filter(plan -> topics.contains(plan.topic()))
                        .toList());
    }

    /** The same of these topics. */
    public static List<Problem> check(Admin admin, Connection connection, List<Plan> plans) {
        Map<String, Integer> partitions =
                partitions(admin, connection, plans.stream().map(Plan::name).toList());
        return plans.stream()
                .flatMap(plan -> problem(plan, Optional.ofNullable(partitions.get(plan.name()))).stream())
                .toList();
    }

    /** What is wrong with a topic that has so many partitions, or does not exist. */
    static Optional<Problem> problem(Plan plan, Optional<Integer> partitions) {
        if (partitions.isEmpty()) {
            return Optional.of(new Problem(
                    "topic " + plan.name(),
                    "no such topic",
                    plan.partitions() + " partitions; create it with: alize topics create"));
        }
        if (partitions.get() != plan.partitions()) {
            return Optional.of(new Problem(
                    "topic " + plan.name(),
                    partitions.get() + " partitions",
                    plan.topic().hasOnePartition()
                            ? "1, since every instance reads it as a whole; delete it, then alize topics create"
                            : plan.partitions()
                                    + ", as topics.partitions says; all topics of a gateway must have the same number. More"
                                    + " partitions: stop all instances, then alize topics grow --partitions N"));
        }
        return Optional.empty();
    }

    /** The number of partitions of the topics that exist, by name. */
    public static Map<String, Integer> partitions(Admin admin, Connection connection, Collection<String> names) {
        Map<String, Integer> partitions = new HashMap<>();
        admin.describeTopics(names)
                .topicNameValues()
                .forEach((name, description) -> existing(connection, name, description)
                        .ifPresent(
                                found -> partitions.put(name, found.partitions().size())));
        return partitions;
    }

    private static Optional<TopicDescription> existing(
            Connection connection, String name, KafkaFuture<TopicDescription> answer) {
        try {
            return Optional.of(connection.await(answer));
        } catch (UnreachableException e) {
            if (e.getCause() instanceof UnknownTopicOrPartitionException) {
                return Optional.empty();
            }
            if (e.getCause() instanceof TopicAuthorizationException) {
                throw new UnreachableException(
                        "topic " + name + " at " + connection.brokers() + ": got no right to describe it; expected a"
                                + " principal that has it",
                        e.getCause());
            }
            throw e;
        }
    }
}
