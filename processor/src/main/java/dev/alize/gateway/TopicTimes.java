package dev.alize.gateway;

import dev.alize.client.Connection;
import dev.alize.client.Problem;
import dev.alize.client.TopicLayout;
import dev.alize.client.TopicLayout.Plan;
import dev.alize.config.Configuration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.common.config.ConfigResource;
import org.apache.kafka.common.config.TopicConfig;

/**
 * Whether the brokers, and not the tenants, say when a record came on a tenant's topic. Requests of all topics are read in
 * the order of their times.
 */
final class TopicTimes {
    private static final String TYPE = TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG;

    private TopicTimes() {}

    /** The topics, which are there, whose producers set the time. */
    static List<String> problems(Admin admin, Connection connection, Configuration configuration) {
        List<Plan> plans = TopicLayout.of(configuration).stream()
                .filter(plan -> plan.properties().containsKey(TYPE))
                .toList();
        if (plans.isEmpty()) {
            return List.of();
        }
        List<ConfigResource> topics = plans.stream()
                .map(plan -> new ConfigResource(ConfigResource.Type.TOPIC, plan.name()))
                .toList();
        Map<String, String> types = new HashMap<>();
        connection
                .await(admin.describeConfigs(topics).all())
                .forEach((topic, config) -> Optional.ofNullable(config.get(TYPE))
                        .map(ConfigEntry::value)
                        .ifPresent(type -> types.put(topic.name(), type)));
        return problems(plans, types);
    }

    /** @param types by the name of the topic; one that the brokers do not tell is no problem */
    static List<String> problems(List<Plan> plans, Map<String, String> types) {
        return plans.stream()
                .flatMap(plan -> problem(plan, types).stream())
                .map(Problem::toString)
                .toList();
    }

    private static Optional<Problem> problem(Plan plan, Map<String, String> types) {
        Optional<String> wanted = Optional.ofNullable(plan.properties().get(TYPE));
        Optional<String> got = Optional.ofNullable(types.get(plan.name()));
        if (wanted.isEmpty() || got.isEmpty() || got.equals(wanted)) {
            return Optional.empty();
        }
        return Optional.of(new Problem(
                "topic " + plan.name() + ", " + TYPE,
                got.get(),
                wanted.get() + ", or its tenant can put itself before all others; set it with kafka-configs"));
    }
}
