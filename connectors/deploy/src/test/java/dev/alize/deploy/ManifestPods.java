package dev.alize.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What holds for each pod: no privileges, limits, probes, and nothing named that is not there. */
final class ManifestPods {
    private static final Pattern HEAP = Pattern.compile("-Xmx([0-9]+)m");
    private static final Pattern SECRET = Pattern.compile("(?i).*(KEY|SECRET|PASSWORD|TOKEN|CREDENTIAL)$");
    private static final int SLOW_START_SECONDS = 90;
    private static final double MOST_HEAP = 0.6;

    private ManifestPods() {}

    static List<String> privileges(List<Workload> workloads) {
        List<String> problems = new ArrayList<>();
        for (Workload workload : workloads) {
            JsonNode security = workload.pod().path("securityContext");
            if (!security.path("runAsNonRoot").asBoolean()
                    || security.path("runAsUser").asInt() == 0) {
                problems.add(workload.name() + " may run as root");
            }
            if (!security.at("/seccompProfile/type").asText().equals("RuntimeDefault")) {
                problems.add(workload.name() + " has no seccomp profile");
            }
            if (workload.pod().path("automountServiceAccountToken").asBoolean(true)) {
                problems.add(workload.name() + " has a token of the API server");
            }
            boolean hasClaims =
                    workload.object().at("/spec/volumeClaimTemplates").size() > 0;
            if (hasClaims && security.path("fsGroup").asInt() == 0) {
                problems.add(workload.name() + " cannot write to its volume: no fsGroup");
            }
            for (JsonNode container : workload.containers()) {
                JsonNode own = container.path("securityContext");
                if (own.path("allowPrivilegeEscalation").asBoolean(true)
                        || !own.path("readOnlyRootFilesystem").asBoolean()
                        || !Compose.names(own.at("/capabilities/drop")).equals(List.of("ALL"))) {
                    problems.add(workload.name() + "/" + container.path("name").asText()
                            + " has a file system it can write, capabilities, or may gain privileges");
                }
            }
        }
        return problems;
    }

    static List<String> resources(List<Workload> workloads) {
        List<String> problems = new ArrayList<>();
        each(workloads, (workload, container) -> {
            String name = workload.name() + "/" + container.path("name").asText();
            String limit = container.at("/resources/limits/memory").asText();
            if (limit.isEmpty()
                    || !limit.equals(container.at("/resources/requests/memory").asText())) {
                problems.add(name + ": requested memory is not its limit: it may be evicted");
            }
            if (container.at("/resources/requests/cpu").isMissingNode()) {
                problems.add(name + " requests no cpu");
            }
            if (container.at("/resources/limits/ephemeral-storage").isMissingNode()) {
                problems.add(name + " may fill the disk of its node");
            }
            container.path("env").forEach(variable -> {
                Matcher heap = HEAP.matcher(variable.path("value").asText());
                if (heap.find() && Integer.parseInt(heap.group(1)) > MOST_HEAP * mebibytes(limit)) {
                    problems.add(name + ": a heap of " + heap.group(1) + " MB is too much for " + limit);
                }
            });
            ImageName.problem(container.path("image").asText())
                    .ifPresent(problem -> problems.add(name + ": " + problem));
        });
        return problems;
    }

    private static int mebibytes(String size) {
        return size.endsWith("Gi")
                ? Integer.parseInt(size.replace("Gi", "")) * 1024
                : Integer.parseInt("0" + size.replace("Mi", ""));
    }

    static List<String> probes(List<Workload> workloads) {
        List<String> problems = new ArrayList<>();
        each(workloads, (workload, container) -> {
            if (workload.isJob() || workload.isInitial(container)) {
                return;
            }
            String name = workload.name() + "/" + container.path("name").asText();
            for (String kind : List.of("startupProbe", "livenessProbe", "readinessProbe")) {
                JsonNode probe = container.path(kind);
                String port = Stream.of("httpGet", "tcpSocket")
                        .map(way -> probe.path(way).path("port").asText())
                        .filter(text -> !text.isEmpty())
                        .findFirst()
                        .orElse("");
                if (!workload.ports().containsKey(port)) {
                    problems.add(name + ": " + kind + " asks no port of it");
                }
            }
            JsonNode start = container.path("startupProbe");
            int seconds = start.path("periodSeconds").asInt()
                    * start.path("failureThreshold").asInt();
            if (seconds < SLOW_START_SECONDS) {
                problems.add(name + " is given up after " + seconds + " s");
            }
            boolean isOurs = container.path("image").asText().matches("alize(-ingress)?:.*")
                    && !workload.name().startsWith("simulated");
            if (isOurs
                    && !(container.at("/livenessProbe/httpGet/path").asText().equals("/live")
                            && container
                                    .at("/readinessProbe/httpGet/path")
                                    .asText()
                                    .equals("/ready"))) {
                problems.add(name + ": its probes are not /live and /ready");
            }
        });
        return problems;
    }

