package dev.alize.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.alize.testing.Repository;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The manifests as they are have no problem; each way to break them that a check is for has one. They are checked as
 * kustomize puts them together: the base with all components, and the overlay.
 */
class KubernetesTest {
    private static final Path ROOT = Repository.root();
    private static final Path MANIFESTS = ROOT.resolve("connectors/deploy/kubernetes");
    private static final String PAGE = Yaml.text(ROOT.resolve("docs/deploy.md"));
    private static final String WHOLE = """
            apiVersion: kustomize.config.k8s.io/v1beta1
            kind: Kustomization
            resources: [../base]
            components: [../components/connect, ../components/autoscaling]
            """;

    @TempDir
    private Path scratch;

    /** All problems of a directory of manifests. */
    private static List<String> problems(Path directory) {
        Kustomization built = Kustomization.build(directory);
        Map<String, ObjectNode> objects = built.objects();
        List<Workload> workloads = Workload.of(objects.values());
        List<String> problems = new ArrayList<>(built.problems());
        objects.forEach(
                (name, object) -> ApiModel.problem(object).ifPresent(problem -> problems.add(name + ": " + problem)));
        problems.addAll(ManifestPods.privileges(workloads));
        problems.addAll(ManifestPods.resources(workloads));
        problems.addAll(ManifestPods.probes(workloads));
        problems.addAll(ManifestPods.references(objects, workloads, PAGE));
        problems.addAll(ManifestLinks.selectors(objects, workloads));
        problems.addAll(ManifestLinks.services(objects, workloads));
        problems.addAll(ManifestLinks.network(objects, workloads));
        JsonNode policy = settings(objects, "ConfigMap alize-processor", "policy-config.yaml");
        problems.addAll(
                ManifestLinks.scaling(objects, policy.at("/topics/partitions").asInt()));
        problems.addAll(processor(objects, policy));
        if (objects.keySet().stream().anyMatch(key -> key.startsWith("Secret "))) {
            problems.add("a Secret stands among the manifests");
        }
        return problems;
    }

    private static JsonNode settings(Map<String, ObjectNode> objects, String map, String key) {
        JsonNode text = objects.get(map).path("data").path(key);
        return text.isTextual() ? Yaml.document(text.asText()) : text;
    }

    /** What the processor's pods promise beside what holds for all. */
    private static List<String> processor(Map<String, ObjectNode> objects, JsonNode policy) {
        JsonNode set = objects.get("StatefulSet alize-processor").path("spec");
        JsonNode pod = set.at("/template/spec");
        List<String> problems = new ArrayList<>();
        int drain = seconds(policy.at("/processing/drain_timeout").asText("60s"));
        if (pod.path("terminationGracePeriodSeconds").asInt() <= drain) {
            problems.add("the processor is killed while it drains");
        }
        JsonNode ingress = settings(objects, "ConfigMap alize-ingress", "ingress.yaml");
        int open = seconds(ingress.at("/limits/drain_timeout").asText("30s"));
        JsonNode door = objects.get("Deployment alize-ingress").at("/spec/template/spec");
        if (door.path("terminationGracePeriodSeconds").asInt() <= open + 5) {
            problems.add("the ingress is killed while it drains");
        }
        JsonNode container = pod.at("/containers/0");
        boolean isNamed = false;
        for (JsonNode variable : container.path("env")) {
            isNamed |= variable.path("name").asText().equals("ALIZE_INSTANCE")
                    && variable.at("/valueFrom/fieldRef/fieldPath").asText().equals("metadata.name");
        }
        if (!isNamed || !container.at("/command/0").asText().equals("alize-instance")) {
            problems.add("the processor is no static member under its pod's name");
        }
        if (!policy.at("/processing/state_dir").asText().equals("state")) {
            problems.add("state_dir is not the one that alize-instance makes");
        }
        String listen = container.path("args").toString();
        if (!listen.contains("0.0.0.0:" + container.at("/ports/0/containerPort").asText())) {
            problems.add("the processor does not listen on its port");
        }
        for (String key : List.of("listen", "health_listen")) {
            String address = ingress.path(key).asText();
            boolean isPort = false;
            for (JsonNode port : door.at("/containers/0/ports")) {
                isPort |= address.equals("0.0.0.0:" + port.path("containerPort").asText());
            }
            if (!isPort) {
                problems.add("the ingress does not listen on its ports: " + address);
            }
        }
        return problems;
    }

