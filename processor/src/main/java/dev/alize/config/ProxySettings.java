package dev.alize.config;

import dev.alize.domain.settings.Range;
import org.jspecify.annotations.Nullable;

/** Block {@code proxy} of a target: the HTTP proxy that its calls go through. */
public sealed interface ProxySettings {
    /**
     * Always this proxy.
     *
     * @param host name or address
     * @param port 1 to 65535
     * @param login null for a proxy without authentication
     */
    record Fixed(String host, int port, @Nullable Login login) implements ProxySettings {
        public static final Range<Integer> PORT = Range.of(1, 65_535);

        public Fixed {
            PORT.check("proxy.url", port);
        }
    }

    /** What {@code HTTPS_PROXY}, {@code HTTP_PROXY} and {@code NO_PROXY} say when the gateway starts. */
    record FromEnvironment() implements ProxySettings {}

    /** User name and password for Basic authentication at a proxy. */
    record Login(SecretReference username, SecretReference password) {}
}
