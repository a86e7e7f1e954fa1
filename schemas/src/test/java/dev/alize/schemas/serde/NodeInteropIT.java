package dev.alize.schemas.serde;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.alize.schemas.CompletionRequest;
import dev.alize.schemas.ContentPart;
import dev.alize.schemas.Endpoint;
import dev.alize.schemas.Priority;
import dev.alize.schemas.chat.ChatJson;
import dev.alize.schemas.registry.FakeRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** Confluent's client for Node, which shares no code with ours, on the other side of a topic. */
class NodeInteropIT {
    private static final Path SOURCE = Path.of("src", "test", "node");
    private static final Path WORK = Path.of("target", "node");
    private static final Path SCHEMA = Path.of("src/main/avro/released/0.1.0/CompletionRequest.avsc");

    private static FakeRegistry registry;
    private static AvroSerde<CompletionRequest> serde;
    private static List<String> said;

    @BeforeAll
    static void letNodeReadAndWrite() throws Exception {
        requireNode();
        registry = new FakeRegistry();
        serde = new AvroSerde<>();
        serde.configure(Map.of("schema.registry.url", registry.url(), "specific.avro.reader", true), false);
        byte[] javas = Objects.requireNonNull(serde.serializer().serialize("java", Samples.request()));
        String schema = SCHEMA.toAbsolutePath().toString();
        List<String> command = List.of("node", "interop.js", registry.url(), "java", "node", schema);
        said = run(command, HexFormat.of().formatHex(javas)).lines().toList();
    }

    @AfterAll
    static void stop() {
        if (registry != null) {
            serde.close();
            registry.close();
        }
    }

    @Test
    void nodeReadsWhatJavaWrote() throws IOException {
        JsonNode read = new ObjectMapper().readTree(said.get(0));
        assertThat(read.path("request_id").asText()).isEqualTo("r-1");
        assertThat(read.path("tenant").asText()).isEqualTo("acme");
        assertThat(read.at("/messages/0/content").asText()).isEqualTo("Bonjour, ça va ?");
        assertThat(read.at("/parameters/temperature").asDouble()).isEqualTo(0.5);
        assertThat(read.path("deadline").asLong()).isEqualTo(1_700_000_000_123L);
        assertThat(read.path("priority").asText()).isEqualTo("NORMAL");
    }

    @Test
    void javaReadsWhatNodeWroteWithTheReleasedSchema() {
        check(read("node", said.get(1)));
    }

    @Test
    void javaReadsWhatNodeWroteWithTheSchemaThatJavaRegistered() {
        check(read("java", said.get(2)));
    }

    @Test
    void javaWritesTheVeryBytesThatNodeWrote() {
        byte[] javas = serde.serializer().serialize("java", read("java", said.get(2)));
        assertThat(javas).asHexString().isEqualToIgnoringCase(said.get(2));
    }

    private static CompletionRequest read(String topic, String hex) {
        return Objects.requireNonNull(
                serde.deserializer().deserialize(topic, HexFormat.of().parseHex(hex)));
    }

    private static void check(CompletionRequest request) {
        assertThat(request.getRequestId()).isEqualTo("node-1");
        assertThat(request.getEndpoint()).isEqualTo(Endpoint.CHAT);
        assertThat(request.getPriority()).isEqualTo(Priority.BULK);
        assertThat(request.getDeadline()).isEqualTo(Instant.ofEpochMilli(1_800_000_000_123L));
        assertThat(request.getMessages().get(0).getContent()).isEqualTo("Réponds en français. 🌬️");
        assertThat((List<?>) request.getMessages().get(1).getContent())
                .singleElement()
                .isInstanceOfSatisfying(
                        ContentPart.class, part -> assertThat(part.getText()).isEqualTo("Bonjour"));
        assertThat(ChatJson.requestBody(request))
                .hasToString("{\"model\":\"mistral-small-latest\",\"stream\":false,\"messages\":["
                        + "{\"role\":\"system\",\"content\":\"Réponds en français. 🌬️\"},"
                        + "{\"role\":\"user\",\"content\":[{\"type\":\"text\",\"text\":\"Bonjour\",\"cache\":true}]}],"
                        + "\"temperature\":0.3,\"max_tokens\":64,\"stop\":[\"END\"],\"safe_prompt\":true}");
    }

    /** Skips, saying why, where Node or its packages cannot be had; what Node then gets wrong is a failure. */
    private static void requireNode() throws Exception {
        Files.createDirectories(WORK);
        for (String file : List.of("package.json", "package-lock.json", "interop.js")) {
            Files.copy(SOURCE.resolve(file), WORK.resolve(file), StandardCopyOption.REPLACE_EXISTING);
        }
        for (List<String> step : List.of(
                List.of("node", "--version"),
                List.of("npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline"))) {
            String problem = "";
            try {
                run(step, "");
            } catch (IOException | AssertionError e) {
                problem = String.valueOf(e.getMessage());
            }
            Assumptions.assumeTrue(problem.isEmpty(), "Node interop is not tested: " + problem);
        }
    }

    private static String run(List<String> command, String input) throws IOException, InterruptedException {
        Path in = Files.writeString(WORK.resolve("in.txt"), input);
        Path out = WORK.resolve("out.txt");
        Path errors = WORK.resolve("errors.txt");
        Process process = new ProcessBuilder(command)
                .directory(WORK.toFile())
                .redirectInput(in.toFile())
                .redirectOutput(out.toFile())
                .redirectError(errors.toFile())
                .start();
        boolean ended = process.waitFor(3, TimeUnit.MINUTES);
        process.destroyForcibly();
        assertThat(ended && process.exitValue() == 0)
                .as("%s failed: %s", String.join(" ", command), Files.readString(errors))
                .isTrue();
        return Files.readString(out);
    }
}
