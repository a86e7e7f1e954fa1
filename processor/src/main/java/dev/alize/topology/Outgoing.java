package dev.alize.topology;

import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.jspecify.annotations.Nullable;

/**
 * A record on its way to a sink: encoded and checked already, so that producing it cannot fail for its content.
 *
 * @param partition the partition its request came from; never the hash of its key, because producers in other
 *     languages hash differently
 * @param value the encoded value, null for a record that has only headers
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Outgoing(int partition, byte @Nullable [] value) {
    static final Serializer<Outgoing> SERIALIZER = (topic, outgoing) -> outgoing.value();

    static final StreamPartitioner<byte[], Outgoing> OWN_PARTITION = new StreamPartitioner<>() {
        @Override
        public Optional<Set<Integer>> partitions(String topic, byte[] key, Outgoing value, int numPartitions) {
            return Optional.of(Set.of(value.partition()));
        }
    };
}
