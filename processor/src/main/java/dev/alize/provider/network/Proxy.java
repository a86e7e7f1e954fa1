package dev.alize.provider.network;

import dev.alize.domain.Secret;
import io.vertx.core.net.ProxyOptions;
import io.vertx.core.net.ProxyType;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * An HTTP proxy. Calls to https targets go through a tunnel (CONNECT), those to http targets by their absolute URL.
 *
 * @param host name or address
 * @param port 1 to 65535
 * @param login null for a proxy without authentication
 */
public record Proxy(String host, int port, @Nullable Login login) {
    /** For Basic authentication; read at every call, so that a rotated password is picked up. */
    public record Login(Secret username, Secret password) {}

    /** Host and port, as in messages. */
    String address() {
        return host + ":" + port;
    }

    /** @throws IllegalStateException where user name or password cannot be read */
    ProxyOptions options(Duration connectTimeout) {
        ProxyOptions options = new ProxyOptions()
                .setType(ProxyType.HTTP)
                .setHost(host)
                .setPort(port)
                .setConnectTimeout(connectTimeout);
        return login == null
                ? options
                : options.setUsername(login.username().reveal())
                        .setPassword(login.password().reveal());
    }
}
