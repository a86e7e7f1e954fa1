package dev.alize.schemas.registry;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import javax.net.ssl.SSLContext;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigDef;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.SslConfigs;
import org.apache.kafka.common.security.ssl.DefaultSslEngineFactory;
import org.jspecify.annotations.Nullable;

/** TLS by Kafka's own names (JKS, PKCS12 and PEM, files and inline PEM) behind {@code schema.registry.}. */
final class Tls {
    private static final Set<String> TYPES = Set.of("JKS", "PKCS12", "PEM");
    private static final ConfigDef DEFINITION = new ConfigDef().withClientSslSupport();

    private Tls() {}

    /** Null where nothing about TLS is set. */
    static @Nullable SSLContext of(Map<String, Object> settings) {
        Map<String, Object> ssl = new HashMap<>();
        settings.forEach((name, value) -> {
            if (name.startsWith("ssl.")) {
                ssl.put(name, value);
            }
        });
        if (ssl.isEmpty()) {
            return null;
        }
        checkHostNames(ssl);
        checkType(ssl, SslConfigs.SSL_TRUSTSTORE_TYPE_CONFIG);
        checkType(ssl, SslConfigs.SSL_KEYSTORE_TYPE_CONFIG);
        try (DefaultSslEngineFactory factory = new DefaultSslEngineFactory()) {
            factory.configure(new AbstractConfig(DEFINITION, ssl, false).values());
            return factory.sslContext();
        } catch (ConfigException e) {
            throw new ConfigException("schema.registry.ssl.*: " + e.getMessage());
        } catch (KafkaException e) {
            throw new ConfigException("schema.registry.ssl.*: " + e.getMessage() + ", expected readable key material");
        }
    }

    private static void checkType(Map<String, Object> ssl, String name) {
        Object type = ssl.get(name);
        if (type != null && !TYPES.contains(type.toString().toUpperCase(Locale.ROOT))) {
            throw new ConfigException(RegistryConfig.PREFIX + name, type, "expected JKS, PKCS12 or PEM");
        }
    }

    private static void checkHostNames(Map<String, Object> ssl) {
        Object algorithm = ssl.get(SslConfigs.SSL_ENDPOINT_IDENTIFICATION_ALGORITHM_CONFIG);
        if (algorithm != null && !"https".equalsIgnoreCase(algorithm.toString())) {
            throw new ConfigException(
                    "schema.registry.ssl.endpoint.identification.algorithm",
                    algorithm,
                    "expected https: the registry's host name is always checked");
        }
    }
}
