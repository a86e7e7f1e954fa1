package dev.alize.testing;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** A broker and a registry with the topics and schemas of a configuration. */
public final class Stack implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(120);

    private final RunningProcess process;
    private final JsonNode addresses;

    private Stack(RunningProcess process, JsonNode addresses) {
        this.process = process;
        this.addresses = addresses;
    }

    /**
     * Starts both on free ports and returns once they answer and the topics are there.
     *
     * @param directory where the process runs
     * @param flags of {@code alize stack}, such as {@code --policy-config FILE}
     */
    public static Stack start(Path directory, String... flags) throws InterruptedException {
        String[] arguments = new String[flags.length + 2];
        arguments[0] = "stack";
        arguments[1] = "--json";
        System.arraycopy(flags, 0, arguments, 2, flags.length);
        RunningProcess process = Alize.start(directory, Map.of(), arguments);
        try {
            String line = process.await(printed -> printed.startsWith("{\"bootstrap_servers\""), START);
            return new Stack(process, new ObjectMapper().readTree(line));
        } catch (JsonProcessingException e) {
            process.close();
            throw new IllegalStateException("alize stack printed no JSON", e);
        }
    }

    /** For {@code bootstrap.servers}. */
    public String bootstrapServers() {
        return addresses.path("bootstrap_servers").asText();
    }

    /** For {@code schema.registry.url}. */
    public String registryUrl() {
        return addresses.path("schema_registry_url").asText();
    }

    /** The block {@code kafka} of a configuration that uses it. */
    public String kafkaBlock() {
        return "kafka:\n  bootstrap.servers: %s\n  schema.registry.url: %s\n"
                .formatted(bootstrapServers(), registryUrl());
    }

    @Override
    public void close() {
        process.close();
    }
}
