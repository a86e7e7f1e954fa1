package dev.alize.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.alize.testing.Repository;
import dev.alize.testing.RunningProcess;
import dev.alize.testing.Stack;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The processes of the compose file without containers: its commands, settings, scripts and health checks, with free
 * ports in place of its own, started in the order that it states with the profile {@code simulated}. Each waits for what
 * the file says it waits for. Prometheus and Grafana are left out, and broker and registry are those of {@code alize
 * stack}.
 */
class ComposeOrderIT {
    private static final Path ROOT = Repository.root();
    private static final Path DEPLOY = ROOT.resolve("connectors/deploy");
    private static final Duration PATIENCE = Duration.ofSeconds(120);
    private static final String ENDED = "ended with ";
    private static final List<String> LEFT_OUT = List.of("prometheus", "grafana");
    private static final List<Integer> PORTS = List.of(8080, 8083, 8089, 9464, 9466);

    private final Compose compose = Compose.of(ROOT, Yaml.text(ROOT.resolve("docker-compose.yml")));
    /** What stands in the file or in settings, and what stands for it here; the longest first. */
    private final Map<String, String> places = new LinkedHashMap<>();

    private final Map<String, RunningProcess> running = new LinkedHashMap<>();
    private final Map<Integer, Integer> ports = new HashMap<>();
    private Stack stack;

    @TempDir
    private Path directory;

    @AfterEach
    void stop() {
        List<RunningProcess> last = new ArrayList<>(running.values()).reversed();
        last.forEach(RunningProcess::close);
        if (stack != null) {
            stack.close();
        }
    }

    @Test
    void servicesComeUpInTheStatedOrderAndAnswer() throws Exception {
        for (int port : PORTS) {
            ports.put(port, freePort());
        }
        List<String> order = new ArrayList<>(compose.startOrder());
        order.removeAll(LEFT_OUT);
        assertThat(order)
                .containsSubsequence("kafka", "registry", "setup", "processor", "ingress")
                .containsSubsequence("simulated-mistral", "setup", "connect", "connectors");
        for (String service : order) {
            awaitDependencies(service);
            start(service);
        }
        awaitCompleted("connectors");
        dropBatchFile();
        awaitHealthy("ingress");
        JsonNode answer = ask();
        assertThat(answer.at("/choices/0/message/content").asText()).isNotBlank();
        assertThat(answer.path("object").asText()).isEqualTo("chat.completion");
        assertThat(running.get("processor").lines())
                .anySatisfy(line -> assertThat(line).startsWith("Requests go to the simulated Mistral"))
                .anySatisfy(line -> assertThat(line).startsWith("Gateway processor-0 is ready"));
        awaitBatchFile();
    }

    /** As {@code docker compose cp} would; with a marker, so that nobody waits for it to grow. */
    private void dropBatchFile() throws IOException {
        Path in = directory.resolve("batches/in");
        Files.writeString(in.resolve("winds.jsonl"), """
                {"custom_id": "wind-1", "method": "POST", "url": "/v1/chat/completions", "body": \
                {"model": "mistral-small-latest", "messages": [{"role": "user", "content": "What is a wind?"}]}}
                """);
        Files.writeString(in.resolve("winds.jsonl.done"), "");
    }

