package dev.alize.schemas.serde;

import dev.alize.schemas.registry.RegistryClient;
import dev.alize.schemas.registry.RegistryConfig;
import java.util.Map;
import org.apache.kafka.common.config.ConfigException;

/** What the serdes of one process share: one client, one cache of schemas by id, one configuration. */
public record SerdeContext(RegistryClient registry, WriterSchemas writerSchemas, SerdeConfig config)
        implements AutoCloseable {

    /**
     * Reads the configuration by Confluent's names. Asks the registry nothing yet.
     *
     * @throws ConfigException where a value is missing or wrong: name, got, expected
     */
    public static SerdeContext of(Map<String, ?> settings) {
        SerdeConfig config = SerdeConfig.of(settings);
        RegistryClient registry = new RegistryClient(RegistryConfig.of(settings));
        return new SerdeContext(registry, new WriterSchemas(registry), config);
    }

    /** Ends the client, and so every serde made from this. */
    @Override
    public void close() {
        registry.close();
    }
}
