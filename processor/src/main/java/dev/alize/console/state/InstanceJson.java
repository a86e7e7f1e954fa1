package dev.alize.console.state;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.alize.config.TargetSettings;
import dev.alize.control.Mitigation;
import dev.alize.domain.QuotaState;
import dev.alize.metrics.health.Levels;
import dev.alize.metrics.health.Standing;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The members of the state that are about this instance. */
final class InstanceJson {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final double MEDIAN = 0.5;
    private static final double MOST = 0.95;

    private InstanceJson() {}

    /** Seconds with three digits. */
    private static double seconds(double millis) {
        return Math.round(millis) / 1e3;
    }

    static ArrayNode targets(Watched watched, Attempts attempts) {
        Map<String, TargetSettings> settings = new HashMap<>();
        watched.configuration().get().providers().targets().forEach(target -> settings.put(target.id(), target));
        ArrayNode targets = NODES.arrayNode();
        Standing.all(attempts.health(), watched.instance())
                .forEach((id, standing) -> targets.add(target(
                        id, standing, settings.get(id), attempts.latencies(id).counts())));
        return targets;
    }

    private static ObjectNode target(
            String id, Standing standing, @Nullable TargetSettings settings, List<Long> latencies) {
        ObjectNode node = NODES.objectNode()
                .put("id", id)
                .put("provider", standing.report().provider())
                .put("model", settings == null ? null : settings.model())
                .put("status", standing.condition().code())
                .put("takes_calls", true)
                .put("why", "none")
                .put("breaker", "closed")
                .put("open_calls", 0)
                .put("latency_seconds", 0.0);
        standing.state()
                .ifPresent(state -> node.put("takes_calls", state.takesCalls())
                        .put("why", state.why())
                        .put("breaker", state.breaker())
                        .put("open_calls", state.openCalls())
                        .put("latency_seconds", seconds(state.latencyMs())));
        node.put("latency_p50_seconds", percentile(latencies, MEDIAN));
        node.put("latency_p95_seconds", percentile(latencies, MOST));
        settings(node, settings);
        var report = standing.report();
        node.put("last_outcome", report.lastOutcome());
        node.put("seconds_since_last_outcome", report.lastOutcome() == null ? null : seconds(report.sinceLastMs()));
        node.put("attempts_5m", report.attempts());
        ObjectNode errors = node.putObject("errors_5m");
        new TreeMap<>(report.errors()).forEach(errors::put);
        return node;
    }

    private static void settings(ObjectNode node, @Nullable TargetSettings settings) {
        Integer most = settings == null ? null : settings.quota().maxConcurrency();
        node.put("max_concurrency", most);
        node.put("group", settings == null ? null : settings.quota().group());
    }

    private static @Nullable Double percentile(List<Long> latencies, double share) {
        OptionalLong millis = Latencies.percentile(latencies, share);
        return millis.isPresent() ? Double.valueOf(seconds(millis.getAsLong())) : null;
    }

    static ArrayNode quotas(List<QuotaState> states) {
        Map<String, ObjectNode> groups = new TreeMap<>();
        for (QuotaState state : states) {
            boolean stopped = state.pausedMs() == Long.MAX_VALUE;
            ObjectNode group = groups.computeIfAbsent(state.group(), name -> NODES.objectNode());
            group.put("group", state.group())
                    .put("stopped", stopped)
                    .put("paused_seconds", stopped ? 0 : seconds(state.pausedMs()))
                    .put("refused", state.refused())
                    .put("share", state.share());
            group.withArrayProperty("windows")
                    .addObject()
                    .put("kind", state.kind())
                    .put("seconds", seconds(state.windowMs()))
                    .put("limit", state.limit())
                    .put("used", Math.round(state.used() * 10) / 10.0);
        }
        ArrayNode quotas = NODES.arrayNode();
        groups.values().forEach(quotas::add);
        return quotas;
    }

    static ObjectNode waiting(Levels levels, long nowMs) {
        long expiry = levels.nextExpiry();
        ObjectNode node = NODES.objectNode()
                .put("open_calls", levels.openCalls())
                .put("max_open_calls", levels.maxOpenCalls())
                .put("open_bytes", levels.openBytes())
                .put("max_open_bytes", levels.maxOpenBytes())
                .put("waiting", levels.waiting())
                .put("held", levels.held())
                .put("parked", levels.parked())
                .put("delayed", levels.delayed())
                .put("lag_requests", levels.waiting() + levels.held() + levels.parked() + levels.delayed())
                .put("lag_tokens", levels.waitingTokens());
        node.put("deadline_seconds", expiry == Long.MAX_VALUE ? null : seconds((double) expiry - nowMs));
        return node.put("intake_open", levels.intakeOpen());
    }

    static ArrayNode commands(List<Mitigation> inForce) {
        ArrayNode commands = NODES.arrayNode();
        for (Mitigation mitigation : inForce) {
            ObjectNode node = commands.addObject()
                    .put("action", mitigation.scope().command().code())
                    .put("target", mitigation.scope().target());
            node.put("value", mitigation.scope().command().hasValue() ? mitigation.value() : null);
            node.put("since", mitigation.at().toEpochMilli());
            node.put(
                    "until",
                    mitigation.expiresAt() == null
                            ? null
                            : mitigation.expiresAt().toEpochMilli());
            node.put("by", mitigation.issuedBy()).put("reason", mitigation.reason());
        }
        return commands;
    }
}
