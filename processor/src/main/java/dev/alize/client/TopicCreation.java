package dev.alize.client;

import dev.alize.client.TopicLayout.Plan;
import dev.alize.config.Configuration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.common.errors.TopicExistsException;

/** Creates the topics that are missing; never alters one that exists. */
public final class TopicCreation {
    private TopicCreation() {}

    /**
     * What became of a topic.
     *
     * @param existed true where nothing had to be done
     */
    public record Done(Plan plan, boolean existed) {}

    /**
     * Creates what is missing. Can be repeated.
     *
     * @param dryRun true to change nothing and tell what would be done
     * @throws BadInputException where a topic exists with another number of partitions; then nothing was created
     * @throws UnreachableException where the brokers do not answer, or refuse
     */
    public static List<Done> create(Connection connection, Configuration configuration, boolean dryRun) {
        try (Admin admin = connection.admin()) {
            return create(admin, connection, configuration, dryRun);
        }
    }

    private static List<Done> create(Admin admin, Connection connection, Configuration configuration, boolean dryRun) {
        List<Plan> plans = TopicLayout.of(configuration);
        Map<String, Integer> partitions = TopicCheck.partitions(admin, connection, names(plans));
        List<Problem> problems = plans.stream()
                .filter(plan -> partitions.containsKey(plan.name()))
                .flatMap(plan -> TopicCheck.problem(plan, Optional.ofNullable(partitions.get(plan.name()))).stream())
                .toList();
        if (!problems.isEmpty()) {
            throw new BadInputException("Topic layout", problems, problems.size());
        }
        List<Done> done = new ArrayList<>();
        for (Plan plan : plans) {
            boolean exists = partitions.containsKey(plan.name());
            if (!exists && !dryRun) {
                create(admin, connection, plan);
            }
            done.add(new Done(plan, exists));
        }
        if (!dryRun) {
            Map<String, Integer> wanted = new TreeMap<>();
            plans.forEach(plan -> wanted.put(plan.name(), 1));
            TopicCheck.awaitVisible(admin, connection, wanted);
        }
        return done;
    }

    private static List<String> names(List<Plan> plans) {
        return plans.stream().map(Plan::name).toList();
    }

    private static void create(Admin admin, Connection connection, Plan plan) {
        try {
            connection.await(admin.createTopics(List.of(plan.toNewTopic())).all());
        } catch (UnreachableException e) {
            if (!(e.getCause() instanceof TopicExistsException)) {
                throw e;
            }
        }
    }
}
