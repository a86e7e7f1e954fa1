package dev.alize.ingress.config;

import dev.alize.ingress.access.ServerTls;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * All of a configuration file.
 *
 * @param health where readiness and metrics are served; empty for nowhere
 * @param tls empty for plain HTTP
 * @param tenantsFile empty for no keys, which only an address of this machine may have unless {@code open} says so
 * @param open whether everybody who can reach the server may call it without a key
 * @param models that {@code GET /v1/models} names
 */
public record IngressSettings(
        KafkaProperties kafka,
        TopicNames topics,
        Address listen,
        Optional<Address> health,
        Optional<ServerTls> tls,
        Limits limits,
        IndexSettings index,
        Optional<Path> tenantsFile,
        boolean open,
        List<String> models) {
    public IngressSettings {
        models = List.copyOf(models);
    }
}
