package dev.alize.topology;

import java.util.Optional;
import java.util.Set;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.common.utils.Utils;
import org.apache.kafka.streams.processor.StreamPartitioner;
import org.jspecify.annotations.Nullable;

/**
 * A record on its way to a sink: encoded and checked already, so that producing it cannot fail for its content.
 *
 * @param partition the partition its request came from; never the hash of its key, because producers in other
 *     languages hash differently
 * @param value the encoded value, null for a record that has only headers
 * @param isRaw whether the value is another's, as it came, with its own headers
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
record Outgoing(int partition, byte @Nullable [] value, boolean isRaw) {
    static final StreamPartitioner<byte[], Outgoing> OWN_PARTITION = new StreamPartitioner<>() {
        @Override
        public Optional<Set<Integer>> partitions(String topic, byte[] key, Outgoing value, int numPartitions) {
            return Optional.of(Set.of(value.partition()));
        }
    };

    /** Where the same key always comes to the same reader. */
    static final StreamPartitioner<byte[], Outgoing> BY_KEY = new StreamPartitioner<>() {
        @Override
        public Optional<Set<Integer>> partitions(String topic, byte[] key, Outgoing value, int numPartitions) {
            return Optional.of(Set.of(Utils.toPositive(Utils.murmur2(key)) % numPartitions));
        }
    };

    /** Something that the codec encoded. */
    Outgoing(int partition, byte @Nullable [] value) {
        this(partition, value, false);
    }

    /** The last step before the producer: gives what the codec encoded the header that names its schema, if any. */
    record Writing(Codec codec) implements Serializer<Outgoing> {
        @Override
        public byte @Nullable [] serialize(String topic, Outgoing outgoing) {
            return outgoing.value();
        }

        @Override
        public byte @Nullable [] serialize(String topic, Headers headers, Outgoing outgoing) {
            if (outgoing.value() != null && !outgoing.isRaw()) {
                codec.schemaHeader(topic).ifPresent(headers::add);
            }
            return outgoing.value();
        }
    }
}
