package dev.alize.gateway;

import dev.alize.audit.TrailKeys;
import dev.alize.client.Connection;
import dev.alize.client.TopicLayout;
import dev.alize.config.Configuration;
import dev.alize.config.Environment;
import dev.alize.control.TrailSecrets;
import dev.alize.domain.Provider;
import dev.alize.topology.WireCodec;
import java.util.Map;
import java.util.function.Function;
import org.apache.kafka.common.KafkaException;
import org.jspecify.annotations.Nullable;

/** Checks and opens what an instance needs, and starts it; where that fails, closes all of it again. */
final class GatewayStart {
    private GatewayStart() {}

    /** What a gateway is made of that a test may want to be different. */
    record Wiring(
            WireCodec codec,
            Provider provider,
            Connection connection,
            Map<String, Object> properties,
            Calling calling,
            TrailKeys trail,
            Onlookers onlookers) {}

    static Gateway start(
            Configuration configuration,
            Environment environment,
            Function<Configuration, Provider> providers,
            Onlookers onlookers) {
        Connection connection = Preconditions.check(configuration, environment);
        WireCodec codec = Codecs.prepared(configuration, connection);
        Provider provider = providers.apply(configuration);
        InstanceDirectory instance = null;
        Calling calling = null;
        try {
            instance = directory(configuration);
            var properties = StreamsProperties.of(
                    configuration.processing().streams(),
                    configuration.processing().bounds(),
                    connection.properties(),
                    instance.instance(),
                    instance.stores());
            TrailKeys trail = TrailSecrets.of(configuration, environment, instance.instance());
            calling = new Calling(
                    configuration,
                    environment,
                    connection,
                    onlookers.observer(),
                    instance.instance(),
                    trail,
                    StreamsProperties.session(properties),
                    Providers.probe(provider));
            Wiring wiring = new Wiring(codec, provider, connection, properties, calling, trail, onlookers);
            Gateway gateway = new Gateway(configuration, environment, instance, wiring);
            gateway.begin();
            return gateway;
        } catch (RuntimeException e) {
            if (calling != null) {
                calling.close();
            }
            abandon(instance, codec, provider);
            throw e instanceof KafkaException ? new GatewayStartException("kafka: " + e.getMessage(), e) : e;
        }
    }

    private static InstanceDirectory directory(Configuration configuration) {
        InstanceDirectory instance =
                InstanceDirectory.of(configuration.processing().streams());
        try {
            if (instance.hasUselessStores()) {
                instance.dropStores(configuration.processing().streams().applicationId());
                instance.dropStores(TopicLayout.books(configuration));
            }
            return instance;
        } catch (RuntimeException e) {
            close(instance);
            throw e;
        }
    }

    private static void abandon(@Nullable InstanceDirectory instance, WireCodec codec, Provider provider) {
        provider.close();
        codec.close();
        if (instance != null) {
            close(instance);
        }
    }

    private static void close(InstanceDirectory instance) {
        instance.neverStarted();
        instance.close();
    }
}
