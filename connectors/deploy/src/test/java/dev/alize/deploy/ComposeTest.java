package dev.alize.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.alize.testing.Repository;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** The compose file as it is has no problem; each way to break it that a check is for has one. */
class ComposeTest {
    private static final Path ROOT = Repository.root();
    private static final String TEXT = Yaml.text(ROOT.resolve("docker-compose.yml"));
    private static final Compose COMPOSE = Compose.of(ROOT, TEXT);
    private static final Path SETTINGS = ROOT.resolve("connectors/deploy/compose");
    private static final Pattern ADDRESS =
            Pattern.compile("(?<![\\w./-])(?:https?://)?([a-z][a-z0-9-]*:[0-9]{2,5})(?![\\w:])");

    private static final Map<String, Function<Compose, List<String>>> CHECKS = checks();

    private static Map<String, Function<Compose, List<String>>> checks() {
        Map<String, Function<Compose, List<String>>> checks = new TreeMap<>();
        checks.put("schema", ComposeSchema::problems);
        checks.put("paths", ComposeFiles::paths);
        checks.put("images", ComposeFiles::images);
        checks.put("volumes", ComposeFiles::volumes);
        checks.put("secrets", ComposeFiles::secrets);
        checks.put("documented", ComposeFiles::documented);
        checks.put("privileges", ComposeHardening::privileges);
        checks.put("limits", ComposeHardening::limits);
        checks.put("health", ComposeHardening::health);
        checks.put("stops", compose -> ComposeHardening.stops(compose, drains()));
        checks.put("ports", compose -> ComposeNetwork.ports(compose, Listening.of(compose)));
        checks.put("order", ComposeNetwork::order);
        return checks;
    }

    /** As the settings say; the processor's where they say nothing. */
    private static Map<String, String> drains() {
        String processor = settings("alize/policy-config.yaml")
                .at("/processing/drain_timeout")
                .asText("60s");
        String ingress =
                settings("alize/ingress.yaml").at("/limits/drain_timeout").asText("30s");
        return Map.of("processor", processor, "ingress", ingress);
    }

    private static JsonNode settings(String file) {
        return Yaml.document(Yaml.text(SETTINGS.resolve(file)));
    }

