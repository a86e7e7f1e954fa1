package dev.alize.provider.network;

import dev.alize.schemas.tls.TrustedAuthorities;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpClientRequest;
import io.vertx.core.http.HttpConnection;
import io.vertx.core.http.RequestOptions;
import io.vertx.core.net.TrustOptions;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The pools of all targets: one for each target and server. Used on the event loop only. */
public final class Pools {
    private final Vertx vertx;
    private final int maxConnections;
    private final Map<String, Network> networks;
    private final Map<String, TrustOptions> authorities = new HashMap<>();
    private final Map<Server, Pool> pools = new HashMap<>();

    /** Base URLs may change while a target keeps its id. */
    private record Server(String target, String host, int port, boolean tls) {}

    /**
     * @param maxConnections of each pool, 1 or more; also the most calls that a target can have open
     * @param networks by the id of the target; those that are not named have {@link Network#DEFAULT}
     * @throws IllegalArgumentException where a CA file cannot be used
     */
    public Pools(Vertx vertx, int maxConnections, Map<String, Network> networks) {
        this.vertx = vertx;
        this.maxConnections = maxConnections;
        this.networks = Map.copyOf(networks);
        this.networks.forEach((target, network) -> {
            if (network.caFile() != null) {
                authorities.put(target, TrustOptions.wrap(TrustedAuthorities.withThoseOf(network.caFile())));
            }
        });
    }

    /**
     * Gets a connection to a target, and a request on it that is not sent yet.
     *
     * @param request with method, TLS, host, port, URI and the longest time to wait
     */
    public Future<HttpClientRequest> request(String target, RequestOptions request) {
        Server server = new Server(target, request.getHost(), request.getPort(), request.isSsl());
        Pool pool = pools.get(server);
        if (pool == null) {
            pool = open(server);
            pools.put(server, pool);
        }
        return pool.request(request);
    }

    /** A call to a target timed out on this connection, without any byte of an answer. */
    public void distrust(String target, HttpConnection connection) {
        pools.forEach((server, pool) -> {
            if (server.target().equals(target)) {
                pool.distrust(connection);
            }
        });
    }

    private Pool open(Server server) {
        Network network = networks.getOrDefault(server.target(), Network.DEFAULT);
        @Nullable TrustOptions trusted = authorities.get(server.target());
        return new Pool(vertx, network, server.tls(), maxConnections, new Clients(vertx, network, trusted));
    }
}
