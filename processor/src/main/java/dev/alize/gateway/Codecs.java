package dev.alize.gateway;

import dev.alize.client.Connection;
import dev.alize.config.Configuration;
import dev.alize.topology.WireCodec;
import java.util.Map;
import org.apache.kafka.common.serialization.Serde;

/** Makes the codec with the configured serde. */
final class Codecs {
    private Codecs() {}

    /** @throws GatewayStartException where the serde cannot be used, or the registry does not answer */
    static WireCodec prepared(Configuration configuration, Connection connection) {
        WireCodec codec = new WireCodec(serde(configuration, connection), Names.of(configuration));
        try {
            codec.prepare();
            return codec;
        } catch (RuntimeException e) {
            codec.close();
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new GatewayStartException(
                    "kafka.schema.registry.url: the registry at "
                            + connection.properties().get("schema.registry.url") + " did not take the schemas ("
                            + cause.getMessage() + ")",
                    e);
        }
    }

    @SuppressWarnings("unchecked") // whatever serde it is, it is asked for our records only
    private static Serde<Object> serde(Configuration configuration, Connection connection) {
        String name = configuration.processing().streams().valueSerde();
        try {
            Object made = Class.forName(name).getDeclaredConstructor().newInstance();
            if (!(made instanceof Serde<?>)) {
                throw new GatewayStartException("processing.value_serde: " + name + " is no Kafka Serde");
            }
            Serde<Object> serde = (Serde<Object>) made;
            Map<String, Object> settings = connection.registry();
            settings.put("specific.avro.reader", true);
            return connection.guarded(() -> {
                serde.configure(settings, false);
                return serde;
            });
        } catch (ReflectiveOperationException e) {
            throw new GatewayStartException(
                    "processing.value_serde: cannot make " + name + " (" + e + "); is its jar on the class path?", e);
        }
    }
}
