package dev.alize.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Ports that are published, asked for and checked are those that the services listen on; what is waited for exists. */
final class ComposeNetwork {
    private static final Pattern PORT = Pattern.compile("127\\.0\\.0\\.1:([0-9]+)(?:-([0-9]+))?:([0-9]+)");
    private static final Pattern CHECKED =
            Pattern.compile("/dev/tcp/127\\.0\\.0\\.1/([0-9]+)|127\\.0\\.0\\.1:([0-9]+)/");

    private ComposeNetwork() {}

    /**
     * @param listening the ports that a service's settings say, by service
     */
    static List<String> ports(Compose compose, Map<String, Set<Integer>> listening) {
        List<String> problems = new ArrayList<>();
        Map<Integer, String> published = new TreeMap<>();
        compose.services().forEach((name, service) -> {
            Set<Integer> own = listening.getOrDefault(name, Set.of());
            service.path("ports").forEach(port -> {
                Matcher matcher = PORT.matcher(port.asText());
                if (!matcher.matches()) {
                    problems.add(name + ": port " + port.asText() + " is not 127.0.0.1:HOST:CONTAINER");
                    return;
                }
                int first = Integer.parseInt(matcher.group(1));
                int last = matcher.group(2) == null ? first : Integer.parseInt(matcher.group(2));
                for (int host = first; host <= last; host++) {
                    String other = published.put(host, name);
                    if (other != null) {
                        problems.add(name + ": port " + host + " is " + other + "'s");
                    }
                }
                if (!own.contains(Integer.parseInt(matcher.group(3)))) {
                    problems.add(name + ": publishes " + matcher.group(3) + ", listens on " + own);
                }
            });
            checked(service).stream()
                    .filter(port -> !own.contains(port))
                    .forEach(port ->
                            problems.add(name + ": its health check asks port " + port + ", it listens on " + own));
        });
        return problems;
    }

    private static Set<Integer> checked(JsonNode service) {
        Set<Integer> ports = new TreeSet<>();
        List<String> words = Compose.texts(service.at("/healthcheck/test")).toList();
        int own = words.indexOf("http-ok");
        if (own >= 0) {
            ports.add(Integer.parseInt(words.get(own + 1)));
        }
        Matcher matcher = CHECKED.matcher(String.join(" ", words));
        while (matcher.find()) {
            ports.add(Integer.parseInt(matcher.group(1) == null ? matcher.group(2) : matcher.group(1)));
        }
        return ports;
    }

    /** What a service waits for is there, can come about, and does not wait for it in turn. */
    static List<String> order(Compose compose) {
        List<String> problems = new ArrayList<>();
        compose.services()
                .forEach((name, service) -> service.path("depends_on").fields().forEachRemaining(entry -> {
                    String other = entry.getKey();
                    if (!compose.services().containsKey(other)) {
                        problems.add(name + ": waits for " + other + ", which is no service");
                        return;
                    }
                    String condition = entry.getValue().path("condition").asText();
                    if (condition.equals("service_completed_successfully") != compose.isOneShot(other)) {
                        problems.add(name + ": waits for " + other + " to be " + condition + ", which never comes");
                    }
                    boolean isSometimes = compose.service(other).has("profiles") && !service.has("profiles");
                    if (isSometimes && entry.getValue().path("required").asBoolean(true)) {
                        problems.add(name + ": needs " + other + ", which is only there with its profile");
                    }
                }));
        try {
            compose.startOrder();
        } catch (IllegalStateException e) {
            problems.add(e.getMessage());
        }
        return problems;
    }

    /**
     * Addresses that settings name are of services that listen there.
     *
     * @param addresses as {@code HOST:PORT}
     */
    static List<String> addresses(String file, List<String> addresses, Map<String, Set<Integer>> listening) {
        return addresses.stream()
                .filter(address -> {
                    int colon = address.lastIndexOf(':');
                    Set<Integer> ports = listening.getOrDefault(address.substring(0, colon), Set.of());
                    return !ports.contains(Integer.parseInt(address.substring(colon + 1)));
                })
                .map(address -> file + ": nobody listens at " + address)
                .toList();
    }
}