    /** Volumes, keys of maps, secrets and accounts that pods name. */
    static List<String> references(Map<String, ? extends JsonNode> objects, List<Workload> workloads, String page) {
        List<String> problems = new ArrayList<>();
        for (Workload workload : workloads) {
            String account = workload.pod().path("serviceAccountName").asText();
            if (!objects.containsKey("ServiceAccount " + account)) {
                problems.add(workload.name() + ": no service account " + account);
            }
            Set<String> mounted = new TreeSet<>();
            for (JsonNode container : workload.containers()) {
                container
                        .path("volumeMounts")
                        .forEach(mount -> mounted.add(mount.path("name").asText()));
                variables(objects, workload, container, page, problems);
                files(objects, workload, container, problems);
            }
            if (!mounted.equals(workload.volumes())) {
                problems.add(workload.name() + ": mounts " + mounted + ", has " + workload.volumes());
            }
            workload.pod().path("volumes").forEach(volume -> {
                String map = volume.at("/configMap/name").asText();
                if (!map.isEmpty() && !objects.containsKey("ConfigMap " + map)) {
                    problems.add(workload.name() + ": no ConfigMap " + map);
                }
                told(workload, volume.at("/secret/secretName").asText(), page, problems);
            });
        }
        return problems;
    }

    private static void told(Workload workload, String secret, String page, List<String> problems) {
        if (!secret.isEmpty() && !page.contains('`' + secret + '`')) {
            problems.add(workload.name() + ": docs/deploy.md does not tell of the Secret " + secret);
        }
    }

    private static void variables(
            Map<String, ? extends JsonNode> objects,
            Workload workload,
            JsonNode container,
            String page,
            List<String> problems) {
        container.path("env").forEach(variable -> {
            String name = variable.path("name").asText();
            if (SECRET.matcher(name).matches() && variable.has("value")) {
                problems.add(workload.name() + ": " + name + " has its value in the manifest");
            }
            JsonNode key = variable.at("/valueFrom/configMapKeyRef");
            if (!key.isMissingNode()
                    && Optional.<JsonNode>ofNullable(
                                    objects.get("ConfigMap " + key.path("name").asText()))
                            .filter(map -> map.path("data").has(key.path("key").asText()))
                            .isEmpty()) {
                problems.add(workload.name() + ": " + name + " is of a ConfigMap or key that is not there");
            }
            told(workload, variable.at("/valueFrom/secretKeyRef/name").asText(), page, problems);
        });
    }

    /** Files that the command names are keys of the ConfigMap that is mounted there. */
    private static void files(
            Map<String, ? extends JsonNode> objects, Workload workload, JsonNode container, List<String> problems) {
        Compose.texts(container.path("args"))
                .filter(word -> word.startsWith("/"))
                .forEach(file -> {
                    boolean isThere = StreamSupport.stream(
                                    container.path("volumeMounts").spliterator(), false)
                            .filter(mount ->
                                    file.startsWith(mount.path("mountPath").asText() + "/"))
                            .anyMatch(mount -> {
                                String map = workload.volume(mount.path("name").asText())
                                        .at("/configMap/name")
                                        .asText();
                                String key = file.substring(
                                        mount.path("mountPath").asText().length() + 1);
                                return objects.containsKey("ConfigMap " + map)
                                        && objects.get("ConfigMap " + map)
                                                .path("data")
                                                .has(key);
                            });
                    if (!isThere) {
                        problems.add(workload.name() + ": its command names " + file + ", which no ConfigMap has");
                    }
                });
    }

    private interface Visit {
        void of(Workload workload, JsonNode container);
    }

    private static void each(List<Workload> workloads, Visit visit) {
        workloads.forEach(workload -> workload.containers().forEach(container -> visit.of(workload, container)));
    }
}
