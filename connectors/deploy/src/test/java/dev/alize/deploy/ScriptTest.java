package dev.alize.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.alize.testing.Repository;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The scripts of the images and the compose file, run by bash with small programs in place of what they start. */
class ScriptTest {
    private static final Path IMAGE = Repository.root().resolve("connectors/deploy/image");
    private static final Path COMPOSE = Repository.root().resolve("connectors/deploy/compose/alize");

    @TempDir
    private Path directory;

    private Path programs;

    private record Ran(int code, String output) {}

    @BeforeEach
    void makePlace() throws IOException {
        programs = Files.createDirectories(directory.resolve("bin"));
    }

    private void program(String name, String script) throws IOException {
        Path file = programs.resolve(name);
        Files.writeString(file, "#!/usr/bin/env bash\n" + script + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private Process start(Map<String, String> environment, Object... command) throws IOException {
        ProcessBuilder builder =
                new ProcessBuilder(Arrays.stream(command).map(Object::toString).toList());
        builder.redirectErrorStream(true);
        builder.environment().keySet().removeAll(List.of("MISTRAL_API_KEY", "ALIZE_INSTANCE", "ALIZE_HOME"));
        builder.environment().put("PATH", programs + ":" + System.getenv("PATH"));
        builder.environment().putAll(environment);
        return builder.start();
    }

    private Ran run(Map<String, String> environment, Object... command) throws IOException, InterruptedException {
        Process process = start(environment, command);
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        return new Ran(process.exitValue(), output);
    }

    @Test
    void instancesOnOneVolumeHaveNamesAndDirectoriesOfTheirOwn() throws Exception {
        Path state = Files.createDirectories(directory.resolve("state"));
        program("alize", "echo \"$PWD $*\" >>" + directory.resolve("started") + "; exec sleep 30");
        Map<String, String> environment = Map.of("ALIZE_HOME", state.toString());
        List<Process> running = new ArrayList<>();
        try {
            for (int i = 0; i < 3; i++) {
                running.add(start(environment, "bash", IMAGE.resolve("alize-instance"), "run", "--x"));
            }
            Path started = directory.resolve("started");
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .until(() ->
                            Files.exists(started) && Files.readAllLines(started).size() == 3);
            Path real = state.toRealPath();
            assertThat(Files.readAllLines(started))
                    .containsExactlyInAnyOrder(
                            real + "/processor-0 run --x",
                            real + "/processor-1 run --x",
                            real + "/processor-2 run --x");
            assertThat(state.resolve("processor-1/state/alize/alize.instance")).hasContent("processor-1");

            // A place is free again when its process is gone, whatever ended it.
            for (Process process : running) {
                process.destroyForcibly().waitFor();
            }
            running.add(start(environment, "bash", IMAGE.resolve("alize-instance"), "run", "--x"));
            Awaitility.await()
                    .atMost(Duration.ofSeconds(20))
                    .until(() -> Files.readAllLines(started).size() == 4);
            assertThat(Files.readAllLines(started).get(3)).isEqualTo(real + "/processor-0 run --x");
        } finally {
            running.forEach(Process::destroyForcibly);
        }
    }

    @Test
    void podIsAnInstanceUnderItsName() throws Exception {
        program("alize", "echo \"$PWD\"");
        Path state = Files.createDirectories(directory.resolve("state"));
        Map<String, String> environment = Map.of("ALIZE_HOME", state.toString(), "ALIZE_INSTANCE", "alize-processor-4");
        assertThat(run(environment, "bash", IMAGE.resolve("alize-instance"), "run")
                        .output()
                        .strip())
                .endsWith("/alize-processor-4");
        Path name = state.resolve("alize-processor-4/state/alize/alize.instance");
        assertThat(name).hasContent("alize-processor-4");
        Files.writeString(name, "older"); // an instance keeps the name that it has
        run(environment, "bash", IMAGE.resolve("alize-instance"), "run");
        assertThat(name).hasContent("older");
    }

    @Test
    void volumeThatCannotBeWrittenIsSaid() throws Exception {
        Ran ran = run(Map.of("ALIZE_HOME", "/proc/nowhere"), "bash", IMAGE.resolve("alize-instance"), "run");
        assertThat(ran.code()).isEqualTo(73);
        assertThat(ran.output()).contains("cannot write to /proc/nowhere").contains("docs/deploy.md");
    }

    @Test
    void missingKeyIsSaidInASentence() throws Exception {
        program("getent", "exit 2");
        Ran ran = run(Map.of(), "bash", COMPOSE.resolve("with-provider"), "alize", "topics", "create");
        assertThat(ran.code()).isEqualTo(78);
        assertThat(ran.output()).contains("MISTRAL_API_KEY is not set").contains("--profile simulated");
    }

    @Test
    void keyLeadsToTheProviderAndTheProfileToTheSimulator() throws Exception {
        program("alize", "echo \"alize $*\"");
        program("getent", "exit 2");
        Map<String, String> key = Map.of("MISTRAL_API_KEY", "k");
        assertThat(run(key, "bash", COMPOSE.resolve("with-provider"), "alize", "run", "--listen", "off")
                        .output())
                .contains("alize run --listen off --policy-config " + COMPOSE + "/policy-config.yaml\n")
                .doesNotContain("simulated");
        program("getent", "[[ $2 == simulated-mistral ]]");
        assertThat(run(key, "bash", COMPOSE.resolve("with-provider"), "alize", "run")
                        .output())
                .contains("simulated Mistral")
                .contains("--policy-config " + COMPOSE + "/policy-config.simulated.yaml");
        assertThat(run(Map.of(), "bash", COMPOSE.resolve("setup")).output())
                .contains("alize topics create --policy-config")
                .contains("alize schemas register --policy-config");
    }

    private static HttpServer server() throws IOException {
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getByName("127.0.0.1"), 0), 0);
        server.start();
        return server;
    }