    static Stream<String> checksByName() {
        return CHECKS.keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("checksByName")
    void composeFilePasses(String check) {
        assertThat(CHECKS.get(check).apply(COMPOSE)).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void checkFindsWhatItIsFor(String what, String check, String found, String instead, String problem) {
        assertThat(TEXT).as("the compose file has what is broken here").contains(found);
        int at = TEXT.indexOf(found);
        String broken = TEXT.substring(0, at) + instead + TEXT.substring(at + found.length());
        assertThat(CHECKS.get(check).apply(Compose.of(ROOT, broken)))
                .as(what)
                .anySatisfy(message -> assertThat(message).contains(problem));
    }

    static Stream<Arguments> checkFindsWhatItIsFor() {
        return Stream.of(
                broken(
                        "a mistyped key",
                        "schema",
                        "stop_grace_period: 60s",
                        "stop_grace_perod: 60s",
                        "stop_grace_perod"),
                broken("a wrong type", "schema", "retries: 40", "retries: [40]", "retries"),
                broken(
                        "a file that is not there",
                        "paths",
                        "deploy/image/log4j2.yaml:",
                        "deploy/image/log4j3.yaml:",
                        "log4j3.yaml"),
                broken(
                        "a command's file",
                        "paths",
                        "/etc/alize/with-provider\", ",
                        "/etc/alize/without\", ",
                        "without"),
                broken(
                        "a configuration",
                        "paths",
                        "\"--config\", \"/etc/alize/ingress.yaml",
                        "\"--config\", \"/etc/alize/i.yaml",
                        "i.yaml"),
                broken("latest", "images", "apache/kafka:4.3.1", "apache/kafka:latest", "not pinned"),
                broken("a line of releases", "images", "grafana/grafana:12.4.0", "grafana/grafana:12", "not pinned"),
                broken("no tag", "images", "prom/prometheus:v3.13.3", "prom/prometheus", "not NAME:TAG"),
                broken("a malformed name", "images", "prom/prometheus:", "Prom/Prometheus:", "not NAME:TAG"),
                broken(
                        "no Dockerfile",
                        "images",
                        "dockerfile: connectors/deploy/Dockerfile",
                        "dockerfile: Dockerfile",
                        "no file"),
                broken("no such stage", "images", "target: ingress", "target: egress", "no stage egress"),
                broken(
                        "another user's files",
                        "images",
                        "user: &user \"10001:10001\"",
                        "user: &user \"1001:1001\"",
                        "belong to"),
                broken(
                        "an undeclared volume",
                        "volumes",
                        "- processor:/var",
                        "- procesor:/var",
                        "procesor is not declared"),
                broken("an unused volume", "volumes", "- processor:/var", "- kafka:/var", "processor is used by no"),
                broken("a key's value", "secrets", "MISTRAL_API_KEY:\n", "MISTRAL_API_KEY: abc\n", "MISTRAL_API_KEY"),
                broken(
                        "key material",
                        "secrets",
                        "JAVA_OPTS: -Xmx256m",
                        "X: sk-abcdefghijklmnopqrst",
                        "looks like a key"),
                broken("an unknown variable", "documented", "JAVA_OPTS: -Xmx256m", "X: ${NOT_TOLD:-}", "NOT_TOLD"),
                broken("root", "privileges", "user: \"472:0\"", "user: \"0:0\"", "grafana"),
                broken("no user", "privileges", "    user: \"65534:65534\"\n", "", "prometheus"),
                broken("a writable file system", "privileges", "read_only: true", "read_only: false", "can be written"),
                broken("capabilities", "privileges", "cap_drop: [ALL]", "cap_drop: [CHOWN]", "capabilities"),
                broken("new privileges", "privileges", "no-new-privileges:true", "no-new-privileges:false", "gain"),
                broken(
                        "the host's network",
                        "privileges",
                        "command: [\"simulate-mistral\"",
                        "network_mode: host\n    command: [\"simulate-mistral\"",
                        "host"),
                broken(
                        "no limit of memory",
                        "limits",
                        "limits: {cpus: \"1\", memory: 128m, pids: 64}",
                        "limits: {cpus: \"1\", pids: 64}",
                        "connectors"),
                broken(
                        "too large a heap",
                        "limits",
                        "memory: 512m, pids: 256}\n    healthcheck:\n      test: [\"CMD\", \"http-ok\", \"8089\"",
                        "memory: 300m, pids: 256}\n    healthcheck:\n      test: [\"CMD\", \"http-ok\", \"8089\"",
                        "simulated-mistral"),
                broken("a growing log", "limits", "{max-size: 20m, max-file: \"3\"}", "{max-file: \"3\"}", "grows"),
                broken(
                        "no health check",
                        "health",
                        "http-ok\", \"8083\", \"/health\"]\n",
                        "http-ok\", \"8083\", \"/health\"]\n      disable: true\n",
                        "connect: has no"),
                broken("a short stop", "stops", "stop_grace_period: 90s", "stop_grace_period: 50s", "processor"),
                broken("open to the network", "ports", "127.0.0.1:8080:8080", "8080:8080", "127.0.0.1:HOST"),
                broken("a port of nobody", "ports", "127.0.0.1:3000:3000", "127.0.0.1:3000:3001", "listens on [3000]"),
                broken("a host's port twice", "ports", "127.0.0.1:9090:9090", "127.0.0.1:9464:9090", "is processor's"),
                broken(
                        "a check of another port",
                        "ports",
                        "http-ok\", \"9464\"",
                        "http-ok\", \"9465\"",
                        "asks port 9465"),
                broken("a broker elsewhere", "ports", "127.0.0.1/19092", "127.0.0.1/19093", "asks port 19093"),
                broken(
                        "waiting for nobody",
                        "order",
                        "      setup:\n        condition",
                        "      set-up:\n        condition",
                        "no service"),
                broken(
                        "waiting for ever",
                        "order",
                        "condition: service_completed_successfully",
                        "condition: service_healthy",
                        "never comes"),
                broken("needing a profile", "order", "required: false", "required: true", "with its profile"),
                broken(
                        "a circle",
                        "order",
                        "    image: apache/kafka:4.3.1\n",
                        "    image: apache/kafka:4.3.1\n    depends_on: {registry: {condition: service_healthy}}\n",
                        "depend on each other"));
    }

    private static Arguments broken(String what, String check, String found, String instead, String problem) {
        return Arguments.of(what, check, found, instead, problem);
    }

    @Test
    @DisplayName("services, topics of Kafka's listeners and settings name addresses at which somebody listens")
    void addressesAreListenedAt() {
        var listening = Listening.of(COMPOSE);
        assertThat(problemsOfAddresses(Map.of("docker-compose.yml", internal(TEXT)), listening))
                .isEmpty();
        Map<String, String> texts = new TreeMap<>();
        for (String file : List.of(
                "alize/policy-config.yaml",
                "alize/policy-config.simulated.yaml",
                "alize/ingress.yaml",
                "grafana/datasources/prometheus.yaml")) {
            texts.put(file, Yaml.text(SETTINGS.resolve(file)));
        }
        assertThat(problemsOfAddresses(texts, listening)).isEmpty();
        assertThat(problemsOfAddresses(Map.of("x", "bootstrap.servers: kafka:9999"), listening))
                .containsExactly("x: nobody listens at kafka:9999");
        assertThat(problemsOfAddresses(Map.of("x", "url: http://regitsry:8081"), listening))
                .hasSize(1);
    }

    /** What the services use among each other: not what is published, images, users and modes of mounts. */
    private static String internal(String text) {
        StringBuilder lines = new StringBuilder();
        text.lines()
                .filter(line -> !line.strip().startsWith("#"))
                .filter(line -> line.contains("://") || line.contains("BOOTSTRAP") || line.contains("put-connectors"))
                .filter(line -> !line.contains("KAFKA_LISTENERS"))
                .map(line ->
                        line.replaceAll("OUTSIDE://localhost:[0-9]+", "").replaceAll("://127\\.0\\.0\\.1:[0-9]+", ""))
                .forEach(line -> lines.append(line).append('\n'));
        return lines.toString();
    }

    private static List<String> problemsOfAddresses(
            Map<String, String> texts, Map<String, java.util.Set<Integer>> listening) {
        List<String> problems = new ArrayList<>();
        texts.forEach((file, text) -> {
            List<String> addresses = new ArrayList<>();
            Matcher matcher = ADDRESS.matcher(text);
            while (matcher.find()) {
                addresses.add(matcher.group(1));
            }
            problems.addAll(ComposeNetwork.addresses(file, addresses, listening));
        });
        return problems;
    }

    @Test
    void prometheusAsksThePortsOfTheServices() {
        var listening = Listening.of(COMPOSE);
        List<String> addresses = new ArrayList<>();
        settings("prometheus/prometheus.yaml")
                .path("scrape_configs")
                .forEach(job -> job.path("dns_sd_configs")
                        .forEach(
                                look -> addresses.add(look.path("names").path(0).asText() + ":"
                                        + look.path("port").asText())));
        assertThat(addresses).hasSize(2);
        assertThat(ComposeNetwork.addresses("prometheus.yaml", addresses, listening))
                .isEmpty();
    }

    @Test
    void prometheusUnderstandsItsConfiguration(@TempDir Path directory) throws IOException, InterruptedException {
        Path file = directory.resolve("prometheus.yaml");
        Files.writeString(
                file,
                Yaml.text(SETTINGS.resolve("prometheus/prometheus.yaml"))
                        .replace("/etc/alize-monitoring", ROOT + "/processor/examples/monitoring"));
        Process process;
        try {
            process = new ProcessBuilder("promtool", "check", "config", file.toString())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            assumeTrue(false, "promtool is not installed (Debian's package prometheus): it is not asked");
            return;
        }
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(output).isZero();
        assertThat(output).contains("rules found");
    }

    @Test
    void prometheusAndGrafanaAreGivenRulesAndDashboard() {
        assertThat(COMPOSE.hostFile(
                        "prometheus",
                        settings("prometheus/prometheus.yaml")
                                .at("/rule_files/0")
                                .asText()))
                .hasValueSatisfying(file -> assertThat(file).exists());
        String dashboards = settings("grafana/dashboards/alize.yaml")
                .at("/providers/0/options/path")
                .asText();
        assertThat(COMPOSE.hostFile("grafana", dashboards + "/dashboard.json"))
                .hasValueSatisfying(file -> assertThat(file).exists());
        assertThat(COMPOSE.hostFile(
                        "grafana", COMPOSE.environment("grafana").get("GF_DASHBOARDS_DEFAULT_HOME_DASHBOARD_PATH")))
                .hasValueSatisfying(file -> assertThat(file).exists());
    }

    @Test
    void simulatedConfigurationDiffersInTheTargetOnly() {
        JsonNode usual = settings("alize/policy-config.yaml");
        JsonNode simulated = settings("alize/policy-config.simulated.yaml");
        for (String block : List.of("policies", "kafka", "processing")) {
            assertThat(simulated.path(block)).isEqualTo(usual.path(block));
        }
        assertThat(simulated.at("/providers/targets/0/base_url").asText()).startsWith("http://simulated-mistral:");
        Path key = SETTINGS.resolve("alize")
                .resolve(
                        simulated.at("/providers/targets/0/secret_key_ref/file").asText());
        assertThat(key).hasContent("not a secret: the simulated Mistral takes any key");
    }

    @Test
    void everyVariableOfTheConnectWorkerIsSet() {
        String properties = Yaml.text(ROOT.resolve("connectors/deploy/image/connect.properties"));
        Matcher matcher = Pattern.compile("\\$\\{env:([A-Z_]+)}").matcher(properties);
        List<String> variables =
                matcher.results().map(found -> found.group(1)).distinct().toList();
        assertThat(variables).isNotEmpty();
        assertThat(COMPOSE.environment("connect")).containsKeys(variables.toArray(String[]::new));
        assertThat(variables).allMatch(name -> name.startsWith("ALIZE_CONNECT_"));
    }

    @Test
    void imagesHaveTheVersionOfTheProject() {
        String pom = Yaml.text(ROOT.resolve("pom.xml"));
        String version = pom.replaceAll("(?s).*?<artifactId>alize</artifactId>\\s*<version>([0-9.]+).*", "$1");
        assertThat(COMPOSE.services().values())
                .filteredOn(service -> service.has("build"))
                .isNotEmpty()
                .allSatisfy(
                        service -> assertThat(service.path("image").asText()).endsWith(":" + version));
    }

    @Test
    void scriptsOfImagesAndSettingsCanBeRun() {
        for (String script : List.of(
                "connectors/deploy/image/http-ok",
                "connectors/deploy/image/alize-instance",
                "connectors/deploy/image/put-connectors",
                "connectors/deploy/compose/alize/with-provider",
                "connectors/deploy/compose/alize/setup")) {
            assertThat(Files.isExecutable(ROOT.resolve(script))).as(script).isTrue();
        }
    }

    /** A service that can be scaled publishes a range of ports, and no port of another. */
    @Test
    void processorCanBeScaled() {
        assertThat(COMPOSE.service("processor").path("ports").path(0).asText()).matches("127.0.0.1:[0-9]+-[0-9]+:9464");
        assertThat(COMPOSE.service("processor").has("container_name")).isFalse();
        assertThat(COMPOSE.commandLine("processor")).contains("alize-instance");
    }
}