    private void awaitBatchFile() {
        Awaitility.await().atMost(PATIENCE).untilAsserted(() -> {
            try (Stream<Path> files = Files.walk(directory.resolve("batches/out"))) {
                assertThat(files.filter(file -> file.toString().endsWith(".jsonl")))
                        .as(() -> String.join("\n", running.get("connect").lines()))
                        .anySatisfy(file -> assertThat(file).content().contains("wind-1"));
            }
        });
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private void awaitDependencies(String service) throws Exception {
        for (String other : compose.dependencies(service)) {
            String condition = compose.service(service)
                    .path("depends_on")
                    .path(other)
                    .path("condition")
                    .asText();
            if (condition.equals("service_healthy")) {
                awaitHealthy(other);
            } else if (condition.equals("service_completed_successfully")) {
                awaitCompleted(other);
            }
        }
    }

    private void start(String service) throws Exception {
        if (service.equals("kafka")) {
            stack = Stack.start(directory.resolve("stack"));
            place();
            return;
        }
        if (service.equals("registry")) {
            return; // with the broker
        }
        Map<String, String> environment = new HashMap<>();
        compose.environment(service).forEach((name, value) -> environment.put(name, here(value)));
        environment.remove("MISTRAL_API_KEY");
        environment.remove("ALIZE_AUDIT_KEY");
        environment.remove("ALIZE_AUDIT_SIGNING_KEY");
        environment.put(
                "ALIZE_HOME",
                Files.createDirectories(directory.resolve("state")).toString());
        environment.put("PATH", directory.resolve("bin") + ":" + System.getenv("PATH"));
        List<String> command = new ArrayList<>(entrypoint(service));
        Compose.texts(compose.service(service).path("command")).map(this::here).forEach(command::add);
        if (service.equals("connect")) {
            command.add(here("/etc/alize/connect.properties"));
        }
        command.addFirst("env"); // which looks along the PATH of this process
        if (compose.isOneShot(service)) {
            command.addAll(0, List.of("bash", "-c", "\"$@\"; echo \"" + ENDED + "$?\"", "--"));
        }
        running.put(service, RunningProcess.start(service, directory.resolve(service), environment, command));
    }

    /** That of the file, else that of the image. */
    private List<String> entrypoint(String service) {
        JsonNode own = compose.service(service).path("entrypoint");
        if (!own.isMissingNode()) {
            return Compose.texts(own).map(this::here).toList();
        }
        return switch (compose.service(service).at("/build/target").asText()) {
            case "processor" -> List.of("alize");
            case "ingress" ->
                List.of(ROOT.resolve("connectors/ingress/bin/alize-ingress").toString());
            case "connect" ->
                List.of(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx320m",
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=warn",
                        "-cp",
                        ROOT.resolve("connectors/worker/target/worker") + "/*",
                        "org.apache.kafka.connect.cli.ConnectDistributed");
            default -> throw new IllegalStateException(service + " has no process here");
        };
    }

    /** Settings and programs as the containers have them, with the addresses of this run. */
    private void place() throws IOException {
        Path etc = Files.createDirectories(directory.resolve("etc"));
        Path bin = Files.createDirectories(directory.resolve("bin"));
        places.put("http://registry:8081", stack.registryUrl());
        places.put("kafka:19092", stack.bootstrapServers());
        places.put("/etc/alize/connectors", etc.resolve("connectors").toString());
        places.put("/etc/alize", etc.toString());
        places.put(
                "/opt/alize/plugins",
                Stream.of("avro-converter", "batch-files", "webhook")
                        .map(module -> ROOT.resolve("connectors")
                                .resolve(module)
                                .resolve("target/plugin")
                                .toString())
                        .reduce((one, two) -> one + "," + two)
                        .orElseThrow());
        places.put("/var/lib/alize/batches", directory.resolve("batches").toString());
        places.put("/run/secrets", directory.resolve("secrets").toString());
        ports.forEach((inside, here) -> {
            places.put("0.0.0.0:" + inside, "127.0.0.1:" + here);
            places.put("simulated-mistral:" + inside, "127.0.0.1:" + here);
            places.put("connect:" + inside, "127.0.0.1:" + here);
        });
        places.put("--host 0.0.0.0", "--host 127.0.0.1");
        makeDirectoriesOfTheImage();
        copy(DEPLOY.resolve("compose/alize"), etc);
        copy(DEPLOY.resolve("compose/connectors"), etc.resolve("connectors"));
        Files.writeString(
                etc.resolve("connect.properties"), here(Yaml.text(DEPLOY.resolve("image/connect.properties"))));
        for (String script : List.of("alize-instance", "http-ok", "put-connectors")) {
            program(bin.resolve(script), "exec '" + DEPLOY.resolve("image").resolve(script) + "' \"$@\"");
        }
        program(bin.resolve("alize"), "exec '" + ROOT.resolve("processor/bin/alize") + "' \"$@\"");
        // In the network of the compose file the name of a service leads to it.
        program(bin.resolve("getent"), "[[ $2 == simulated-mistral ]]");
    }

    /** Those that the Dockerfile makes for the worker. */
    private void makeDirectoriesOfTheImage() throws IOException {
        List<String> words =
                ComposeFiles.dockerfile(compose, compose.service("connect").path("build")).instructions().stream()
                        .filter(run ->
                                run.stage().equals("connect") && run.word().equals("RUN"))
                        .flatMap(run -> run.arguments().stream())
                        .filter(word -> word.startsWith("/"))
                        .map(this::here)
                        .filter(word -> word.startsWith(directory.toString()))
                        .toList();
        assertThat(words).hasSizeGreaterThan(2);
        for (String word : words) {
            Files.createDirectories(Path.of(word));
        }
    }

    private static void program(Path file, String line) throws IOException {
        Files.writeString(file, "#!/usr/bin/env bash\n" + line + "\n");
        assertThat(file.toFile().setExecutable(true)).isTrue();
    }

    private void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Files.writeString(to.resolve(file.getFileName()), here(Yaml.text(file)));
            }
        }
    }

    private String here(String text) {
        String replaced = text;
        for (Map.Entry<String, String> place : places.entrySet()) {
            replaced = replaced.replace(place.getKey(), place.getValue());
        }
        return ports.entrySet().stream()
                .filter(port -> text.equals(port.getKey().toString()))
                .map(port -> port.getValue().toString())
                .findFirst()
                .orElse(replaced);
    }

    private void awaitHealthy(String service) throws Exception {
        if (!running.containsKey(service)) {
            return; // broker and registry answered before they were said to be there
        }
        List<String> check = Compose.texts(compose.service(service).at("/healthcheck/test"))
                .skip(1)
                .map(this::here)
                .toList();
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!isHealthy(check)) {
            RunningProcess process = running.get(service);
            if (!process.handle().isAlive() || System.nanoTime() > end) {
                throw new IllegalStateException(
                        service + " does not become healthy:\n" + String.join("\n", process.lines()));
            }
            TimeUnit.MILLISECONDS.sleep(200);
        }
    }

    private boolean isHealthy(List<String> check) throws Exception {
        List<String> command = new ArrayList<>(check);
        command.set(0, directory.resolve("bin").resolve(check.getFirst()).toString());
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return process.waitFor(10, TimeUnit.SECONDS) && process.exitValue() == 0;
    }

    private void awaitCompleted(String service) throws Exception {
        RunningProcess process = running.get(service);
        String last = process.await(line -> line.startsWith(ENDED), PATIENCE);
        assertThat(last).as(String.join("\n", process.lines())).isEqualTo(ENDED + 0);
    }

    private JsonNode ask() throws Exception {
        HttpRequest request = HttpRequest.newBuilder(
                        URI.create("http://127.0.0.1:" + ports.get(8080) + "/v1/chat/completions"))
                .header("Content-Type", "application/json")
                .timeout(Duration.ofSeconds(60))
                .POST(HttpRequest.BodyPublishers.ofString("""
                        {"model": "mistral-small-latest", "messages": [{"role": "user", "content": "Where is the wind?"}]}
                        """))
                .build();
        HttpResponse<String> response = HttpClient.newHttpClient().send(request, HttpResponse.BodyHandlers.ofString());
        assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
        return Yaml.JSON.readTree(response.body());
    }
}
