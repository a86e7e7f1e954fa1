package dev.alize.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** YAML as JSON trees, with merge keys ({@code <<}) carried out as Compose does. A key given twice is an error. */
final class Yaml {
    static final ObjectMapper JSON = new ObjectMapper();
    private static final String MERGE = "<<";

    private Yaml() {}

    static JsonNode document(String text) {
        return documents(text).getFirst();
    }

    /** Those of a file with several, which {@code ---} parts. */
    static List<JsonNode> documents(String text) {
        List<JsonNode> documents = new ArrayList<>();
        LoadSettings settings =
                LoadSettings.builder().setMaxAliasesForCollections(200).build();
        for (Object document : new Load(settings).loadAllFromString(text)) {
            documents.add(merged(JSON.valueToTree(document)));
        }
        return documents;
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(file + " cannot be read", e);
        }
    }

    private static JsonNode merged(JsonNode node) {
        if (node.isArray()) {
            ArrayNode list = JSON.createArrayNode();
            node.forEach(element -> list.add(merged(element)));
            return list;
        }
        if (!node.isObject()) {
            return node;
        }
        ObjectNode map = JSON.createObjectNode();
        JsonNode others = node.path(MERGE);
        (others.isArray() ? others : JSON.createArrayNode().add(others))
                .forEach(other ->
                        merged(other).fields().forEachRemaining(entry -> map.set(entry.getKey(), entry.getValue())));
        node.fields().forEachRemaining(entry -> {
            if (!entry.getKey().equals(MERGE)) {
                map.set(entry.getKey(), merged(entry.getValue()));
            }
        });
        return map;
    }
}