    private static void answer(HttpExchange exchange, int status, String body) throws IOException {
        byte[] bytes = body.getBytes(StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
        exchange.close();
    }

    @Test
    void healthIsWhatThePageAnswers() throws Exception {
        HttpServer server = server();
        try {
            server.createContext("/ready", exchange -> answer(exchange, 200, "ready"));
            server.createContext("/not", exchange -> answer(exchange, 503, "not ready: 200 partitions"));
            String port = String.valueOf(server.getAddress().getPort());
            assertThat(run(Map.of(), "bash", IMAGE.resolve("http-ok"), port, "/ready")
                            .code())
                    .isZero();
            assertThat(run(Map.of(), "bash", IMAGE.resolve("http-ok"), port, "/not")
                            .code())
                    .isNotZero();
            assertThat(run(Map.of(), "bash", IMAGE.resolve("http-ok"), "1", "/ready")
                            .code())
                    .isNotZero();
        } finally {
            server.stop(0);
        }
    }

    @Test
    void connectorsAreGivenToTheWorker() throws Exception {
        Path connectors = Files.createDirectories(directory.resolve("connectors"));
        Files.writeString(connectors.resolve("source.json"), "{\"topic\": \"é\"}");
        Files.writeString(connectors.resolve("sink.json"), "{\"a\": 1}");
        Map<String, String> given = new ConcurrentHashMap<>();
        AtomicInteger busy = new AtomicInteger(1);
        HttpServer server = server();
        try {
            server.createContext("/connectors/", exchange -> {
                String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
                if (busy.getAndDecrement() > 0) {
                    answer(exchange, 409, "rebalancing");
                    return;
                }
                given.put(exchange.getRequestMethod() + " " + exchange.getRequestURI(), body);
                answer(exchange, 201, "{}");
            });
            String host = "127.0.0.1:" + server.getAddress().getPort();
            Ran ran = run(Map.of(), "bash", IMAGE.resolve("put-connectors"), host, connectors);
            assertThat(ran.code()).as(ran.output()).isZero();
            assertThat(given)
                    .containsEntry("PUT /connectors/source/config", "{\"topic\": \"é\"}")
                    .containsEntry("PUT /connectors/sink/config", "{\"a\": 1}");
        } finally {
            server.stop(0);
        }
    }

    @Test
    void refusedConnectorIsSaid() throws Exception {
        Path connectors = Files.createDirectories(directory.resolve("connectors"));
        Files.writeString(connectors.resolve("bad.json"), "{}");
        HttpServer server = server();
        try {
            server.createContext("/connectors/", exchange -> {
                exchange.getRequestBody().readAllBytes();
                answer(exchange, 400, "Missing required configuration \"directory\"");
            });
            String host = "127.0.0.1:" + server.getAddress().getPort();
            Ran ran = run(Map.of(), "bash", IMAGE.resolve("put-connectors"), host, connectors);
            assertThat(ran.code()).isEqualTo(1);
            assertThat(ran.output()).contains("bad").contains("400").contains("Missing required");
        } finally {
            server.stop(0);
        }
    }
}
