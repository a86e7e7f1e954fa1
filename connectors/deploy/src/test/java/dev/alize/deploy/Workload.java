package dev.alize.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** An object that makes pods: a StatefulSet, a Deployment or a Job. */
record Workload(String name, String kind, JsonNode object) {
    static List<Workload> of(Iterable<? extends JsonNode> objects) {
        List<Workload> workloads = new ArrayList<>();
        objects.forEach(object -> {
            if (object.at("/spec/template/spec").has("containers")) {
                workloads.add(new Workload(
                        object.at("/metadata/name").asText(),
                        object.path("kind").asText(),
                        object));
            }
        });
        return workloads;
    }

    JsonNode pod() {
        return object.at("/spec/template/spec");
    }

    JsonNode labels() {
        return object.at("/spec/template/metadata/labels");
    }

    boolean isJob() {
        return kind.equals("Job");
    }

    /** It ends before the others start. */
    boolean isInitial(JsonNode container) {
        return StreamSupport.stream(pod().path("initContainers").spliterator(), false)
                .anyMatch(container::equals);
    }

    List<JsonNode> containers() {
        return Stream.of(pod().path("initContainers"), pod().path("containers"))
                .flatMap(list -> StreamSupport.stream(list.spliterator(), false))
                .toList();
    }

    /** Numbers of the named ports of its containers. */
    Map<String, Integer> ports() {
        Map<String, Integer> ports = new TreeMap<>();
        containers()
                .forEach(container -> container
                        .path("ports")
                        .forEach(port -> ports.put(
                                port.path("name").asText(),
                                port.path("containerPort").asInt())));
        return ports;
    }

    /** Whether it has all labels of a {@code matchLabels}, or one value of each of {@code matchExpressions}. */
    boolean fits(JsonNode selector) {
        JsonNode labels = selector.has("matchLabels") || selector.has("matchExpressions")
                ? selector.path("matchLabels")
                : selector;
        boolean fits = Compose.names(labels).stream()
                .allMatch(name -> labels.path(name).equals(labels().path(name)));
        return fits
                && StreamSupport.stream(selector.path("matchExpressions").spliterator(), false)
                        .allMatch(expression -> Compose.texts(expression.path("values"))
                                .anyMatch(value -> value.equals(
                                        labels().path(expression.path("key").asText())
                                                .asText())));
    }

    /** Names of the volumes that it declares, claims included. */
    Set<String> volumes() {
        Set<String> names = new TreeSet<>();
        pod().path("volumes").forEach(volume -> names.add(volume.path("name").asText()));
        object.at("/spec/volumeClaimTemplates")
                .forEach(claim -> names.add(claim.at("/metadata/name").asText()));
        return names;
    }

    JsonNode volume(String name) {
        return StreamSupport.stream(pod().path("volumes").spliterator(), false)
                .filter(volume -> volume.path("name").asText().equals(name))
                .findFirst()
                .orElse(Yaml.JSON.missingNode());
    }
}
