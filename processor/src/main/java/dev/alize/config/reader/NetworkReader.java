package dev.alize.config.reader;

import dev.alize.config.HttpVersion;
import dev.alize.config.NetworkSettings;
import dev.alize.config.ProxySettings;
import dev.alize.config.SecretReference;
import dev.alize.config.yaml.Format;
import dev.alize.config.yaml.Formats;
import dev.alize.config.yaml.YamlMap;
import dev.alize.config.yaml.YamlValue;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Supplier;

/** The keys of a target that say how it is reached. */
final class NetworkReader {
    private static final Format<HttpVersion> HTTP_VERSION = Formats.oneOf(HttpVersion.WORDS);

    private final Paths paths;

    NetworkReader(Paths paths) {
        this.paths = paths;
    }

    Supplier<NetworkSettings> read(YamlMap target) {
        NetworkSettings usual = NetworkSettings.DEFAULT;
        HttpVersion version = target.get("http_version", HTTP_VERSION, usual.httpVersion());
        Duration connect =
                target.get("connect_timeout", Values.duration(NetworkSettings.CONNECT_TIMEOUT), usual.connectTimeout());
        Duration keepAlive = target.get("keep_alive", Values.duration(NetworkSettings.KEEP_ALIVE), usual.keepAlive());
        Duration age =
                target.get("max_connection_age", Values.duration(NetworkSettings.MAX_AGE), usual.maxConnectionAge());
        Optional<Path> caFile = target.find("ca_file", Formats.text()).map(paths::ofFile);
        Optional<Supplier<ProxySettings>> proxy = target.value("proxy").map(this::proxy);
        if (version == HttpVersion.HTTP_2 && proxy.isPresent() && isCleartext(target)) {
            target.problem("http_version", "2 needs https where there is a proxy");
        }
        return () -> new NetworkSettings(
                version,
                connect,
                keepAlive,
                age,
                caFile.orElse(null),
                proxy.map(Supplier::get).orElse(null));
    }

    private Supplier<ProxySettings> proxy(YamlValue value) {
        YamlMap proxy = value.map();
        Optional<ProxyUrl.Address> address = proxy.find("url", new ProxyUrl());
        boolean fromEnvironment = proxy.get("from_environment", Formats.flag(), false);
        Optional<SecretReference> username = secret(proxy, "username_ref");
        Optional<SecretReference> password = secret(proxy, "password_ref");
        if (value.isMap() && proxy.has("url") == fromEnvironment) {
            proxy.problem("expected either url or from_environment: true");
        }
        if (proxy.has("username_ref") != proxy.has("password_ref")) {
            proxy.problem("expected both username_ref and password_ref, or neither");
        } else if (proxy.has("username_ref") && fromEnvironment) {
            proxy.problem("username_ref", "stands in the variable where the proxy comes from the environment");
        }
        return () -> fromEnvironment
                ? new ProxySettings.FromEnvironment()
                : fixed(address.orElseThrow(), username, password);
    }

    private Optional<SecretReference> secret(YamlMap proxy, String key) {
        return proxy.value(key).flatMap(value -> new SecretReader(paths).read(value));
    }

    private static ProxySettings fixed(
            ProxyUrl.Address address, Optional<SecretReference> username, Optional<SecretReference> password) {
        ProxySettings.Login login = username.map(name -> new ProxySettings.Login(name, password.orElseThrow()))
                .orElse(null);
        return new ProxySettings.Fixed(address.host(), address.port(), login);
    }

    private static boolean isCleartext(YamlMap target) {
        return target.value("base_url")
                .flatMap(value -> value.peek())
                .filter(url -> url.regionMatches(true, 0, "http:", 0, "http:".length()))
                .isPresent();
    }
}
