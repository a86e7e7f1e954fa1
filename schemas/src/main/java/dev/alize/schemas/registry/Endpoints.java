package dev.alize.schemas.registry;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import javax.security.auth.login.AppConfigurationEntry;
import org.apache.kafka.common.config.AbstractConfig;
import org.apache.kafka.common.config.ConfigException;
import org.apache.kafka.common.config.SaslConfigs;
import org.apache.kafka.common.config.types.Password;
import org.apache.kafka.common.security.JaasContext;
import org.jspecify.annotations.Nullable;

/** The addresses of the registry with the credentials for each. */
final class Endpoints {
    private static final Pattern USER_INFO = Pattern.compile("//[^/]*@");

    private Endpoints() {}

    static List<Endpoint> of(AbstractConfig config, Map<String, Object> settings) {
        Credentials shared = shared(config, settings);
        List<Endpoint> endpoints = new ArrayList<>();
        for (String url : config.getList(RegistryConfig.URL)) {
            endpoints.add(endpoint(url.strip(), shared));
        }
        if (endpoints.isEmpty()) {
            throw new ConfigException(RegistryConfig.URL, "", "got nothing, expected at least one http or https URL");
        }
        return endpoints;
    }

    private static Endpoint endpoint(String url, @Nullable Credentials shared) {
        URI uri;
        try {
            uri = new URI(url);
        } catch (URISyntaxException e) {
            throw noUrl(url);
        }
        boolean http = "http".equalsIgnoreCase(uri.getScheme()) || "https".equalsIgnoreCase(uri.getScheme());
        if (!http || uri.getHost() == null || uri.getQuery() != null || uri.getFragment() != null) {
            throw noUrl(url);
        }
        String base = USER_INFO.matcher(url).replaceFirst("//").replaceFirst("/+$", "");
        if (shared != null || uri.getUserInfo() == null) {
            return new Endpoint(base, shared);
        }
        return new Endpoint(base, Credentials.basic(uri.getUserInfo()));
    }

    private static ConfigException noUrl(String url) {
        String masked = USER_INFO.matcher(url).replaceFirst("//***@");
        return new ConfigException(RegistryConfig.URL, masked, "expected an http or https URL with a host");
    }

    /** What goes to every address; null where each URL brings its own or there is none. */
    private static @Nullable Credentials shared(AbstractConfig config, Map<String, Object> settings) {
        Password token = config.getPassword("bearer.auth.token");
        String source = config.getString("basic.auth.credentials.source");
        boolean bearer = token != null || settings.containsKey("bearer.auth.credentials.source");
        if (bearer && !source.equals("URL")) {
            throw new ConfigException(
                    "basic.auth.credentials.source", source, "expected to be unset where bearer.auth.* is set");
        }
        if (bearer) {
            return Credentials.bearer(required("bearer.auth.token", token, "a token"));
        }
        return switch (source) {
            case "USER_INFO" -> Credentials.basic(userInfo(config.getPassword("basic.auth.user.info")));
            case "SASL_INHERIT" -> Credentials.basic(inherited(settings));
            default -> null;
        };
    }

    private static String userInfo(@Nullable Password value) {
        String userInfo = required("basic.auth.user.info", value, "user:password");
        if (userInfo.indexOf(':') < 0) {
            throw new ConfigException("basic.auth.user.info", "[hidden]", "got no colon, expected user:password");
        }
        return userInfo;
    }

    private static String required(String name, @Nullable Password value, String expected) {
        if (value == null || value.value().isBlank()) {
            throw new ConfigException(name, null, "got nothing, expected " + expected);
        }
        return value.value().strip();
    }

    private static String inherited(Map<String, Object> settings) {
        Map<String, Object> jaas = new HashMap<>(settings);
        jaas.computeIfPresent(
                SaslConfigs.SASL_JAAS_CONFIG,
                (name, value) -> value instanceof Password ? value : new Password(value.toString()));
        for (AppConfigurationEntry entry : JaasContext.loadClientContext(jaas).configurationEntries()) {
            Object user = entry.getOptions().get("username");
            Object password = entry.getOptions().get("password");
            if (user != null && password != null) {
                return user + ":" + password;
            }
        }
        throw new ConfigException(
                SaslConfigs.SASL_JAAS_CONFIG,
                "[hidden]",
                "got no username and password, expected both for SASL_INHERIT");
    }
}
