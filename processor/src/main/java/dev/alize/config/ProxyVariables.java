package dev.alize.config;

import dev.alize.domain.settings.InvalidSettingException;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The usual variables for proxies, in upper or lower case: {@code HTTPS_PROXY} for https targets, {@code HTTP_PROXY} for
 * http targets, both {@code http://[user:password@]host[:port]}, and {@code NO_PROXY}, a list of hosts that are called
 * directly. An entry of it is a host, which stands for the hosts below it as well, perhaps with a port, or {@code *};
 * ranges of addresses are not known.
 */
final class ProxyVariables {
    private static final int USUAL_PORT = 80;

    private ProxyVariables() {}

    /** @throws InvalidSettingException where the variable holds no usable URL; names the variable, not its text */
    static Optional<ProxySettings.Fixed> of(Environment environment, URI baseUrl) {
        boolean tls = "https".equalsIgnoreCase(baseUrl.getScheme());
        String name = tls ? "HTTPS_PROXY" : "HTTP_PROXY";
        int port = baseUrl.getPort() >= 0 ? baseUrl.getPort() : tls ? 443 : 80;
        boolean direct = isListed(baseUrl.getHost(), port, variable(environment, "NO_PROXY"));
        return Optional.of(variable(environment, name))
                .filter(text -> !text.isBlank() && !direct)
                .map(text -> parse(name, text.strip()));
    }

    private static String variable(Environment environment, String name) {
        return environment
                .variable(name)
                .or(() -> environment.variable(name.toLowerCase(Locale.ROOT)))
                .orElse("");
    }

    private static boolean isListed(String host, int port, String list) {
        String name = host.toLowerCase(Locale.ROOT).replaceAll("^\\[|]$", "");
        return Stream.of(list.toLowerCase(Locale.ROOT).split("[,\\s]+"))
                .map(entry -> entry.replaceFirst(":" + port + "$", "").replaceAll("^(\\*?\\.|\\[)|]$", ""))
                .anyMatch(entry ->
                        entry.equals("*") || !entry.isEmpty() && (name.equals(entry) || name.endsWith("." + entry)));
    }

    private static ProxySettings.Fixed parse(String name, String text) {
        try {
            URI url = new URI(text.contains("://") ? text : "http://" + text);
            String host = url.getHost();
            if ("http".equalsIgnoreCase(url.getScheme()) && host != null && url.getPort() != 0) {
                return new ProxySettings.Fixed(
                        host.replaceAll("^\\[|]$", ""),
                        url.getPort() > 0 ? url.getPort() : USUAL_PORT,
                        login(url.getRawUserInfo()));
            }
        } catch (URISyntaxException | IllegalArgumentException e) {
            // Refused below, without the text that the exception holds.
        }
        throw new InvalidSettingException(
                "environment variable " + name, "is no usable proxy; expected http://[user:password@]host:port");
    }

    private static ProxySettings.@Nullable Login login(@Nullable String userInfo) {
        if (userInfo == null) {
            return null;
        }
        String[] parts = userInfo.split(":", 2);
        return new ProxySettings.Login(given(parts[0]), given(parts.length > 1 ? parts[1] : ""));
    }

    private static SecretReference given(String encoded) {
        return new SecretReference.Given(URLDecoder.decode(encoded.replace("+", "%2B"), StandardCharsets.UTF_8));
    }
}
