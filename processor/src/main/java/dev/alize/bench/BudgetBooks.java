package dev.alize.bench;

import dev.alize.bench.ProcessorConfig.Endpoints;
import dev.alize.budget.BudgetLedger;
import dev.alize.schemas.serde.AvroSerde;
import java.nio.file.Path;
import java.util.Map;
import java.util.Properties;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;

/** The ledger of budgets in a Streams application of its own. */
final class BudgetBooks implements AutoCloseable {
    private final KafkaStreams streams;
    private final AvroSerde<Object> serde = new AvroSerde<>();

    /** @param stateDirectory of its own */
    BudgetBooks(Endpoints endpoints, Path stateDirectory) {
        serde.configure(Map.of("schema.registry.url", endpoints.registryUrl(), "specific.avro.reader", true), false);
        Topology topology = new Topology();
        BudgetLedger.addTo(topology, serde, "llm.budget-claims", "llm.budgets");
        Properties properties = new Properties();
        properties.put(StreamsConfig.APPLICATION_ID_CONFIG, ProcessorConfig.APPLICATION + "-books");
        properties.put(StreamsConfig.BOOTSTRAP_SERVERS_CONFIG, endpoints.bootstrapServers());
        properties.put(StreamsConfig.STATE_DIR_CONFIG, stateDirectory.toString());
        properties.put(StreamsConfig.PROCESSING_GUARANTEE_CONFIG, StreamsConfig.EXACTLY_ONCE_V2);
        properties.put(StreamsConfig.COMMIT_INTERVAL_MS_CONFIG, 50);
        properties.put(StreamsConfig.REPLICATION_FACTOR_CONFIG, 1);
        streams = new KafkaStreams(topology, properties);
        streams.start();
    }

    @Override
    public void close() {
        streams.close();
        serde.close();
    }
}
