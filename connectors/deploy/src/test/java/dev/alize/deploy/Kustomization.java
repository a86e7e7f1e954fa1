package dev.alize.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * What {@code kustomize build} makes of a directory, as far as the manifests here use it, and what is wrong with its
 * references. So the checks need no kustomize; where there is one, a test compares the two.
 *
 * @param objects by kind and name
 * @param problems of files, patches and generators
 */
record Kustomization(Map<String, ObjectNode> objects, List<String> problems) {

    static Kustomization build(Path directory) {
        Kustomization result = new Kustomization(new TreeMap<>(), new ArrayList<>());
        result.add(directory);
        return result;
    }

    static String key(JsonNode object) {
        return object.path("kind").asText() + " " + object.at("/metadata/name").asText();
    }

    private void add(Path directory) {
        Path file = directory.resolve("kustomization.yaml");
        if (!Files.exists(file)) {
            problems.add(directory + " has no kustomization.yaml");
            return;
        }
        String text = Yaml.text(file);
        JsonNode settings = Yaml.document(text);
        unnamed(directory, text);
        texts(settings, "resources").forEach(resource -> resource(directory, resource));
        texts(settings, "components")
                .forEach(component -> add(directory.resolve(component).normalize()));
        settings.path("configMapGenerator").forEach(generator -> generate(directory, generator));
        settings.path("patches").forEach(patch -> patch(directory, patch));
        settings.path("labels").forEach(labels -> objects.values().forEach(object -> label(object, labels)));
    }

    private static void label(ObjectNode object, JsonNode labels) {
        ObjectNode pairs = (ObjectNode) labels.path("pairs");
        ((ObjectNode) object.path("metadata")).withObject("/labels").setAll(pairs);
        if (labels.path("includeTemplates").asBoolean()
                && object.at("/spec/template/metadata").isObject()) {
            ((ObjectNode) object.at("/spec/template/metadata"))
                    .withObject("/labels")
                    .setAll(pairs);
        }
    }

    private static Stream<String> texts(JsonNode settings, String key) {
        return Compose.texts(settings.path(key));
    }

    /** A file that nobody names is one that nobody applies. */
    private void unnamed(Path directory, String text) {
        try (Stream<Path> files = Files.list(directory)) {
            files.filter(Files::isRegularFile)
                    .map(path -> path.getFileName().toString())
                    .filter(name -> !name.equals("kustomization.yaml") && !text.contains(name))
                    .forEach(name -> problems.add(directory.getFileName() + "/" + name + " is named nowhere"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void resource(Path directory, String resource) {
        Path path = directory.resolve(resource).normalize();
        if (Files.isDirectory(path)) {
            add(path);
        } else if (!Files.exists(path)) {
            problems.add(directory.getFileName() + ": no file " + resource);
        } else {
            Yaml.documents(Yaml.text(path)).forEach(object -> put((ObjectNode) object));
        }
    }

    private void put(ObjectNode object) {
        if (objects.put(key(object), object) != null) {
            problems.add(key(object) + " is there twice");
        }
    }

    private void generate(Path directory, JsonNode generator) {
        ObjectNode map = Yaml.JSON.createObjectNode();
        map.put("apiVersion", "v1")
                .put("kind", "ConfigMap")
                .putObject("metadata")
                .put("name", generator.path("name").asText());
        ObjectNode data = map.putObject("data");
        texts(generator, "files").forEach(named -> {
            String file = named.substring(named.indexOf('=') + 1);
            String name = named.contains("=")
                    ? named.substring(0, named.indexOf('='))
                    : Path.of(file).getFileName().toString();
            Path path = directory.resolve(file);
            if (Files.exists(path)) {
                data.put(name, Yaml.text(path));
            } else {
                problems.add(directory.getFileName() + ": no file " + file);
            }
        });
        boolean replaces = generator.path("behavior").asText("create").equals("replace");
        if (replaces != objects.containsKey(key(map))) {
            problems.add(key(map) + (replaces ? " is not there to be replaced" : " is there already"));
        }
        objects.put(key(map), map);
    }

    private void patch(Path directory, JsonNode patch) {
        if (patch.has("path")) {
            Path path = directory.resolve(patch.path("path").asText());
            if (!Files.exists(path)) {
                problems.add(directory.getFileName() + ": no file "
                        + patch.path("path").asText());
                return;
            }
            Yaml.documents(Yaml.text(path))
                    .forEach(change -> target(change)
                            .ifPresent(object -> object.set("data", merged(object.path("data"), change.path("data")))));
            return;
        }
        JsonNode target = Yaml.JSON
                .createObjectNode()
                .put("kind", patch.at("/target/kind").asText())
                .set(
                        "metadata",
                        Yaml.JSON
                                .createObjectNode()
                                .put("name", patch.at("/target/name").asText()));
        target(target)
                .ifPresent(object ->
                        Yaml.document(patch.path("patch").asText()).forEach(operation -> apply(object, operation)));
    }

    private Optional<ObjectNode> target(JsonNode like) {
        ObjectNode object = objects.get(key(like));
        if (object == null) {
            problems.add("a patch is for " + key(like) + ", which is not there");
        }
        return Optional.ofNullable(object);
    }

    private static ObjectNode merged(JsonNode before, JsonNode change) {
        ObjectNode merged = before.deepCopy();
        change.fields().forEachRemaining(entry -> merged.set(entry.getKey(), entry.getValue()));
        return merged;
    }

    /** An operation of RFC 6902: test, replace or remove. */
    private void apply(ObjectNode object, JsonNode operation) {
        String path = operation.path("path").asText();
        JsonNode place = object.at(path);
        String what = operation.path("op").asText();
        if (place.isMissingNode()) {
            problems.add(key(object) + ": a patch is for " + path + ", which is not there");
            return;
        }
        JsonNode parent = object.at(path.substring(0, path.lastIndexOf('/')));
        String last = path.substring(path.lastIndexOf('/') + 1);
        switch (what) {
            case "test" -> {
                if (!place.equals(operation.path("value"))) {
                    problems.add(key(object) + ": " + path + " is " + place + ", the patch expects "
                            + operation.path("value"));
                }
            }
            case "replace" -> ((ObjectNode) parent).set(last, operation.path("value"));
            case "remove" -> {
                if (parent instanceof ArrayNode list) {
                    list.remove(Integer.parseInt(last));
                } else {
                    ((ObjectNode) parent).remove(last);
                }
            }
            default -> problems.add(key(object) + ": operation " + what + " is not known here");
        }
    }
}
