package dev.alize.connect.batch.sink;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.alize.connect.batch.BatchEnd;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/**
 * What is certain: everything before these offsets is in these files, up to these lengths. One file, replaced as a
 * whole.
 *
 * @param offsets the next offset to read, by partition
 * @param open the batches that are not complete
 */
record Journal(Map<TopicPartition, Long> offsets, List<Entry> open) {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int FORMAT = 1;

    /**
     * A batch that is not complete, or complete and not yet in place.
     *
     * @param key see {@link BatchKey}
     * @param outputBytes length of its results
     * @param errorBytes length of its errors
     * @param end null while its end was not read
     * @param base name of its files without their endings, chosen when it became complete; null before
     */
    record Entry(
            BatchKey key,
            long outputBytes,
            long errorBytes,
            @Nullable BatchEnd end,
            @Nullable String base) {}

    /** Copies both. */
    Journal {
        offsets = Map.copyOf(offsets);
        open = List.copyOf(open);
    }

    /**
     * Reads the file; where there is none, nothing is certain.
     *
     * @throws IOException where it cannot be read or understood
     */
    static Journal read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return new Journal(Map.of(), List.of());
        }
        try {
            return of(JSON.readTree(Files.readAllBytes(file)));
        } catch (IllegalArgumentException e) {
            throw new IOException(file + ": got something else, expected the journal of a batch file sink", e);
        }
    }

    private static Journal of(JsonNode json) {
        if (json.path("format").asInt() != FORMAT) {
            throw new IllegalArgumentException("format: expected " + FORMAT);
        }
        Map<TopicPartition, Long> offsets = new HashMap<>();
        json.required("offsets")
                .properties()
                .forEach(topic -> topic.getValue()
                        .properties()
                        .forEach(partition -> offsets.put(
                                new TopicPartition(topic.getKey(), Integer.parseInt(partition.getKey())),
                                partition.getValue().asLong())));
        List<Entry> open = new ArrayList<>();
        json.required("open").forEach(entry -> open.add(entry(entry)));
        return new Journal(offsets, open);
    }

    private static Entry entry(JsonNode json) {
        return new Entry(
                new BatchKey(
                        json.required("tenant").asText(),
                        json.required("batch_id").asText()),
                json.required("output_bytes").asLong(),
                json.required("error_bytes").asLong(),
                json.hasNonNull("end") ? BatchEnd.of(json.get("end")) : null,
                json.hasNonNull("base") ? json.get("base").asText() : null);
    }

    byte[] toBytes() throws IOException {
        ObjectNode json = JSON.createObjectNode().put("format", FORMAT);
        Map<String, ObjectNode> topics = new TreeMap<>();
        ObjectNode all = json.putObject("offsets");
        offsets.forEach((partition, offset) -> topics.computeIfAbsent(partition.topic(), all::putObject)
                .put(Integer.toString(partition.partition()), offset));
        open.forEach(entry -> {
            ObjectNode batch = json.withArray("open")
                    .addObject()
                    .put("tenant", entry.key().tenant())
                    .put("batch_id", entry.key().batch())
                    .put("output_bytes", entry.outputBytes())
                    .put("error_bytes", entry.errorBytes())
                    .put("base", entry.base());
            batch.set("end", entry.end() == null ? null : entry.end().toJson());
        });
        json.withArray("open");
        return JSON.writeValueAsBytes(json);
    }
}
