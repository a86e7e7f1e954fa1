package dev.alize.examples;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.alize.examples.Command.Ending;
import dev.alize.testing.Alize;
import dev.alize.testing.RunningProcess;
import dev.alize.testing.Stack;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;

/** Every example, run as its user would, against a stack, the simulated Mistral and the gateway as processes. */
@Execution(ExecutionMode.CONCURRENT)
class ExamplesIT {
    private static final Path WORK = Path.of("target", "it").toAbsolutePath();
    private static final Path NODE = Path.of("node").toAbsolutePath();
    private static final Path KCAT = Path.of("kcat").toAbsolutePath();
    private static final Path STATE = WORK.resolve("state-" + UUID.randomUUID()); // of a cluster that is new, too
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final String PROMPT = "Which wind carries the mail ships?";
    private static final String FORBIDDEN = "What is Blue Heron about?";

    private static final List<AutoCloseable> OPEN = new ArrayList<>();
    private static Map<String, String> addresses = Map.of();
    private static @Nullable RunningProcess gateway;
    private static Optional<String> nodeProblem = Optional.empty();
    private static Optional<String> kcatProblem = Optional.empty();

    @BeforeAll
    static void start() throws Exception {
        CompletableFuture<Optional<String>> node = CompletableFuture.supplyAsync(ExamplesIT::installPackages);
        CompletableFuture<Alize.Simulator> simulating = CompletableFuture.supplyAsync(ExamplesIT::simulator);
        Stack stack = opened(Stack.start(WORK));
        addresses = Map.of("KAFKA", stack.bootstrapServers(), "REGISTRY", stack.registryUrl());
        Alize.Simulator simulator = simulating.get();
        gateway = opened(Alize.gateway(WORK, configuration(stack, simulator), Map.of("MISTRAL_API_KEY", "simulated")));
        kcatProblem = Command.problem(KCAT, "kcat", "-V");
        nodeProblem = node.get();
    }

    @AfterAll
    static void stop() throws Exception {
        for (AutoCloseable open : OPEN.reversed()) {
            open.close();
        }
        if (gateway != null) {
            Files.write(WORK.resolve("gateway.log"), gateway.lines());
        }
    }

    private static <T extends AutoCloseable> T opened(T closeable) {
        synchronized (OPEN) {
            OPEN.add(closeable);
        }
        return closeable;
    }

