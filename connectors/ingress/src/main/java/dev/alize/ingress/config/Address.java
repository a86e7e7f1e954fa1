package dev.alize.ingress.config;

/**
 * Where a server listens.
 *
 * @param host name or address
 * @param port 0 for any free one
 */
public record Address(String host, int port) {
    @Override
    public String toString() {
        return (host.indexOf(':') >= 0 ? "[" + host + "]" : host) + ":" + port;
    }
}