    private static int seconds(String duration) {
        return Integer.parseInt(duration.replaceAll("s$", ""));
    }

    /** A copy of all manifests, with an overlay of the base and all components. */
    private Path copy() throws IOException {
        Path copy = scratch.resolve("kubernetes");
        try (Stream<Path> files = Files.walk(MANIFESTS)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                Path target = copy.resolve(MANIFESTS.relativize(file));
                Files.createDirectories(target.getParent());
                Files.copy(file, target);
            }
        }
        Files.createDirectories(copy.resolve("whole"));
        Files.writeString(copy.resolve("whole/kustomization.yaml"), WHOLE);
        return copy;
    }

    @ParameterizedTest
    @ValueSource(strings = {"base", "whole", "overlays/simulated"})
    void manifestsHaveNoProblem(String directory) throws IOException {
        assertThat(problems(copy().resolve(directory))).isEmpty();
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource
    void checkFindsWhatItIsFor(String what, String file, String found, String instead, String problem)
            throws IOException {
        Path copy = copy();
        Path broken = copy.resolve(file);
        String text = Files.readString(broken);
        assertThat(text).as("the manifest has what is broken here").contains(found);
        int at = text.indexOf(found);
        Files.writeString(broken, text.substring(0, at) + instead + text.substring(at + found.length()));
        assertThat(problems(copy.resolve(file.startsWith("overlays") ? "overlays/simulated" : "whole")))
                .as(what)
                .anySatisfy(message -> assertThat(message).contains(problem));
    }

    static Stream<Arguments> checkFindsWhatItIsFor() {
        String set = "base/processor.yaml";
        String door = "base/ingress.yaml";
        String base = "base/kustomization.yaml";
        String net = "base/network-policy.yaml";
        String scale = "components/autoscaling/autoscaler.yaml";
        String overlay = "overlays/simulated/kustomization.yaml";
        return Stream.of(
                broken("a mistyped field", set, "minReadySeconds", "minReadySecond", "is not defined"),
                broken(
                        "a mistyped inner field",
                        set,
                        "readOnlyRootFilesystem",
                        "readOnlyRootFileSystem",
                        "is not defined"),
                broken(
                        "a missing field",
                        set,
                        "  serviceName: alize-processor\n  selector:\n    matchLabels: {app.kubernetes.io/name: alize-processor}\n",
                        "  serviceName: alize-processor\n",
                        "selector"),
                broken("a number for a text", set, "value: -Xmx768m", "value: 768", "expected \"768\""),
                broken("a text for a number", set, "minReadySeconds: 10", "minReadySeconds: \"10\"", "expected 10"),
                broken(
                        "a label that policies go by",
                        "components/connect/kustomization.yaml",
                        "part-of: alize",
                        "part-of: other",
                        "is of no pods"),
                broken(
                        "a kind that is none",
                        set,
                        "kind: PodDisruptionBudget",
                        "kind: PodDisruptionBuget",
                        "no known kind"),
                broken("an old version", set, "policy/v1", "policy/v1beta1", "no known kind"),
                broken("a file that is not there", base, "- setup.yaml", "- set-up.yaml", "no file set-up.yaml"),
                broken("a file that nobody names", base, "  - setup.yaml\n", "", "setup.yaml is named nowhere"),
                broken(
                        "a generator's file",
                        base,
                        "files: [policy-config.yaml]",
                        "files: [policy.yaml]",
                        "no file policy.yaml"),
                broken(
                        "a generator's key",
                        base,
                        "ingress.yaml=ingress-config.yaml",
                        "ingress-config.yaml",
                        "which no ConfigMap has"),
                broken(
                        "a replaced map that is none",
                        overlay,
                        "- name: alize-processor",
                        "- name: alize-procesor",
                        "not there to be replaced"),
                broken("a patch of nobody", overlay, "name: alize-ingress}", "name: alize-egress}", "a patch is for"),
                broken("a patch of another place", overlay, "value: providers", "value: config", "the patch expects"),
                broken(
                        "a patch of no place",
                        overlay,
                        "/volumeMounts/2/name",
                        "/volumeMounts/7/name",
                        "which is not there"),
                broken(
                        "pods that are not selected",
                        set,
                        "  template:\n    metadata:\n      labels: {app.kubernetes.io/name: alize-processor}",
                        "  template:\n    metadata:\n      labels: {app.kubernetes.io/name: processor}",
                        "does not select its own pods"),
                broken(
                        "a service of nobody",
                        door,
                        "selector: {app.kubernetes.io/name: alize-ingress}",
                        "selector: {app.kubernetes.io/name: ingress}",
                        "selects no pods"),
                broken("a service's port", door, "port: 8080, targetPort", "port: 80, targetPort", "leads to 8080"),
                broken("a service's target", door, "targetPort: http", "targetPort: web", "leads to null"),
                broken("no headless service", set, "clusterIP: None", "clusterIP: 10.0.0.1", "no headless Service"),
                broken(
                        "a budget of nobody",
                        set,
                        "  unhealthyPodEvictionPolicy: AlwaysAllow\n  selector:\n    matchLabels: {app.kubernetes.io/name: alize-processor}",
                        "  selector:\n    matchLabels: {app.kubernetes.io/name: x}",
                        "is of no pods"),
                broken(
                        "a probe of no port",
                        set,
                        "port: metrics}\n            periodSeconds: 10",
                        "port: metric}\n            periodSeconds: 10",
                        "asks no port"),
                broken("a probe of another page", set, "path: /ready", "path: /health", "not /live and /ready"),
                broken(
                        "an impatient start",
                        set,
                        "failureThreshold: 120",
                        "failureThreshold: 3",
                        "given up after 15 s"),
                broken("root", set, "runAsUser: 10001", "runAsUser: 0", "may run as root"),
                broken("a volume of root", set, "        fsGroup: 10001\n", "", "no fsGroup"),
                broken("no seccomp", set, "{type: RuntimeDefault}", "{type: Unconfined}", "seccomp"),
                broken("capabilities", door, "drop: [ALL]", "drop: [CHOWN]", "capabilities"),
                broken(
                        "a token",
                        "base/setup.yaml",
                        "automountServiceAccountToken: false",
                        "automountServiceAccountToken: true",
                        "token"),
                broken("no limit", door, "limits: {memory: 1Gi,", "limits: {", "not its limit"),
                broken("too large a heap", set, "-Xmx768m", "-Xmx1400m", "is too much"),
                broken(
                        "an image that is not pinned",
                        "overlays/simulated/kafka.yaml",
                        "apache/kafka:4.3.1",
                        "apache/kafka:latest",
                        "not pinned"),
                broken(
                        "a volume that is none",
                        set,
                        "{name: tmp, mountPath: /tmp}",
                        "{name: temp, mountPath: /tmp}",
                        "mounts"),
                broken(
                        "a secret that is not told of",
                        set,
                        "secretName: alize-providers",
                        "secretName: other",
                        "does not tell of the Secret other"),
                broken("a secret in the manifest", set, "name: JAVA_OPTS", "name: MISTRAL_API_KEY", "has its value"),
                broken(
                        "a key of a map",
                        "components/connect/connect.yaml",
                        "key: registry-url",
                        "key: registry",
                        "that is not there"),
                broken(
                        "an account that is none",
                        door,
                        "serviceAccountName: alize",
                        "serviceAccountName: ingress",
                        "no service account"),
                broken(
                        "a short grace",
                        set,
                        "terminationGracePeriodSeconds: 90",
                        "terminationGracePeriodSeconds: 60",
                        "killed while it drains"),
                broken(
                        "a short grace of the ingress",
                        door,
                        "terminationGracePeriodSeconds: 90",
                        "terminationGracePeriodSeconds: 60",
                        "killed while it drains"),
                broken(
                        "no static member",
                        set,
                        "fieldPath: metadata.name",
                        "fieldPath: metadata.uid",
                        "no static member"),
                broken("another port", set, "containerPort: 9464", "containerPort: 9465", "does not listen"),
                broken("another port of the ingress", "base/ingress-config.yaml", "9466", "9465", "does not listen"),
                broken(
                        "nothing denied",
                        net,
                        "  podSelector: {}\n",
                        "  podSelector: {matchLabels: {app.kubernetes.io/name: alize-ingress}}\n",
                        "no policy denies"),
                broken("an opened port of nobody", net, "port: 9464", "port: 9463", "which no pod has"),
                broken(
                        "an autoscaler of nobody",
                        scale,
                        "name: alize-processor}\n  minReplicas",
                        "name: processor}\n  minReplicas",
                        "no StatefulSet processor"),
                broken("too many instances", scale, "maxReplicas: 12", "maxReplicas: 13", "more instances than the 12"),
                broken(
                        "two masters of the number",
                        "components/autoscaling/kustomization.yaml",
                        "  - target: {kind: StatefulSet, name: alize-processor}\n    patch: |\n      - op: remove\n        path: /spec/replicas\n",
                        "",
                        "set it back"));
    }

    private static Arguments broken(String what, String file, String found, String instead, String problem) {
        return Arguments.of(what, file, found, instead, problem);
    }

    @Test
    void autoscalerAsksForTheMetricThatTheAdapterServes() {
        JsonNode rule = Yaml.document(Yaml.text(MANIFESTS.resolve("components/autoscaling/prometheus-adapter.yaml")))
                .at("/rules/external/0");
        JsonNode scaler = Yaml.document(Yaml.text(MANIFESTS.resolve("components/autoscaling/autoscaler.yaml")));
        assertThat(scaler.at("/spec/metrics/0/external/metric/name")).isEqualTo(rule.at("/name/as"));
        String metrics = Yaml.text(ROOT.resolve("docs/metrics.md"));
        assertThat(Pattern.compile("(?:alize|kafka)_[a-z_]+(?=[{])")
                        .matcher(rule.path("metricsQuery").asText())
                        .results()
                        .map(found -> found.group()))
                .hasSize(2)
                .allSatisfy(metric -> assertThat(metrics).contains("| `" + metric + "` |"));
    }

    @Test
    void simulatedBrokerHasTheSettingsOfTheComposeFile() {
        Map<String, String> compose =
                Compose.of(ROOT, Yaml.text(ROOT.resolve("docker-compose.yml"))).environment("kafka");
        Kustomization built = Kustomization.build(MANIFESTS.resolve("overlays/simulated"));
        Map<String, String> cluster = new TreeMap<>();
        built.objects()
                .get("StatefulSet kafka")
                .at("/spec/template/spec/containers/0/env")
                .forEach(variable -> cluster.put(
                        variable.path("name").asText(), variable.path("value").asText()));
        TreeSet<String> places = new TreeSet<>(List.of(
                "KAFKA_LISTENERS",
                "KAFKA_ADVERTISED_LISTENERS",
                "KAFKA_LISTENER_SECURITY_PROTOCOL_MAP",
                "KAFKA_CONTROLLER_QUORUM_VOTERS",
                "KAFKA_LOG_DIRS"));
        compose.keySet().removeAll(places);
        cluster.keySet().removeAll(places);
        assertThat(cluster).isEqualTo(compose);
    }

    /** The same objects as our own putting together; needs no cluster. */
    @ParameterizedTest
    @ValueSource(strings = {"base", "whole", "overlays/simulated"})
    void kustomizeBuildsTheSame(String directory) throws IOException, InterruptedException {
        Path copy = copy();
        Process process;
        try {
            process = new ProcessBuilder(
                            "kubectl", "kustomize", copy.resolve(directory).toString())
                    .redirectErrorStream(true)
                    .redirectOutput(scratch.resolve("built.yaml").toFile())
                    .start();
        } catch (IOException e) {
            assumeTrue(false, "kubectl is not installed: the manifests are checked without it only");
            return;
        }
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        String output = Files.readString(scratch.resolve("built.yaml"));
        assertThat(process.exitValue()).as(output).isZero();
        Map<String, JsonNode> real = new TreeMap<>();
        Yaml.documents(output).forEach(object -> real.put(Kustomization.key(object), object));
        Map<String, ObjectNode> ours =
                Kustomization.build(copy.resolve(directory)).objects();
        assertThat(real.keySet()).isEqualTo(ours.keySet());
        real.forEach((name, object) -> {
            assertThat(ApiModel.problem(object)).as(name).isEmpty();
            assertThat(object.path("data")).as(name).isEqualTo(ours.get(name).path("data"));
            JsonNode template = object.at("/spec/template");
            if (template.isObject()) {
                assertThat(template.path("spec"))
                        .as(name)
                        .isEqualTo(ours.get(name).at("/spec/template/spec"));
                assertThat(template.at("/metadata/labels"))
                        .as(name)
                        .isEqualTo(ours.get(name).at("/spec/template/metadata/labels"));
            }
        });
    }

    @Test
    void lagIsCountedForEachInstance() {
        JsonNode scaler = Yaml.document(Yaml.text(MANIFESTS.resolve("components/autoscaling/autoscaler.yaml")));
        assertThat(scaler.at("/spec/metrics/0/external/target/type").asText()).isEqualTo("AverageValue");
        assertThat(scaler.at("/spec/minReplicas").asDouble()).isCloseTo(2, within(0.0));
    }
}
