package dev.alize.client.batch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.alize.embedded.EmbeddedOptions;
import dev.alize.embedded.EmbeddedStack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the command line as a process of its own against a real broker and registry, with a gateway of the test. */
class BatchIT {
    private static final int REQUESTS = 100;
    private static final int BEFORE_THE_KILL = 30;
    private static final int IN_FLIGHT = 40;
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @TempDir
    @SuppressWarnings("NullAway.Init")
    static Path directory;

    @SuppressWarnings("NullAway.Init")
    private static EmbeddedStack stack;

    @BeforeAll
    static void startTheStack() throws Exception {
        stack = EmbeddedStack.start(EmbeddedOptions.defaults());
        Run create = finish(alize("topics", "create", "--bootstrap-server", stack.bootstrapServers()));
        assertThat(create.exit()).as(create.err()).isZero();
    }

    @AfterAll
    static void stopTheStack() {
        stack.close();
    }

    @Test
    void goesOnAfterAKillWithoutAskingAgain() throws Exception {
        Path input = Files.write(
                directory.resolve("in.jsonl"),
                IntStream.range(0, REQUESTS).mapToObj(BatchIT::line).toList());
        Path output = directory.resolve("out.jsonl");
        String[] command = {
            "batch",
            "--bootstrap-server",
            stack.bootstrapServers(),
            "--schema-registry",
            stack.registryUrl(),
            "--input",
            input.toString(),
            "--output",
            output.toString(),
            "--max-in-flight",
            Integer.toString(IN_FLIGHT),
            "--json"
        };
        try (FakeGateway gateway = new FakeGateway(stack.bootstrapServers(), stack.registryUrl(), BEFORE_THE_KILL)) {
            Process first = alize(command);
            await().atMost(PATIENCE).until(() -> answers(output).size() == BEFORE_THE_KILL);
            // Each written answer lets another request out: without this wait the kill can come before the last of
            // them.
            await().atMost(PATIENCE).until(() -> gateway.received.size() == BEFORE_THE_KILL + IN_FLIGHT);
            assertThat(first.destroyForcibly().waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS))
                    .isTrue();
            assertThat(directory.resolve("out.jsonl.run")).exists();
            gateway.permits.release(REQUESTS);
            await().atMost(PATIENCE).until(() -> gateway.answered.size() == BEFORE_THE_KILL + IN_FLIGHT);

            Run second = finish(alize(command));

            assertThat(second.exit()).as(second.err()).isZero();
            assertThat(second.out().lines().toList().getLast())
                    .startsWith("{\"requests\":100,\"completed\":100,\"blocked\":0,\"failed\":0,\"expired\":0,");
            assertThat(answers(output)).hasSize(REQUESTS).doesNotHaveDuplicates();
            assertThat(gateway.received).hasSize(REQUESTS).doesNotHaveDuplicates();
            assertThat(directory.resolve("out.jsonl.run")).doesNotExist();
        }
    }

    @Test
    void createsTopicsOnceAndRefusesAnotherNumberOfPartitions() throws Exception {
        Path file = Files.writeString(directory.resolve("policy-config.yaml"), """
                policies: {chain: [audit-logger]}
                providers: {targets: [{id: a, provider: mistral, model: m}]}
                topics: {partitions: 7}
                """);

        Run again = finish(alize("topics", "create", "--bootstrap-server", stack.bootstrapServers()));
        Run other = finish(alize(
                "topics",
                "create",
                "--policy-config",
                file.toString(),
                "--bootstrap-server",
                stack.bootstrapServers()));

        assertThat(again.exit()).isZero();
        assertThat(again.out().lines()).hasSize(17).allMatch(line -> line.startsWith("exists"));
        assertThat(other.exit()).isEqualTo(2);
        assertThat(other.err()).contains("topic llm.requests: got 6 partitions; expected 7");
    }

    @Test
    void registersEverySchemaAndCanBeRepeated() throws Exception {
        Run first = finish(alize("schemas", "register", "--schema-registry", stack.registryUrl()));
        Run second = finish(alize("schemas", "register", "--schema-registry", stack.registryUrl()));

        assertThat(first.exit()).as(first.err()).isZero();
        assertThat(first.out())
                .contains("llm.requests-value", "llm.responses-value", "llm.chunks-value", "llm.audit-value");
        assertThat(second.out()).isEqualTo(first.out());
    }

    private record Run(int exit, String out, String err) {}

    private static String line(int number) {
        return "{\"custom_id\":\"r" + number + "\",\"body\":{\"messages\":[{\"role\":\"user\",\"content\":\"prompt "
                + number + "\"}]}}";
    }

    private static List<String> answers(Path output) throws IOException {
        List<String> ids = new ArrayList<>();
        if (Files.exists(output)) {
            for (String line : Files.readAllLines(output)) {
                ids.add(new ObjectMapper().readTree(line).path("custom_id").asText());
            }
        }
        return ids;
    }

    private static Process alize(String... arguments) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-cp",
                System.getProperty("java.class.path"),
                "dev.alize.cli.Alize"));
        command.addAll(List.of(arguments));
        return new ProcessBuilder(command)
                .redirectOutput(directory.resolve("out.log").toFile())
                .redirectError(directory.resolve("err.log").toFile())
                .start();
    }

    private static Run finish(Process process) throws Exception {
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return new Run(
                process.exitValue(),
                Files.readString(directory.resolve("out.log")),
                Files.readString(directory.resolve("err.log")));
    }
}
