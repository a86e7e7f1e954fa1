package dev.alize.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The ports that the services of the compose file listen on, by what they are told: never by what is published. */
final class Listening {
    private static final Pattern URL = Pattern.compile("[A-Z0-9a-z+.-]*://[^:/,]*:([0-9]+)");

    private Listening() {}

    static Map<String, Set<Integer>> of(Compose compose) {
        Map<String, Set<Integer>> ports = new TreeMap<>();
        ports.put("kafka", urls(compose.environment("kafka").getOrDefault("KAFKA_LISTENERS", "")));
        ports.put("registry", urls(compose.environment("registry").getOrDefault("SCHEMA_REGISTRY_LISTENERS", "")));
        ports.put("processor", Set.of(port(after(compose, "processor", "--metrics-listen"))));
        ports.put("simulated-mistral", Set.of(Integer.parseInt(after(compose, "simulated-mistral", "--port"))));
        ports.put("ingress", ingress(compose));
        ports.put("connect", urls(properties(compose.directory()).getProperty("listeners")));
        ports.put("prometheus", Set.of(port(option(compose, "prometheus", "--web.listen-address="))));
        ports.put(
                "grafana",
                Set.of(Integer.parseInt(compose.environment("grafana").get("GF_SERVER_HTTP_PORT"))));
        return ports;
    }

    static Properties properties(Path root) {
        Properties properties = new Properties();
        try {
            properties.load(
                    new java.io.StringReader(Yaml.text(root.resolve("connectors/deploy/image/connect.properties"))));
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
        return properties;
    }

    private static Set<Integer> ingress(Compose compose) {
        Path file = compose.hostFile("ingress", after(compose, "ingress", "--config"))
                .orElseThrow();
        JsonNode settings = Yaml.document(Yaml.text(file));
        return Set.of(
                port(settings.path("listen").asText()),
                port(settings.path("health_listen").asText()));
    }

    private static String after(Compose compose, String service, String flag) {
        List<String> words = compose.commandLine(service);
        return words.get(words.indexOf(flag) + 1);
    }

    private static String option(Compose compose, String service, String prefix) {
        return compose.commandLine(service).stream()
                .filter(word -> word.startsWith(prefix))
                .map(word -> word.substring(prefix.length()))
                .findFirst()
                .orElseThrow();
    }

    private static int port(String address) {
        return Integer.parseInt(address.substring(address.lastIndexOf(':') + 1));
    }

    private static Set<Integer> urls(String listeners) {
        Set<Integer> ports = new TreeSet<>();
        Matcher matcher = URL.matcher(listeners);
        while (matcher.find()) {
            ports.add(Integer.parseInt(matcher.group(1)));
        }
        return ports;
    }
}
