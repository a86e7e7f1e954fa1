package dev.alize.client;

import dev.alize.client.TopicLayout.Plan;
import dev.alize.config.Configuration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewPartitions;
import org.apache.kafka.common.errors.InvalidPartitionsException;

/**
 * Gives the topics of an application more partitions, its changelog included and those of one partition not, while none of its instances runs. Can be
 * repeated: what has the number already is left alone, so a growth that was cut off is completed by the next.
 */
public final class TopicGrowth {
    private final Connection connection;
    private final Configuration configuration;

    private TopicGrowth(Connection connection, Configuration configuration) {
        this.connection = connection;
        this.configuration = configuration;
    }

    /**
     * A topic that had fewer partitions.
     *
     * @param before number of partitions before
     * @param after number of partitions now
     */
    public record Step(String topic, int before, int after) {}

    /**
     * Grows what is smaller.
     *
     * @param configuration says the topics and the application; its own number of partitions does not matter
     * @param partitions that each topic shall have
     * @param dryRun true to change nothing and tell what would be done
     * @return what was done, in order
     * @throws BadInputException where a topic is missing or has more partitions, or an instance is in the group; then
     *     nothing was changed
     * @throws UnreachableException where the brokers do not answer, or refuse
     */
    public static List<Step> grow(Connection connection, Configuration configuration, int partitions, boolean dryRun) {
        Configuration grown = configuration.withPartitions(partitions);
        try (Admin admin = connection.admin()) {
            return new TopicGrowth(connection, grown).grow(admin, dryRun);
        }
    }

    private List<Step> grow(Admin admin, boolean dryRun) {
        List<Problem> problems = new ArrayList<>();
        List<Step> steps = new ArrayList<>();
        Map<String, Integer> wanted = wanted();
        Map<String, Integer> now = TopicCheck.partitions(admin, connection, wanted.keySet());
        wanted.forEach((topic, partitions) -> {
            int before = now.getOrDefault(topic, changelogs().contains(topic) ? partitions : 0);
            if (before == 0) {
                problems.add(new Problem("topic " + topic, "no such topic", "one; alize topics create makes it"));
            } else if (before > partitions) {
                problems.add(new Problem(
                        "topic " + topic, before + " partitions", "at most " + partitions + ": Kafka takes none away"));
            } else if (before < partitions) {
                steps.add(new Step(topic, before, partitions));
            }
        });
        members(admin, problems);
        if (!problems.isEmpty()) {
            throw new BadInputException("Topic growth", problems, problems.size());
        }
        if (!dryRun) {
            steps.forEach(step -> grow(admin, step));
            Map<String, Integer> grown = new TreeMap<>();
            steps.forEach(step -> grown.put(step.topic(), step.after()));
            TopicCheck.awaitVisible(admin, connection, grown);
        }
        return steps;
    }

    /** The changelogs last, that of the requests at the very end: until then the start refuses, and says that this is not done yet. */
    private Map<String, Integer> wanted() {
        Map<String, Integer> wanted = new LinkedHashMap<>();
        TopicLayout.of(configuration).stream()
                .filter(plan -> !plan.topic().hasOnePartition())
                .forEach((Plan plan) -> wanted.put(plan.name(), plan.partitions()));
        changelogs()
                .forEach(changelog ->
                        wanted.put(changelog, configuration.topics().partitions()));
        return wanted;
    }

    private List<String> changelogs() {
        return TopicLayout.changelogs(configuration);
    }

    private void members(Admin admin, List<Problem> problems) {
        String application = configuration.processing().streams().applicationId();
        int members = ConsumerGroups.members(admin, connection, application).size();
        if (members > 0) {
            problems.add(new Problem(
                    "group " + application,
                    members + (members == 1 ? " member" : " members"),
                    "none: stop all instances of the application; one that stopped is a member until its session"
                            + " ends (session.timeout.ms, 20 s unless configured)"));
        }
    }

    /** Somebody else may just have done it: what the brokers show in the end decides. */
    private void grow(Admin admin, Step step) {
        try {
            connection.await(admin.createPartitions(Map.of(step.topic(), NewPartitions.increaseTo(step.after())))
                    .all());
        } catch (UnreachableException e) {
            if (!(e.getCause() instanceof InvalidPartitionsException)) {
                throw e;
            }
        }
    }
}