    private static Alize.Simulator simulator() {
        try {
            return opened(Alize.simulator(WORK, "--latency", "1s", "--token-interval", "5ms"));
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    private static String configuration(Stack stack, Alize.Simulator simulator) {
        return stack.kafkaBlock() + """
                processing:
                  state_dir: "%2$s"
                policies:
                  chain: [dlp-filter]
                policy:
                  dlp-filter:
                    action: block
                    words:
                      - {name: codename, words: [Blue Heron]}
                providers:
                  targets:
                    - {id: first, provider: mistral, model: mistral-small-latest, base_url: "%1$s"}
                    - {id: spare, provider: mistral, model: mistral-small-latest, base_url: "%1$s"}
                """.formatted(simulator.baseUrl(), STATE);
    }

    /** Installs what the lock file names, unless it is there; says what is in the way. */
    private static Optional<String> installPackages() {
        try {
            Optional<String> missing = Command.problem(
                    NODE,
                    "node",
                    "--eval",
                    "if (parseInt(process.versions.node) < 20) throw new Error('got Node ' + process.version)");
            Path installed = NODE.resolve("node_modules/.package-lock.json");
            if (missing.isPresent()
                    || Files.exists(installed)
                            && Files.getLastModifiedTime(installed)
                                            .compareTo(Files.getLastModifiedTime(NODE.resolve("package-lock.json")))
                                    >= 0) {
                return missing;
            }
            return Command.problem(
                    NODE, "npm", "ci", "--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline");
        } catch (IOException | InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void javaAsksOnceHoweverOftenItSends() throws Exception {
        Ending first = java("SubmitAndRead", PROMPT);
        assertCompleted(first);
        Ending again = java("SubmitAndRead", PROMPT, id(first));
        assertCompleted(again);
        assertThat(again.out()).isEqualTo(first.out());
        RunningProcess group = opened(running(command("ReadInGroup", "java-it")));
        assertThat(group.await(line -> line.contains(id(first)), PATIENCE))
                .isEqualTo("default/" + id(first) + "/0 COMPLETED 1 choices");
        group.handle().destroy();
        group.await("stopped"::equals, PATIENCE);
        assertThat(group.lines()).filteredOn(line -> line.contains(id(first))).hasSize(1);
    }

    @Test
    void javaStreams() throws Exception {
        assertStreamed(java("StreamAnswer", PROMPT));
    }

    @Test
    void javaCancels() throws Exception {
        assertThat(java("CancelRequest", PROMPT).out().strip()).isEqualTo("CANCELLED");
    }

    @Test
    void nodeReadsHowRequestsEnd() throws Exception {
        assertCompleted(node(Map.of(), "submit.mjs", PROMPT));
        Ending blocked = node(Map.of(), "submit.mjs", FORBIDDEN);
        assertThat(blocked.errors()).contains("blocked by a policy").doesNotContain("Heron");
        Ending expired = node(Map.of("DEADLINE_SECONDS", "0"), "submit.mjs", PROMPT);
        assertThat(expired.errors()).contains("expired");
        assertThat(List.of(blocked.code(), expired.code())).containsOnly(1);
    }

    @Test
    void nodeStreams() throws Exception {
        assertStreamed(node(Map.of(), "stream.mjs", PROMPT));
    }

    @Test
    void nodeCancels() throws Exception {
        assertThat(node(Map.of(), "cancel.mjs", PROMPT).out().strip()).isEqualTo("CANCELLED");
    }

    @Test
    void nodeKeepsThePromptOutOfErrors() throws Exception {
        requireNode();
        String request = "{\"request_id\": \"typo\", \"messages\": [{\"role\": 1, \"content\": \"" + PROMPT + "\"}]}";
        Ending ending = Command.run(NODE, addresses, request, List.of("node", "avro.mjs", "encode", "llm.requests"));
        assertThat(ending.code()).isNotZero();
        assertThat(ending.errors())
                .contains("does not fit the schema of llm.requests")
                .doesNotContain(PROMPT);
    }

    @Test
    void kcatProducesReadsAndDeletes() throws Exception {
        requireNode();
        requireKcat();
        String request = "{\"request_id\": \"kcat-1\", \"model\": \"no-such-model\", \"parameters\": {}, "
                + "\"messages\": [{\"role\": \"user\", \"content\": \"" + PROMPT + "\"}]}";
        assertEnded(Command.run(KCAT, addresses, request, List.of("./produce.sh", "kcat-1")));
        RunningProcess responses = following("llm.responses");
        JsonNode response = json(responses.await(line -> line.contains("\"kcat-1\""), PATIENCE));
        assertThat(response.path("status").asText()).isEqualTo("FAILED");
        assertThat(response.at("/error/kind").asText()).isEqualTo("unknown_model");

        RunningProcess trail = following("llm.audit");
        pause("spare");
        trail.await(line -> control(line, "in_force"), PATIENCE);
        assertEnded(Command.run(KCAT, addresses, "", List.of("./tombstone.sh", "llm.control", "pause/spare")));
        trail.await(line -> control(line, "lifted"), PATIENCE);
        Ending left = Command.run(KCAT, addresses, "", List.of("./read.sh", "llm.control", "-e"));
        assertThat(left.out().lines().toList().getLast()).isEqualTo("null");
    }

    private static boolean control(String line, String state) {
        return line.contains("\"kind\":\"control\"") && line.contains(state);
    }

    private static void pause(String target) throws InterruptedException {
        RunningProcess pausing = Alize.start(
                WORK,
                Map.of(),
                "control",
                "pause",
                target,
                "--policy-config",
                WORK.resolve("policy-config.yaml").toString());
        pausing.handle().onExit().join();
        assertThat(pausing.lines()).noneMatch(line -> line.startsWith("alize:"));
    }

    private static void assertCompleted(Ending ending) {
        assertEnded(ending);
        assertThat(ending.out()).startsWith("Answer ");
        assertThat(ending.errors()).contains("sent ").doesNotContain(PROMPT);
    }

    private static void assertStreamed(Ending ending) {
        assertEnded(ending);
        assertThat(ending.out()).startsWith("Answer ");
        assertThat(ending.errors())
                .containsPattern("COMPLETED after [1-9]\\d* chunks of attempt 1")
                .doesNotContain(PROMPT);
    }

    private static void assertEnded(Ending ending) {
        assertThat(ending.code()).as(ending.errors()).isZero();
    }

    private static String id(Ending submitted) {
        String line = submitted
                .errors()
                .lines()
                .filter(one -> one.startsWith("sent "))
                .findFirst()
                .orElseThrow();
        return line.substring("sent ".length());
    }

    private static JsonNode json(String line) throws IOException {
        return new ObjectMapper().readTree(line);
    }

    private static Ending java(String... arguments) throws InterruptedException {
        return Command.run(WORK, addresses, "", command(arguments));
    }

    private static List<String> command(String... arguments) {
        Path target = Path.of("target").toAbsolutePath();
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                target.resolve("classes") + ":" + target.resolve("lib") + "/*",
                "dev.alize.examples." + arguments[0]));
        command.addAll(Arrays.asList(arguments).subList(1, arguments.length));
        return command;
    }

    private static Ending node(Map<String, String> environment, String... arguments) throws InterruptedException {
        requireNode();
        Map<String, String> all = new HashMap<>(addresses);
        all.putAll(environment);
        List<String> command = new ArrayList<>(List.of("node"));
        command.addAll(Arrays.asList(arguments));
        return Command.run(NODE, all, "", command);
    }

    private static RunningProcess running(List<String> command) {
        return RunningProcess.start(command.getFirst(), KCAT, addresses, command);
    }

    /** Reads a topic from its beginning on, until the test is over. */
    private static RunningProcess following(String topic) {
        RunningProcess script = running(List.of("./read.sh", topic));
        AutoCloseable end = () -> {
            script.handle().descendants().forEach(ProcessHandle::destroy);
            script.close();
        };
        opened(end);
        return script;
    }

    private static void requireNode() {
        Assumptions.assumeTrue(
                nodeProblem.isEmpty(),
                () -> "The examples for Node are not tested; they take Node 20 or later and packages from npm: "
                        + nodeProblem.orElse(""));
    }

    private static void requireKcat() {
        Assumptions.assumeTrue(
                kcatProblem.isEmpty(),
                () -> "The examples for kcat are not tested; they take Debian's package kcat: "
                        + kcatProblem.orElse(""));
    }
}
