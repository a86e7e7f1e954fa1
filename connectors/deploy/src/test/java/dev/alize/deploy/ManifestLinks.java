package dev.alize.deploy;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.StreamSupport;

/** What objects say of each other: selectors, ports, budgets, autoscalers and network policies. */
final class ManifestLinks {
    private ManifestLinks() {}

    static List<String> selectors(Map<String, ? extends JsonNode> objects, List<Workload> workloads) {
        List<String> problems = new ArrayList<>();
        for (Workload workload : workloads) {
            if (!workload.isJob() && !workload.fits(workload.object().at("/spec/selector"))) {
                problems.add(workload.name() + " does not select its own pods");
            }
            JsonNode service = workload.object().at("/spec/serviceName");
            if (service.isTextual()
                    && !(objects.containsKey("Service " + service.asText())
                            && objects.get("Service " + service.asText())
                                    .at("/spec/clusterIP")
                                    .asText()
                                    .equals("None"))) {
                problems.add(workload.name() + ": no headless Service " + service.asText());
            }
            workload.pod().path("topologySpreadConstraints").forEach(constraint -> {
                if (!workload.fits(constraint.path("labelSelector"))) {
                    problems.add(workload.name() + " spreads the pods of others");
                }
            });
        }
        of(objects, "PodDisruptionBudget").forEach(budget -> {
            if (workloads.stream().noneMatch(workload -> workload.fits(budget.at("/spec/selector")))) {
                problems.add(Kustomization.key(budget) + " is of no pods");
            }
        });
        for (Workload workload : workloads) {
            boolean isKept = of(objects, "PodDisruptionBudget").stream()
                    .anyMatch(budget -> workload.fits(budget.at("/spec/selector")));
            if (workload.object().at("/spec/replicas").asInt() > 1 && !isKept) {
                problems.add(workload.name() + " has no PodDisruptionBudget");
            }
        }
        return problems;
    }

    static List<JsonNode> of(Map<String, ? extends JsonNode> objects, String kind) {
        List<JsonNode> found = new ArrayList<>();
        objects.values().stream()
                .filter(object -> object.path("kind").asText().equals(kind))
                .forEach(found::add);
        return found;
    }

    /** Services lead to named ports of pods, by the number that callers use. */
    static List<String> services(Map<String, ? extends JsonNode> objects, List<Workload> workloads) {
        List<String> problems = new ArrayList<>();
        of(objects, "Service").forEach(service -> {
            List<Workload> behind = workloads.stream()
                    .filter(workload -> workload.fits(service.at("/spec/selector")))
                    .toList();
            if (behind.isEmpty()) {
                problems.add(Kustomization.key(service) + " selects no pods");
            }
            behind.forEach(workload -> service.at("/spec/ports").forEach(port -> {
                Integer number = workload.ports().get(port.path("targetPort").asText());
                if (number == null || number != port.path("port").asInt()) {
                    problems.add(Kustomization.key(service) + ": port " + port.path("port") + " leads to " + number);
                }
            }));
        });
        return problems;
    }

    /** Everything is denied first, and every port that is opened is one that somebody has. */
    static List<String> network(Map<String, ? extends JsonNode> objects, List<Workload> workloads) {
        List<String> problems = new ArrayList<>();
        boolean isDenied = of(objects, "NetworkPolicy").stream()
                .anyMatch(policy -> policy.at("/spec/podSelector").isEmpty()
                        && Compose.names(policy.at("/spec/policyTypes")).equals(List.of("Ingress", "Egress"))
                        && !policy.path("spec").has("ingress")
                        && !policy.path("spec").has("egress"));
        if (!isDenied) {
            problems.add("no policy denies what no other one allows");
        }
        of(objects, "NetworkPolicy").forEach(policy -> {
            List<Workload> pods = workloads.stream()
                    .filter(workload -> workload.fits(policy.at("/spec/podSelector")))
                    .toList();
            if (pods.isEmpty()) {
                problems.add(Kustomization.key(policy) + " is of no pods");
            }
            policy.at("/spec/ingress")
                    .forEach(rule -> rule.path("ports").forEach(port -> {
                        if (pods.stream()
                                .noneMatch(pod -> pod.ports()
                                        .containsValue(port.path("port").asInt()))) {
                            problems.add(Kustomization.key(policy) + " opens port " + port.path("port")
                                    + ", which no pod has");
                        }
                    }));
        });
        for (Workload workload : workloads) {
            boolean isReached = workload.ports().values().stream()
                    .allMatch(port -> of(objects, "NetworkPolicy").stream()
                            .filter(policy -> workload.fits(policy.at("/spec/podSelector")))
                            .flatMap(policy -> StreamSupport.stream(
                                    policy.at("/spec/ingress").spliterator(), false))
                            .flatMap(rule ->
                                    StreamSupport.stream(rule.path("ports").spliterator(), false))
                            .anyMatch(open -> open.path("port").asInt() == port));
            if (!isReached) {
                problems.add(workload.name() + " has a port that nobody may reach");
            }
        }
        return problems;
    }

    /**
     * Autoscalers are of workloads that leave their number to them, and within the number of partitions.
     *
     * @param partitions most processors that have something to do
     */
    static List<String> scaling(Map<String, ? extends JsonNode> objects, int partitions) {
        List<String> problems = new ArrayList<>();
        of(objects, "HorizontalPodAutoscaler").forEach(scaler -> {
            JsonNode target = scaler.at("/spec/scaleTargetRef");
            String name =
                    target.path("kind").asText() + " " + target.path("name").asText();
            if (!objects.containsKey(name)) {
                problems.add(Kustomization.key(scaler) + ": no " + name);
            } else if (objects.get(name).path("spec").has("replicas")) {
                problems.add(name + " says its number of pods, and every apply would set it back");
            }
            if (name.equals("StatefulSet alize-processor")
                    && scaler.at("/spec/maxReplicas").asInt() > partitions) {
                problems.add(Kustomization.key(scaler) + ": more instances than the " + partitions + " partitions");
            }
        });
        return problems;
    }
}
