package dev.alize.incidents;

import dev.alize.budget.StoredAvro;
import dev.alize.config.IncidentSettings;
import dev.alize.schemas.Incident;
import dev.alize.schemas.IncidentSignal;
import dev.alize.usage.AuditDecoder;
import java.util.Map;
import java.util.Set;
import org.apache.kafka.common.serialization.Serde;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.common.serialization.Serializer;
import org.apache.kafka.streams.kstream.KStream;
import org.apache.kafka.streams.kstream.Named;
import org.apache.kafka.streams.kstream.Produced;
import org.apache.kafka.streams.kstream.Repartitioned;
import org.apache.kafka.streams.processor.api.Processor;
import org.apache.kafka.streams.processor.api.ProcessorSupplier;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/**
 * The part of the books that looks for incidents: each partition of the audit trail is counted, the counts go through one
 * internal topic with one partition to the stage that judges, and that writes the incidents.
 */
public final class IncidentTopology {
    private static final Map<String, String> CHANGELOG = Map.of(
            "segment.ms",
            "600000",
            "segment.bytes",
            Integer.toString(16 * 1024 * 1024),
            "delete.retention.ms",
            "60000");

    private static final Serde<IncidentSignal> SIGNALS = Serdes.serdeFrom(
            (topic, signal) -> signal == null ? null : StoredAvro.write(signal),
            (topic, bytes) -> bytes == null ? null : StoredAvro.read(bytes, IncidentSignal.class));

    private IncidentTopology() {}

    /**
     * Adds the stages.
     *
     * @param events the audit topic
     * @param incidents name of the topic of incidents
     * @param decoder of the audit topic's values
     * @param records writes the values of {@code incidents}
     * @param outside what is known beside the audit trail
     */
    public static void addTo(
            KStream<byte[], byte[]> events,
            String incidents,
            AuditDecoder decoder,
            Serializer<Incident> records,
            IncidentSettings settings,
            Outside outside) {
        events.process(() -> new Collect(decoder), Named.as("incident-collect"))
                .repartition(Repartitioned.<String, IncidentSignal>as("incidents")
                        .withKeySerde(Serdes.String())
                        .withValueSerde(SIGNALS)
                        .withNumberOfPartitions(1))
                .process(new Judging(settings, outside), Named.as("incident-judge"))
                .to(
                        incidents,
                        Produced.with(Serdes.String(), Serdes.serdeFrom(records, (topic, bytes) -> {
                                    throw new IllegalStateException("Incidents are written only");
                                }))
                                .withName("incidents"));
    }

    private record Judging(IncidentSettings settings, Outside outside)
            implements ProcessorSupplier<String, IncidentSignal, String, Incident> {
        @Override
        public Processor<String, IncidentSignal, String, Incident> get() {
            return new Judge(settings, outside);
        }

        @Override
        public Set<StoreBuilder<?>> stores() {
            return Set.of(Stores.keyValueStoreBuilder(
                            Stores.inMemoryKeyValueStore(Judge.STORE), Serdes.String(), Serdes.ByteArray())
                    .withCachingEnabled()
                    .withLoggingEnabled(CHANGELOG));
        }
    }
}
