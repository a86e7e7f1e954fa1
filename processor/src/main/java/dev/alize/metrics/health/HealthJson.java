package dev.alize.metrics.health;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.alize.domain.QuotaState;
import dev.alize.domain.TargetState;
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
    private static final double MILLIS = 1e3;

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
                .put("waiting_calls", levels.waiting())
                .put("held_requests", levels.held())
                .put("delayed_requests", levels.delayed())
                .put("waiting_tokens", levels.waitingTokens())
                .put("intake_open", levels.intakeOpen());
        threads(instance);
        quotas(instance.quotas());
    }

    private void threads(Instance instance) {
        ArrayNode threads = root.putArray("threads");
        for (ThreadPulse pulse : instance.threads()) {
            threads.addObject()
                    .put("thread", pulse.thread())
                    .put("seconds_since_poll", pulse.sincePollNanos() / NANOS)
                    .put("seconds_since_commit", pulse.sinceCommitNanos() / NANOS)
                    .put("transaction_age_seconds", pulse.transactionNanos() / NANOS);
        }
    }

    private void quotas(List<QuotaState> states) {
        ObjectNode quotas = root.putObject("quotas");
        for (QuotaState state : states) {
            boolean stopped = state.pausedMs() == Long.MAX_VALUE;
            ObjectNode quota = quotas.withObjectProperty(state.group());
            quota.put("stopped", stopped)
                    .put("paused_seconds", stopped ? 0 : state.pausedMs() / MILLIS)
                    .put("refused", state.refused())
                    .put("share", state.share());
            quota.withArrayProperty("windows")
                    .addObject()
                    .put("kind", state.kind())
                    .put("seconds", state.windowMs() / MILLIS)
                    .put("limit", state.limit())
                    .put("used", state.used());
        }
    }

    void services(SortedMap<String, Standing> standings) {
        ObjectNode services = root.putObject("services");
        Map<String, List<Standing>> byProvider =
                standings.values().stream().collect(Collectors.groupingBy(Standing::provider));
        standings.forEach((id, standing) -> {
            ObjectNode service = services.withObjectProperty(standing.provider());
            var ofProvider = byProvider.getOrDefault(standing.provider(), List.of());
            service.put("status", Standing.ofProvider(ofProvider).code());
            ObjectNode target = service.withObjectProperty("targets").putObject(id);
            target.put("status", standing.condition().code());
            standing.state().ifPresent(state -> state(target, state));
            report(target, standing.report());
        });
    }

    private static void state(ObjectNode target, TargetState state) {
        target.put("takes_calls", state.takesCalls())
                .put("why", state.why())
                .put("breaker", state.breaker())
                .put("open_calls", state.openCalls())
                .put("latency_seconds", state.latencyMs() / MILLIS);
    }

    private static void report(ObjectNode target, TargetHealth.Report report) {
        target.put("last_outcome", report.lastOutcome());
        if (report.lastOutcome() != null) {
            target.put("seconds_since_last_outcome", report.sinceLastMs() / MILLIS);
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
