package dev.alize.client;

import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.MemberDescription;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.GroupIdNotFoundException;

/** What the brokers know of an application's group. */
public final class ConsumerGroups {
    private ConsumerGroups() {}

    /** Its members, those included that stopped within their session time; none where there is no such group. */
    public static Collection<MemberDescription> members(Admin admin, Connection connection, String group) {
        try {
            return connection.await(admin.describeConsumerGroups(List.of(group)).all()).values().stream()
                    .flatMap(description -> description.members().stream())
                    .toList();
        } catch (UnreachableException e) {
            if (e.getCause() instanceof GroupIdNotFoundException) {
                return List.of();
            }
            throw e;
        }
    }

    /** The topics of which the group has committed an offset. */
    public static Set<String> committedTopics(Admin admin, Connection connection, String group) {
        Map<TopicPartition, ?> offsets =
                connection.await(admin.listConsumerGroupOffsets(group).partitionsToOffsetAndMetadata());
        return offsets.keySet().stream().map(TopicPartition::topic).collect(Collectors.toUnmodifiableSet());
    }
}
