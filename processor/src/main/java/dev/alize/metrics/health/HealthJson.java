package dev.alize.metrics.health;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Writes {@code /health}. Its fields are an interface to scripts: described in docs/metrics.md. */
final class HealthJson {
    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final double NANOS = 1e9;

    private final ObjectNode root = JsonNodeFactory.instance.objectNode();

    HealthJson(Condition overall) {
        root.put("status", overall.code());
    }

    void process(String version, long uptimeMs, Optional<String> notAlive, Optional<String> notReady) {
        root.put("live", notAlive.isEmpty()).put("ready", notReady.isEmpty());
        notAlive.or(() -> notReady).ifPresent(reason -> root.put("reason", reason));
        root.put("state", InstanceState.STARTING.code());
        root.put("version", version).put("uptime_seconds", uptimeMs / 1000);
    }

    void instance(Instance instance) {
        Levels levels = instance.levels();
        root.put("state", instance.state().code())
                .put("instance", instance.name())
                .put("configuration", instance.configuration())
                .put("open_calls", levels.openCalls())
                .put("open_bytes", levels.openBytes())
                .put("intake_open", levels.intakeOpen());
        ArrayNode threads = root.putArray("threads");
        for (ThreadPulse pulse : instance.threads()) {
            threads.addObject()
                    .put("thread", pulse.thread())
                    .put("seconds_since_poll", pulse.sincePollNanos() / NANOS)
                    .put("seconds_since_commit", pulse.sinceCommitNanos() / NANOS)
                    .put("transaction_age_seconds", pulse.transactionNanos() / NANOS);
        }
    }

    void services(SortedMap<String, TargetHealth.Report> reports) {
        ObjectNode services = root.putObject("services");
        Map<String, List<TargetHealth.Report>> byProvider =
                reports.values().stream().collect(Collectors.groupingBy(TargetHealth.Report::provider));
        reports.forEach((id, report) -> {
            ObjectNode service = services.withObjectProperty(report.provider());
            service.put(
                    "status",
                    TargetHealth.Report.overall(byProvider.getOrDefault(report.provider(), List.of()))
                            .code());
            target(service.withObjectProperty("targets"), id, report);
        });
    }

    private static void target(ObjectNode targets, String id, TargetHealth.Report report) {
        ObjectNode target = targets.putObject(id);
        target.put("status", report.condition().code());
        target.put("last_outcome", report.lastOutcome());
        if (report.lastOutcome() != null) {
            target.put("seconds_since_last_outcome", report.sinceLastMs() / 1000.0);
        }
        target.put("attempts_5m", report.attempts());
        ObjectNode errors = target.putObject("errors_5m");
        new TreeMap<>(report.errors()).forEach(errors::put);
    }

    byte[] bytes() {
        try {
            return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(root);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("The health cannot be written as JSON", e);
        }
    }
}
