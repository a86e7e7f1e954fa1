package dev.alize.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/**
 * A compose file, and the directory that its paths start at.
 *
 * @param text as it stands in the file
 * @param root its tree
 */
record Compose(Path directory, String text, JsonNode root) {
    static Compose of(Path directory, String text) {
        return new Compose(directory, text, Yaml.document(text));
    }

    /** In the order of the file. */
    Map<String, JsonNode> services() {
        Map<String, JsonNode> services = new LinkedHashMap<>();
        root.path("services").fields().forEachRemaining(entry -> services.put(entry.getKey(), entry.getValue()));
        return services;
    }

    JsonNode service(String name) {
        return root.path("services").path(name);
    }

    static Stream<String> texts(JsonNode list) {
        return StreamSupport.stream(list.spliterator(), false).map(JsonNode::asText);
    }

    /** The names of a map, or the elements of a list. */
    static List<String> names(JsonNode node) {
        List<String> names = new ArrayList<>();
        if (node.isObject()) {
            node.fieldNames().forEachRemaining(names::add);
        } else {
            node.forEach(element -> names.add(element.asText()));
        }
        return names;
    }

    Map<String, String> environment(String service) {
        Map<String, String> environment = new TreeMap<>();
        service(service)
                .path("environment")
                .fields()
                .forEachRemaining(entry ->
                        environment.put(entry.getKey(), entry.getValue().asText()));
        return environment;
    }

    /** What it is started with: entrypoint and command. */
    List<String> commandLine(String service) {
        JsonNode node = service(service);
        return Stream.concat(texts(node.path("entrypoint")), texts(node.path("command")))
                .toList();
    }

    /** It ends by itself. */
    boolean isOneShot(String service) {
        return !service(service).has("restart");
    }

    /** Volumes as {@code SOURCE:TARGET[:MODE]}. */
    List<Mount> mounts(String service) {
        return texts(service(service).path("volumes")).map(Mount::of).toList();
    }

    /** The file of this repository that a service sees under a path. */
    Optional<Path> hostFile(String service, String inside) {
        return mounts(service).stream()
                .filter(Mount::isBind)
                .filter(mount -> inside.equals(mount.target()) || inside.startsWith(mount.target() + "/"))
                .map(mount -> directory
                        .resolve(
                                mount.source() + inside.substring(mount.target().length()))
                        .normalize())
                .findFirst();
    }

    /** Services in an order in which each comes after what it depends on. */
    List<String> startOrder() {
        List<String> order = new ArrayList<>();
        List<String> left = new ArrayList<>(services().keySet());
        while (!left.isEmpty()) {
            Optional<String> next = left.stream()
                    .filter(name -> order.containsAll(dependencies(name)))
                    .findFirst();
            if (next.isEmpty()) {
                throw new IllegalStateException("Services depend on each other, or on what is not there: " + left);
            }
            order.add(next.get());
            left.remove(next.get());
        }
        return order;
    }

    TreeSet<String> dependencies(String service) {
        return new TreeSet<>(names(service(service).path("depends_on")));
    }

    /** One volume of a service. */
    record Mount(String source, String target, String mode) {
        static Mount of(String text) {
            String[] parts = text.split(":", 3);
            return new Mount(parts[0], parts.length > 1 ? parts[1] : "", parts.length > 2 ? parts[2] : "");
        }

        boolean isBind() {
            return source.startsWith(".") || source.startsWith("/");
        }
    }
}
