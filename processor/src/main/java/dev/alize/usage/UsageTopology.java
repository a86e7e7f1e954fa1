package dev.alize.usage;

import dev.alize.schemas.UsageRow;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.StreamsBuilder;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.kstream.Consumed;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.processor.TimestampExtractor;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * Builds the table of usage: the sums of each partition of the audit trail go, once a second, through one internal topic
 * to the table. That topic has one partition whatever the others have, so that a row stays where it is when topics grow.
 */
public final class UsageTopology {
    /** A record without a time stamp is taken as written now; Streams' default would stop the thread. */
    private static final TimestampExtractor RECORD_TIME =
            (record, partitionTime) -> record.timestamp() >= 0 ? record.timestamp() : System.currentTimeMillis();

    /** Rows of the stores carry the fingerprint of the schema they were written in. */
    static final Serde<UsageRow> ROWS = Serdes.serdeFrom(
            (topic, row) -> row == null ? null : encoded(row), (topic, bytes) -> bytes == null ? null : decoded(bytes));

    private static final Map<String, String> CHANGELOG = Map.of(
            "segment.ms",
            "600000",
            "segment.bytes",
            Integer.toString(16 * 1024 * 1024),
            "delete.retention.ms",
            "60000");

    private UsageTopology() {}

    /**
     * The topology, to which others may be added.
     *
     * @param audit name of the audit topic
     * @param usage name of the topic of the table
     * @param rows writes the values of {@code usage}
     */
    public static Topology build(
            String audit, String usage, AuditDecoder decoder, Serializer<UsageRow> rows, UsageObserver observer) {
        StreamsBuilder builder = new StreamsBuilder();
        addTo(events(builder, audit), usage, decoder, rows, observer);
        return builder.build();
    }

    /** The audit topic, for all that reads it. */
    public static KStream<byte[], byte[]> events(StreamsBuilder builder, String audit) {
        Consumed<byte[], byte[]> events = Consumed.with(Serdes.ByteArray(), Serdes.ByteArray())
                .withName("audit")
                .withTimestampExtractor(RECORD_TIME)
                .withOffsetResetPolicy(AutoOffsetReset.earliest());
        return builder.stream(audit, events);
    }

    /** Adds the stages; as {@link #build}. */
    public static void addTo(
            KStream<byte[], byte[]> events,
            String usage,
            AuditDecoder decoder,
            Serializer<UsageRow> rows,
            UsageObserver observer) {
        events.process(new Collecting(decoder, observer), Named.as("usage-collect"))
                .repartition(Repartitioned.<String, UsageRow>as("usage")
                        .withKeySerde(Serdes.String())
                        .withValueSerde(ROWS)
                        .withNumberOfPartitions(1))
                .process(new Totalling(), Named.as("usage-total"))
                .to(
                        usage,
                        Produced.with(Serdes.String(), Serdes.serdeFrom(rows, (topic, bytes) -> {
                                    throw new IllegalStateException("The table is written only");
                                }))
                                .withName("usage-table"));
    }

    private record Collecting(AuditDecoder decoder, UsageObserver observer)
            implements ProcessorSupplier<byte[], byte[], String, UsageRow> {
        @Override
        public Processor<byte[], byte[], String, UsageRow> get() {
            return new Collect(decoder, observer);
        }

        @Override
        public Set<StoreBuilder<?>> stores() {
            return Set.of(
                    Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(Collect.STORE), Serdes.String(), ROWS)
                            .withCachingEnabled()
                            .withLoggingEnabled(CHANGELOG));
        }
    }

    private record Totalling() implements ProcessorSupplier<String, UsageRow, String, UsageRow> {
        @Override
        public Processor<String, UsageRow, String, UsageRow> get() {
            return new Total();
        }

        @Override
        public Set<StoreBuilder<?>> stores() {
            StoreBuilder<KeyValueStore<String, UsageRow>> store = Stores.keyValueStoreBuilder(
                            Stores.persistentKeyValueStore(Total.STORE), Serdes.String(), ROWS)
                    .withCachingEnabled()
                    .withLoggingEnabled(CHANGELOG);
            return Set.of(store);
        }
    }

    private static byte[] encoded(UsageRow row) {
        try {
            ByteBuffer buffer = row.toByteBuffer();
            byte[] bytes = new byte[buffer.remaining()];
            buffer.get(bytes);
            return bytes;
        } catch (IOException e) {
            throw new UncheckedIOException("Writing to memory failed", e);
        }
    }

    private static UsageRow decoded(byte[] bytes) {
        try {
            return UsageRow.fromByteBuffer(ByteBuffer.wrap(bytes));
        } catch (IOException e) {
            throw new UncheckedIOException("A row of usage cannot be read", e);
        }
    }
}
