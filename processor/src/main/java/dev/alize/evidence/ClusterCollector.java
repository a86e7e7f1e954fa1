package dev.alize.evidence;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.alize.client.Connection;
import dev.alize.client.TopicLayout;
import dev.alize.config.Configuration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.Config;
import org.apache.kafka.clients.admin.ConfigEntry;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.clients.admin.GroupListing;
import org.apache.kafka.clients.admin.ListOffsetsResult.ListOffsetsResultInfo;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.admin.TopicDescription;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.TopicPartitionInfo;
import org.apache.kafka.common.config.ConfigResource;

/** The gateway's topics with their settings and offsets, and its groups with members and lag. */
public final class ClusterCollector implements Collector {
    private final Supplier<Connection> open;
    private final Configuration configuration;
    private final Scrubber scrubber;

    /** @param open may throw what says that a secret cannot be read */
    public ClusterCollector(Supplier<Connection> open, Configuration configuration, Scrubber scrubber) {
        this.open = open;
        this.configuration = configuration;
        this.scrubber = scrubber;
    }

    @Override
    public String name() {
        return "topics and groups";
    }

    @Override
    public String collect(Path directory) throws IOException {
        Connection connection = open.get();
        try (Admin admin = connection.admin()) {
            Map<TopicPartition, Long> ends = topics(admin, connection, directory);
            int groups = groups(admin, connection, directory, ends);
            return ends.keySet().stream().map(TopicPartition::topic).distinct().count() + " topics, " + groups
                    + " groups, as they are now";
        }
    }

    private Map<TopicPartition, Long> topics(Admin admin, Connection connection, Path directory) throws IOException {
        Set<String> names = names(admin, connection);
        Map<String, TopicDescription> topics =
                connection.await(admin.describeTopics(names).allTopicNames());
        Map<ConfigResource, Config> settings = connection.await(admin.describeConfigs(names.stream()
                        .map(name -> new ConfigResource(ConfigResource.Type.TOPIC, name))
                        .toList())
                .all());
        List<TopicPartition> partitions = topics.values().stream()
                .flatMap(topic -> topic.partitions().stream()
                        .map(partition -> new TopicPartition(topic.name(), partition.partition())))
                .toList();
        Map<TopicPartition, Long> starts = offsets(admin, connection, partitions, OffsetSpec.earliest());
        Map<TopicPartition, Long> ends = offsets(admin, connection, partitions, OffsetSpec.latest());
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        new TreeMap<>(topics).forEach((name, topic) -> {
            ObjectNode node = array.addObject().put("topic", name);
            Config config = settings.get(new ConfigResource(ConfigResource.Type.TOPIC, name));
            settings(node.putObject("settings"), config == null ? List.of() : config.entries());
            ArrayNode each = node.putArray("partitions");
            topic.partitions().forEach(partition -> partition(each.addObject(), name, partition, starts, ends));
        });
        Files.writeString(directory.resolve("topics.json"), array.toPrettyString() + "\n");
        return ends;
    }

    /** Those of the configuration that are there, and those that Kafka Streams made. */
    private Set<String> names(Admin admin, Connection connection) {
        String own = configuration.processing().streams().applicationId() + "-";
        Set<String> ours = TopicLayout.of(configuration).stream()
                .map(TopicLayout.Plan::name)
                .collect(Collectors.toSet());
        return connection.await(admin.listTopics().names()).stream()
                .filter(name -> ours.contains(name) || name.startsWith(own))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private void settings(ObjectNode node, Collection<ConfigEntry> entries) {
        entries.stream()
                .filter(entry -> !entry.isSensitive() && entry.value() != null)
                .sorted(java.util.Comparator.comparing(ConfigEntry::name))
                .forEach(entry -> node.put(entry.name(), scrubber.line(entry.value())));
    }

    private static void partition(
            ObjectNode node,
            String topic,
            TopicPartitionInfo partition,
            Map<TopicPartition, Long> starts,
            Map<TopicPartition, Long> ends) {
        TopicPartition place = new TopicPartition(topic, partition.partition());
        node.put("partition", partition.partition());
        node.put("first_offset", starts.get(place)).put("end_offset", ends.get(place));
        node.put("leader", partition.leader() == null ? -1 : partition.leader().id());
        node.put("replicas", partition.replicas().size());
        node.put("in_sync", partition.isr().size());
    }

    private Map<TopicPartition, Long> offsets(
            Admin admin, Connection connection, List<TopicPartition> partitions, OffsetSpec spec) {
        Map<TopicPartition, OffsetSpec> question =
                partitions.stream().collect(Collectors.toMap(Function.identity(), partition -> spec));
        Map<TopicPartition, Long> offsets = new HashMap<>();
        Map<TopicPartition, ListOffsetsResultInfo> answer =
                connection.await(admin.listOffsets(question).all());
        answer.forEach((place, info) -> offsets.put(place, info.offset()));
        return offsets;
    }

    private int groups(Admin admin, Connection connection, Path directory, Map<TopicPartition, Long> ends)
            throws IOException {
        String application = configuration.processing().streams().applicationId();
        Set<String> ids = new HashSet<>();
        for (GroupListing group : connection.await(admin.listGroups().all())) {
            if (group.groupId().startsWith(application)) {
                ids.add(group.groupId());
            }
        }
        ArrayNode array = JsonNodeFactory.instance.arrayNode();
        for (String id : new TreeSet<>(ids)) {
            group(array.addObject().put("group", id), admin, connection, id, ends);
        }
        Files.writeString(directory.resolve("groups.json"), array.toPrettyString() + "\n");
        return ids.size();
    }

    private void group(ObjectNode node, Admin admin, Connection connection, String id, Map<TopicPartition, Long> ends) {
        ConsumerGroupDescription group = connection
                .await(admin.describeConsumerGroups(List.of(id)).all())
                .get(id);
        if (group != null) {
            node.put("state", group.groupState().toString());
            ArrayNode members = node.putArray("members");
            group.members()
                    .forEach(member -> members.addObject()
                            .put("client", member.clientId())
                            .put("host", member.host())
                            .put(
                                    "partitions",
                                    member.assignment().topicPartitions().size()));
        }
        Map<TopicPartition, OffsetAndMetadata> committed =
                connection.await(admin.listConsumerGroupOffsets(id).partitionsToOffsetAndMetadata());
        ArrayNode offsets = node.putArray("offsets");
        List<TopicPartition> places = new ArrayList<>(committed.keySet());
        places.sort(java.util.Comparator.comparing(TopicPartition::topic).thenComparing(TopicPartition::partition));
        for (TopicPartition place : places) {
            OffsetAndMetadata at = committed.get(place);
            Long end = ends.get(place);
            if (at != null) {
                ObjectNode offset =
                        offsets.addObject().put("topic", place.topic()).put("partition", place.partition());
                offset.put("committed", at.offset());
                offset.put("lag", end == null ? null : Long.valueOf(Math.max(0, end - at.offset())));
            }
        }
    }
}
