package dev.alize.client;

import dev.alize.client.TopicLayout.Plan;
import dev.alize.config.Configuration;
import dev.alize.config.Topic;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.locks.LockSupport;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.common.KafkaFuture;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.errors.UnknownTopicOrPartitionException;

/** Compares the topics of a cluster with the configuration. Changes nothing. */
public final class TopicCheck {
    private static final long LOOK_NANOS = 50_000_000;
    /** A broker that is removing the files of deleted topics from a slow disk shows new ones late. */
    private static final Duration VISIBLE = Duration.ofSeconds(60);

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

    /**
     * Waits until the brokers show what the controller has decided on: they hear of it a little later.
     *
     * @param wanted least numbers of partitions by topic
     * @throws UnreachableException where they do not within a minute
     */
    static void awaitVisible(Admin admin, Connection connection, Map<String, Integer> wanted) {
        long end = System.nanoTime() + VISIBLE.toNanos();
        Map<String, Integer> missing = new TreeMap<>(wanted);
        while (true) {
            Map<String, Integer> shown = partitions(admin, connection, missing.keySet());
            missing.entrySet().removeIf(topic -> shown.getOrDefault(topic.getKey(), 0) >= topic.getValue());
            if (missing.isEmpty()) {
                return;
            }
            if (System.nanoTime() - end > 0) {
                throw new UnreachableException(
                        "Kafka at " + connection.brokers() + ": the controller decided on topics with partitions "
                                + missing + ", got no broker that shows them within " + VISIBLE.toSeconds()
                                + " s; expected that they are shown soon: look at the brokers' logs, then repeat the command",
                        null);
            }
            LockSupport.parkNanos(LOOK_NANOS);
        }
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
