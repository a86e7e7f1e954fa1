package dev.alize.client.batch;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.alize.client.BadInputException;
import dev.alize.client.Problem;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * What makes a run resumable. It stands in {@code OUTPUT.run} from before the first request is sent until the last
 * answer is in the output.
 *
 * @param runId part of every request id, 1 to 256 characters
 * @param inputSha256 hash of the input file
 * @param tenant on whose account the run is
 * @param cluster id of the Kafka cluster
 * @param startOffsets by partition, where the responses to this run may begin
 */
record RunFile(String runId, String inputSha256, String tenant, String cluster, Map<Integer, Long> startOffsets) {
    private static final ObjectMapper JSON = new ObjectMapper();

    RunFile {
        startOffsets = Map.copyOf(startOffsets);
    }

    static Path beside(Path output) {
        return output.resolveSibling(output.getFileName() + ".run");
    }

    /**
     * The run that was interrupted, or nothing where there is none.
     *
     * @throws BadInputException where the file cannot be understood
     */
    static Optional<RunFile> read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            JsonNode json = JSON.readTree(Files.readAllBytes(file));
            Map<Integer, Long> offsets = new TreeMap<>();
            json.required("start_offsets")
                    .properties()
                    .forEach(entry -> offsets.put(
                            Integer.valueOf(entry.getKey()), entry.getValue().longValue()));
            return Optional.of(new RunFile(
                    json.required("run_id").textValue(),
                    json.required("input_sha256").textValue(),
                    json.required("tenant").textValue(),
                    json.required("cluster").textValue(),
                    offsets));
        } catch (JsonProcessingException | IllegalArgumentException e) {
            throw new BadInputException(
                    "Output",
                    new Problem(
                            file.toString(),
                            "no description of a run",
                            "the file as the interrupted run wrote it; without it, the next run starts afresh"));
        }
    }

    /** Writes all or nothing, and returns when it is on the disk. */
    void write(Path file) throws IOException {
        ObjectNode json = JSON.createObjectNode()
                .put("run_id", runId)
                .put("input_sha256", inputSha256)
                .put("tenant", tenant)
                .put("cluster", cluster);
        ObjectNode offsets = json.putObject("start_offsets");
        new TreeMap<>(startOffsets).forEach((partition, offset) -> offsets.put(partition.toString(), offset));
        Path draft = file.resolveSibling(file.getFileName() + ".draft");
        try (FileChannel channel = FileChannel.open(
                draft, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = ByteBuffer.wrap(JSON.writeValueAsBytes(json));
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
    }
}
