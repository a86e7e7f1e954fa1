package dev.alize.connect.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.luben.zstd.ZstdOutputStream;
import dev.alize.testing.Alize;
import dev.alize.testing.ConnectRest;
import dev.alize.testing.RunningProcess;
import dev.alize.testing.Stack;
import dev.alize.testing.Worker;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Files in, files out, through a distributed worker and the gateway; the tests follow each other. */
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class BatchFilesIT {
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String SECRET_TEXT = "Le texte confidentiel";

    @TempDir
    private static Path directory;

    private static final List<AutoCloseable> OPEN = new ArrayList<>();
    private static Stack stack;
    private static Worker worker;
    private static Path input;
    private static Path output;

    @BeforeAll
    static void start() throws Exception {
        input = Files.createDirectory(directory.resolve("in"));
        output = Files.createDirectory(directory.resolve("out"));
        Alize.Simulator simulator = opened(Alize.simulator(directory));
        stack = opened(Stack.start(directory.resolve("stack")));
        RunningProcess gateway = Alize.gateway(
                directory.resolve("gateway"),
                stack.kafkaBlock() + """
                        processing: {application_id: batch-files-it, state_dir: "%s"}
                        providers:
                          targets:
                            - {id: primary, provider: mistral, model: mistral-small-latest, base_url: "%s"}
                        """.formatted(directory.resolve("state"), simulator.baseUrl()),
                Map.of("MISTRAL_API_KEY", "test"));
        opened(gateway);
        worker = opened(Worker.start(directory.resolve("worker"), stack, Worker.plugins("batch-files"), Map.of()));
    }

    private static <T extends AutoCloseable> T opened(T one) {
        OPEN.addFirst(one);
        return one;
    }

    @AfterAll
    static void stop() throws Exception {
        for (AutoCloseable one : OPEN) {
            one.close();
        }
    }

    @Test
    @Order(1)
    void theWorkerListsBothAndSaysWhatIsWrongWithAConfiguration() throws Exception {
        ConnectRest rest = worker.rest();
        Set<String> plugins = new HashSet<>();
        rest.plugins().forEach(plugin -> plugins.add(plugin.path("class").asText()));
        assertThat(plugins)
                .contains("dev.alize.connect.batch.AlizeBatchFileSource", "dev.alize.connect.batch.AlizeBatchFileSink");
        assertThat(rest.validate(named("source", Connectors.source(stack, input))))
                .isEmpty();
        assertThat(rest.validate(named("sink", Connectors.sink(stack, output)))).isEmpty();

        Map<String, String> bad = named("bad", Connectors.source(stack, directory.resolve("none")));
        bad.put("priority", "asap");
        bad.remove("value.converter");
        assertThat(rest.validate(bad)).containsOnlyKeys("input.directory", "priority", "value.converter");
        assertThat(rest.tryPut("bad", bad).status()).isEqualTo(400);
        Map<String, String> badSink = named("bad", Connectors.sink(stack, output));
        badSink.put("tasks.max", "3");
        badSink.put("consumer.override.isolation.level", "read_uncommitted");
        assertThat(rest.validate(badSink)).containsOnlyKeys("tasks.max", "consumer.override.isolation.level");
    }

    @Test
    @Order(2)
    void eachLineIsAnsweredOnceAlthoughTheWorkerIsKilled() throws Exception {
        Map<String, String> source = Connectors.source(stack, input);
        source.put("poll.max.lines", "20");
        source.put("tasks.max", "2");
        worker.rest().put("source", source);
        worker.rest().put("sink", Connectors.sink(stack, output));
        drop("mistral.jsonl", mistral(400));
        drop("openai.jsonl.gz", openAi(100));
        drop("packed.jsonl.zst", openAi(10));
        await().atMost(PATIENCE)
                .until(() -> worker.rest().offsets("source").path("offsets").size() > 0);
        worker.kill();
        worker.restart();

        await().atMost(PATIENCE)
                .until(() -> Files.exists(output.resolve("mistral.manifest.json"))
                        && Files.exists(output.resolve("openai.manifest.json"))
                        && Files.exists(output.resolve("packed.manifest.json")));

        JsonNode manifest =
                JSON.readTree(output.resolve("mistral.manifest.json").toFile());
        assertThat(manifest.path("requests").asInt()).isEqualTo(400);
        assertThat(manifest.path("bad_lines").asInt()).isEqualTo(2);
        assertThat(manifest.at("/answers/completed").asInt()).isEqualTo(400);
        assertThat(customIds("mistral.output.jsonl")).hasSize(400);
        assertThat(customIds("openai.output.jsonl")).hasSize(100);
        assertThat(customIds("packed.output.jsonl")).hasSize(10);
        await().atMost(PATIENCE)
                .until(() -> Files.exists(input.resolve("finished/mistral.jsonl"))
                        && Files.exists(input.resolve("finished/openai.jsonl.gz")));
        assertThat(Files.readAllLines(input.resolve("finished/mistral.jsonl.errors.jsonl")))
                .hasSize(2)
                .allMatch(line -> !line.contains(SECRET_TEXT));
    }

    private static Set<String> customIds(String name) throws IOException {
        Set<String> ids = new HashSet<>();
        for (String line : Files.readAllLines(output.resolve(name))) {
            JsonNode json = JSON.readTree(line);
            assertThat(json.at("/response/body/choices/0/message/content").asText())
                    .isNotEmpty();
            assertThat(ids.add(json.path("custom_id").asText())).isTrue();
        }
        return ids;
    }

    private static Map<String, String> named(String name, Map<String, String> config) {
        Map<String, String> named = new HashMap<>(config);
        named.put("name", name);
        return named;
    }

    private static String mistral(int requests) {
        StringBuilder lines = new StringBuilder("no json but " + SECRET_TEXT + "\n");
        for (int i = 0; i < requests; i++) {
            lines.append(
                    "{\"custom_id\":\"m-%d\",\"body\":{\"messages\":[{\"role\":\"user\",\"content\":\"%s %d\"}]}}\n"
                            .formatted(i, SECRET_TEXT, i));
        }
        return lines.append("{\"custom_id\":\"bad\",\"body\":{\"prompt\":\"" + SECRET_TEXT + "\"}}")
                .toString();
    }

    private static String openAi(int requests) {
        StringBuilder lines = new StringBuilder();
        for (int i = 0; i < requests; i++) {
            lines.append(("{\"custom_id\":\"o-%d\",\"method\":\"POST\",\"url\":\"/v1/chat/completions\",\"body\":"
                            + "{\"model\":\"mistral-small-latest\",\"messages\":[{\"role\":\"user\",\"content\":\"%d\"}]}}\n")
                    .formatted(i, i));
        }
        return lines.toString();
    }

    /** Written beside the directory and renamed into it, as file.completion=rename expects. */
    private static void drop(String name, String content) throws IOException {
        Path draft = directory.resolve(name);
        try (OutputStream plain = Files.newOutputStream(draft);
                OutputStream out = packed(name, plain)) {
            out.write(content.getBytes(StandardCharsets.UTF_8));
        }
        Files.move(draft, input.resolve(name), StandardCopyOption.ATOMIC_MOVE);
    }

    private static OutputStream packed(String name, OutputStream plain) throws IOException {
        if (name.endsWith(".gz")) {
            return new GZIPOutputStream(plain);
        }
        return name.endsWith(".zst") ? new ZstdOutputStream(plain) : plain;
    }
}
