package dev.alize.gateway;

import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.TopologyDescription;
import org.apache.kafka.streams.TopologyDescription.Source;

/**
 * The name of a static member. One that comes back under its old name gets its old partitions without a rebalance, even if
 * it reads other topics now: the new ones would be nobody's. So the name says what the member reads.
 */
final class MemberName {
    private static final String KEY = StreamsConfig.mainConsumerPrefix(ConsumerConfig.GROUP_INSTANCE_ID_CONFIG);

    private MemberName() {}

    /** The properties with a name that changes with the topics that the parts of the topology read. */
    static Map<String, Object> in(Map<String, Object> properties, Topology topology) {
        Map<String, Object> named = new HashMap<>(properties);
        named.put(
                KEY, "%s-%08x".formatted(properties.get(KEY), sources(topology).hashCode()));
        return named;
    }

    /** Each part with its topics, in an order that does not depend on the run. */
    private static Set<String> sources(Topology topology) {
        Set<String> sources = new TreeSet<>();
        for (TopologyDescription.Subtopology part : topology.describe().subtopologies()) {
            for (TopologyDescription.Node node : part.nodes()) {
                if (node instanceof Source source && source.topicSet() != null) {
                    source.topicSet().forEach(topic -> sources.add(part.id() + " " + topic));
                }
            }
        }
        return sources;
    }
}
