package dev.alize.metrics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.alize.diagnosis.Cause;
import dev.alize.domain.FailureKind;
import dev.alize.domain.QuotaState;
import dev.alize.domain.TargetState;
import dev.alize.metrics.health.FakeInstance;
import dev.alize.metrics.http.ListenAddress;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The files for Prometheus and Grafana, compared with what an instance serves. */
class MonitoringFilesTest {
    private static final Path DIRECTORY = Path.of("examples/monitoring");
    private static final Pattern METRIC = Pattern.compile(
            "(?<![:\\w])((?:alize|mistral|gen_ai|kafka|jvm|process|system)_[a-z0-9_]+)(?!:)\\b(?:\\{([^}]*)})?");
    private static final Pattern LABEL = Pattern.compile("([a-z_]+)\\s*[=!]");
    private static final Pattern SAMPLE = Pattern.compile("^([a-z0-9_]+)(?:\\{(.*)})? \\S+$", Pattern.MULTILINE);
    private static final Pattern KINDS = Pattern.compile("(?:outcome|kind)!~\"([^\"]+)\"");
    /** Prometheus adds it to what it scrapes. */
    private static final Set<String> ADDED = Set.of("instance", "job");

    private final Monitor monitor = Monitor.start(ListenAddress.parse("127.0.0.1:0"));

    @TempDir
    private Path scratch;

    @AfterEach
    void close() {
        monitor.close();
    }

    /** Labels by the names of samples. */
    private Map<String, Set<String>> served() {
        FakeInstance instance = new FakeInstance();
        instance.states = List.of(new TargetState("large", "closed", true, "none", 1, 900));
        instance.quotas = List.of(new QuotaState("m", "requests", 60_000, 3_000, 1, 0, 0, 0));
        monitor.watch(instance);
        Events.all(monitor.observer());
        BooksMeters.serve(monitor, () -> true, () -> 1_000, () -> 2);
        AlertMeters.serve(
                monitor, Map.of("team", new AlertMeters.Receiver(() -> 1, () -> 1, () -> 1, () -> 1)), () -> 1);
        System.gc();
        Awaitility.await()
                .atMost(Duration.ofSeconds(20))
                .until(() -> monitor.scrape().contains("jvm_gc_pause_seconds_max"));
        Map<String, Set<String>> served = new HashMap<>();
        SAMPLE.matcher(monitor.scrape())
                .results()
                .forEach(sample -> served.computeIfAbsent(sample.group(1), name -> new TreeSet<>())
                        .addAll(labels(sample.group(2) == null ? "" : sample.group(2))));
        // Those of Kafka need a cluster; which of them are served is decided by this set.
        KafkaMeters.SHOWN.forEach(
                name -> served.put(name.replace('.', '_'), Set.of("client_id", "thread_id", "topic")));
        return served;
    }

    private static Set<String> labels(String text) {
        return LABEL.matcher(text).results().map(label -> label.group(1)).collect(Collectors.toSet());
    }

    private static List<String> rules() throws IOException {
        return Files.readAllLines(DIRECTORY.resolve("alert-rules.yaml")).stream()
                .filter(line ->
                        !line.strip().startsWith("#") && !line.contains("action:") && !line.contains("summary:"))
                .toList();
    }

    private static List<String> dashboard() throws IOException {
        JsonNode root = new ObjectMapper().readTree(Files.readString(DIRECTORY.resolve("dashboard.json")));
        List<String> expressions = new ArrayList<>(root.findValuesAsText("expr"));
        expressions.addAll(root.findValuesAsText("definition"));
        return expressions;
    }

    @Test
    void everyMetricAndLabelTheyNameIsServed() throws IOException {
        Map<String, Set<String>> served = served();
        Set<String> unknown = new TreeSet<>();
        int found = 0;
        for (String expression :
                Stream.concat(rules().stream(), dashboard().stream()).toList()) {
            Matcher metric = METRIC.matcher(expression);
            while (metric.find()) {
                found++;
                Set<String> known = served.get(metric.group(1));
                if (known == null) {
                    unknown.add(metric.group(1));
                } else if (metric.group(2) != null) {
                    labels(metric.group(2)).stream()
                            .filter(label -> !known.contains(label) && !ADDED.contains(label))
                            .forEach(label -> unknown.add(metric.group(1) + "{" + label + "}"));
                }
            }
        }
        assertThat(unknown).isEmpty();
        assertThat(found).isGreaterThan(80);
    }

    /** What callers and policies are to blame for must not wake anybody. */
    @Test
    void theKindsThatAreNoIncidentAreLeftOut() throws IOException {
        Set<String> harmless = Arrays.stream(FailureKind.values())
                .map(FailureKind::code)
                .filter(code -> !Cause.of(code).isIncident())
                .collect(Collectors.toCollection(TreeSet::new));
        List<String> lists = rules().stream()
                .flatMap(line -> KINDS.matcher(line).results())
                .map(list -> list.group(1))
                .toList();
        assertThat(lists).hasSizeGreaterThanOrEqualTo(2);
        for (String list : lists) {
            Set<String> kinds = new TreeSet<>(List.of(list.split("\\|")));
            kinds.removeAll(Set.of("success", "unknown"));
            assertThat(kinds).isEqualTo(harmless);
        }
    }

    @Test
    void everyAlertHasASeverityOfTheRunbookAndSaysWhatToDo() throws IOException {
        String text = Files.readString(DIRECTORY.resolve("alert-rules.yaml"));
        List<String> alerts = List.of(text.split("- alert: ")).stream().skip(1).toList();
        assertThat(alerts)
                .hasSizeGreaterThan(20)
                .allSatisfy(alert -> assertThat(alert)
                        .containsPattern("labels: \\{severity: P[1-4]}")
                        .contains("summary:", "action:"));
        String tests = Files.readString(DIRECTORY.resolve("alert-rules.test.yaml"));
        assertThat(alerts)
                .allSatisfy(alert -> assertThat(tests)
                        .contains("alertname: " + alert.lines().findFirst().orElse("")));
    }

    @Test
    void prometheusTakesTheRulesAndTheirTestsPass() throws IOException, InterruptedException {
        promtool(DIRECTORY, "check", "rules", "alert-rules.yaml");
        promtool(DIRECTORY, "test", "rules", "alert-rules.test.yaml");
    }

    @Test
    void prometheusTakesTheExpressionsOfTheDashboard() throws IOException, InterruptedException {
        StringBuilder rules = new StringBuilder("groups:\n- name: dashboard\n  rules:\n");
        int number = 0;
        for (String expression : dashboard()) {
            if (!expression.startsWith("label_values")) {
                String plain = expression.replace("$__rate_interval", "1m").replace("$instance", ".*");
                rules.append("  - record: panel")
                        .append(number++)
                        .append("\n    expr: ")
                        .append(new ObjectMapper().writeValueAsString(plain))
                        .append('\n');
            }
        }
        Files.writeString(scratch.resolve("dashboard.yaml"), rules);
        promtool(scratch, "check", "rules", "dashboard.yaml");
        assertThat(number).isGreaterThan(30);
    }

    private static void promtool(Path directory, String... words) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("promtool"));
        command.addAll(List.of(words));
        Process process;
        try {
            process = new ProcessBuilder(command)
                    .directory(directory.toFile())
                    .redirectErrorStream(true)
                    .start();
        } catch (IOException e) {
            fail("promtool is missing; install it with: apt-get install -y prometheus", e);
            return;
        }
        String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).as(out).isZero();
    }
}
