package dev.alize.alerts;

import dev.alize.config.AlertSettings;
import java.util.Map;
import java.util.function.Supplier;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.AutoOffsetReset;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.processor.TimestampExtractor;
import org.apache.kafka.streams.state.Stores;

/**
 * The part of the books that tells people. It reads the topic that the judging stage writes, so a change is told when it
 * is committed, and never one that a crash took back.
 */
public final class AlertTopology {
    /** Streams numbers parts of a topology by the names of their sources: this one comes last, so that no other moves. */
    private static final String SOURCE = "written-incidents";

    private static final String STAGE = "alert-tell";
    private static final TimestampExtractor RECORD_TIME =
            (record, partitionTime) -> record.timestamp() >= 0 ? record.timestamp() : System.currentTimeMillis();
    private static final Map<String, String> CHANGELOG = Map.of(
            "segment.ms",
            "600000",
            "segment.bytes",
            Integer.toString(16 * 1024 * 1024),
            "delete.retention.ms",
            "60000");

    private AlertTopology() {}

    /**
     * Adds source, store and stage.
     *
     * @param incidents name of the topic of incidents
     * @param decoder of its values
     * @param couriers makes what carries letters; each is closed by the stage
     */
    public static void addTo(
            Topology topology,
            String incidents,
            IncidentDecoder decoder,
            AlertSettings settings,
            Supplier<Courier> couriers,
            AlertObserver observer) {
        topology.addSource(
                AutoOffsetReset.earliest(),
                SOURCE,
                RECORD_TIME,
                new ByteArrayDeserializer(),
                new ByteArrayDeserializer(),
                incidents);
        topology.addProcessor(STAGE, () -> new Tell(settings, decoder, couriers, observer), SOURCE);
        topology.addStateStore(
                Stores.keyValueStoreBuilder(
                                Stores.inMemoryKeyValueStore(Tell.STORE), Serdes.String(), Serdes.ByteArray())
                        .withCachingEnabled()
                        .withLoggingEnabled(CHANGELOG),
                STAGE);
    }
}
